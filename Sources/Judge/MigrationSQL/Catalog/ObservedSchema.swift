package import SchemaModel

/// What the database holds, by its catalogs; each object's texts are read only once somebody asks for it.
package struct ObservedSchema: SchemaSource {
    /// The objects by identity.
    package let rows: [ObjectID: CatalogRow]

    /// The objects of those rows.
    package init(_ rows: [CatalogRow]) {
        var byID: [ObjectID: CatalogRow] = [:]
        byID.reserveCapacity(rows.count)
        byID.merge(rows.lazy.map { ($0.id, $0) }) { first, _ in first }
        self.rows = byID
    }

    /// The objects that are there.
    package var ids: [ObjectID] { Array(rows.keys) }

    /// The object as it is; `.absent` where the catalog has none of that identity.
    package subscript(id: ObjectID) -> DatabaseSchema.Presence {
        guard let row = rows[id] else { return .absent }
        return .present(SchemaObject(CatalogReader().facets(of: row)))
    }

    /// The objects whose identity the condition keeps, in no order; their texts are parsed many at once.
    package func objects(where isWanted: (ObjectID) -> Bool) -> [(id: ObjectID, object: SchemaObject)] {
        let wanted = rows.values.filter { isWanted($0.id) }
        var objects: [(id: ObjectID, object: SchemaObject)] = []
        objects.reserveCapacity(wanted.count)
        for start in stride(from: 0, to: wanted.count, by: Self.rowsAtOnce) {
            let rows = wanted[start..<min(start + Self.rowsAtOnce, wanted.count)]
            let reader = CatalogReader(parsing: rows)
            for row in rows { objects.append((row.id, SchemaObject(reader.facets(of: row)))) }
        }
        return objects
    }

    /// Enough for calls of the parser to be few, and not so many that their trees take much memory.
    private static let rowsAtOnce = 256

    /// How many rows PostgreSQL estimates a table to have; nil where it has never counted them.
    package func estimatedRows(of table: ObjectID) -> Int? {
        rows[table]?.text(5).flatMap { Double($0) }.flatMap { $0 < 0 ? nil : Int($0) }
    }
}
