import MigrationSQL
import SchemaModel

extension CatalogRow {
    /// The object that a row of `CatalogStatement` tells; nil where the row has another form.
    init?(selected row: [String?]) {
        guard row.count > CatalogStatement.identityColumns, let word = row[0], let kind = ObjectID.Kind(rawValue: word),
            let name = row[3]
        else { return nil }
        self.init(
            id: ObjectID(kind, schema: row[1] ?? "", owner: row[2], name: name),
            fields: Array(row[CatalogStatement.identityColumns...])
        )
    }
}
