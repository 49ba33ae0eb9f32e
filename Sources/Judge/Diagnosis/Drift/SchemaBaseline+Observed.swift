package import MigrationHistory
package import MigrationSQL
import SchemaModel
import TargetReport

extension SchemaBaseline {
    /// The baseline of the database as it stands.
    ///
    /// Objects of namespaces with a `_prisma_migrations` of their own belong to that history and are left out.
    ///
    /// - Parameters:
    ///   - observed: the database.
    ///   - schema: the namespace of the history's table.
    ///   - takenAt: the database's clock.
    ///   - serverVersion: the server's major version.
    ///   - rows: the digest of what the history's rows say.
    ///   - digest: the digest of a text.
    package init(
        of observed: ObservedSchema,
        schema: String,
        takenAt: Instant,
        serverVersion: Int,
        rows: String,
        digest: (String) -> String
    ) {
        let others = observed.historyNamespaces.subtracting([schema])
        var objects: [ObjectID: Entry] = [:]
        for (id, row) in observed.rows where !others.contains(id.schema) {
            let object = Self.needsObject(id.kind) ? observed.object(id) : SchemaObject()
            guard let kind = DriftScope.full.kind(of: id, object) else { continue }
            let whole = Self.whole(of: id, object, in: observed)
            let fields = row.baselineFields
            objects[id] = Entry(
                kind: kind,
                whole: whole,
                isPrismas: DriftScope.prisma.kind(of: id, object) != nil
                    && (whole.map { Self.isPrismas($0, in: observed) } ?? true),
                digest: digest(Self.text(fields.compared)),
                rest: digest(Self.text(fields.rest))
            )
        }
        self.init(takenAt: takenAt, serverVersion: serverVersion, rows: rows, objects: objects)
    }

    /// Whether only the parsed object tells whether it counts, and what it is a part of.
    private static func needsObject(_ kind: ObjectID.Kind) -> Bool {
        [.table, .constraint, .index, .sequence].contains(kind)
    }

    private static func whole(of id: ObjectID, _ object: SchemaObject, in observed: ObservedSchema) -> ObjectID? {
        if let owner = id.owner {
            return [ObjectID.Kind.table, .enum, .view, .materializedView, .compositeType, .domain]
                .map { ObjectID($0, schema: id.schema, name: owner) }
                .first { observed.rows[$0] != nil }
        }
        if case .object(let table) = object[.table] { return table }
        if case .object(let column) = object[.ownedBy], let table = column.owner {
            return ObjectID(.table, schema: column.schema, name: table)
        }
        return nil
    }

    private static func isPrismas(_ whole: ObjectID, in observed: ObservedSchema) -> Bool {
        switch whole.kind {
        case .table: !observed.object(whole).isHeir
        case .enum: true
        default: false
        }
    }

    private static func text(_ fields: [String?]) -> String {
        fields.map { $0.map { "=\($0)" } ?? "-" }.joined(separator: "\u{1F}")
    }
}

extension ObservedSchema {
    /// The namespaces with a `_prisma_migrations` of their own.
    var historyNamespaces: Set<String> {
        Set(rows.keys.filter { $0.kind == .table && $0.name == "_prisma_migrations" }.map(\.schema))
    }

    /// The object, without properties where there is none.
    fileprivate func object(_ id: ObjectID) -> SchemaObject {
        guard case .present(let object) = self[id] else { return SchemaObject() }
        return object
    }
}

extension CatalogRow {
    /// The fields that a baseline keeps: those that Prisma's own differ looks at, and the others.
    ///
    /// What moves by itself is in neither: a table's estimated rows, and whether an index is valid, which is told by
    /// itself.
    fileprivate var baselineFields: (compared: [String?], rest: [String?]) {
        func fields(_ range: ClosedRange<Int>) -> [String?] {
            range.map { self.fields.indices.contains($0) ? self.fields[$0] : nil }
        }
        switch id.kind {
        case .table, .view, .materializedView: return ([], fields(0...4))
        case .column: return (fields(0...7), fields(8...8))
        case .constraint:
            // Validating a constraint changes no more than this ending and the field that says so.
            let definition = fields(0...0).map { $0?.replacing(" NOT VALID", with: "") }
            return (definition, fields(1...1))
        case .index: return (fields(0...0), [])
        default: return ([], fields(0...8))
        }
    }
}
