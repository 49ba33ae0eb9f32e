import SchemaModel
import TargetReport

/// The SQL that makes one object what it should be, with what is lost by it; never executed here.
struct RepairStatement {
    /// The statement, or a comment where no statement can do it.
    let sql: String

    /// What takes a change back.
    ///
    /// - Parameters:
    ///   - change: the change.
    ///   - expected: the schema as it should be.
    ///   - observed: the schema as it is.
    init(_ change: SchemaChange, expected: any SchemaSource, observed: any SchemaSource) {
        let id = change.object
        let byHand = "-- \(id.kind.words) \(id): look at \(change.definedBy ?? "it") and mend it by hand"
        switch change.form {
        case .missing:
            sql = DefinitionSQL(of: expected).create(Self.constraint(behind: id, in: expected) ?? id) ?? byHand
        case .unexpected: sql = Self.drop(id, observed)
        case .different:
            if change.observed == "invalid" {
                sql = "REINDEX INDEX CONCURRENTLY \(id.sqlName);"
            } else if let name = change.observed.flatMap(Self.name) {
                sql = Self.rename(id, from: name)
            } else {
                sql = Self.alter(id, expected, observed) ?? byHand
            }
        }
    }

    private static func drop(_ id: ObjectID, _ observed: any SchemaSource) -> String {
        if let constraint = constraint(behind: id, in: observed) {
            return "ALTER TABLE \(constraint.sqlOwner ?? "") DROP CONSTRAINT \(constraint.sqlName);"
        }
        return UndoStatement.drop(id) { _ in nil }
    }

    /// The unique constraint that stands behind an index which is not there itself: only that one can be made or dropped.
    private static func constraint(behind id: ObjectID, in schema: any SchemaSource) -> ObjectID? {
        guard schema[id] == .absent else { return nil }
        return schema.ids.first { other in
            guard other.kind == .constraint, other.name == id.name, other.schema == id.schema,
                case .present(let object) = schema[other]
            else { return false }
            return object[.kind] == .text("unique")
        }
    }

    private static func name(_ text: String) -> String? {
        text.hasPrefix("name ") ? String(text.dropFirst("name ".count)) : nil
    }

    private static func rename(_ id: ObjectID, from name: String) -> String {
        let new = id.name.quotedIdentifier
        guard let owner = id.sqlOwner else {
            return "ALTER INDEX \(id.schema.quotedIdentifier).\(name.quotedIdentifier) RENAME TO \(new);"
        }
        return "ALTER TABLE \(owner) RENAME CONSTRAINT \(name.quotedIdentifier) TO \(new);"
    }

    private static func alter(_ id: ObjectID, _ expected: any SchemaSource, _ observed: any SchemaSource) -> String? {
        guard case .present(let wanted) = expected[id], case .present(let found) = observed[id] else { return nil }
        let definition = DefinitionSQL(of: expected)
        switch id.kind {
        case .column:
            let scope = DriftScope.prisma
            let differences = scope.compared(id, wanted).differences(from: scope.compared(id, found))
            let clauses = differences.compactMap { clause($0, of: id) }
            guard clauses.count == differences.count, !clauses.isEmpty, let owner = id.sqlOwner else { return nil }
            let loses = differences.contains { $0.facet == .type } ? " -- MAY LOSE DATA: values are cast" : ""
            return "ALTER TABLE \(owner) \(clauses.joined(separator: ", "));\(loses)"
        case .index: return definition.create(id).map { "DROP INDEX \(id.sqlName);\n\($0)" }
        case .constraint:
            return definition.create(id)
                .map { "ALTER TABLE \(id.sqlOwner ?? "") DROP CONSTRAINT \(id.sqlName);\n\($0)" }
        default: return nil
        }
    }

    private static func clause(_ difference: FacetDifference, of column: ObjectID) -> String? {
        let alter = "ALTER COLUMN \(column.sqlName)"
        switch (difference.facet, difference.expected) {
        case (.notNull, .flag(let isSet)): return "\(alter) \(isSet ? "SET" : "DROP") NOT NULL"
        case (.type, .type(let type)):
            return "\(alter) TYPE \(type.sqlName) USING \(column.sqlName)::text::\(type.sqlName)"
        case (.defaultValue, let value):
            guard let text = DefinitionSQL.defaultSQL(value) else { return nil }
            return text.isEmpty ? "\(alter) DROP DEFAULT" : "\(alter) SET\(text)"
        default: return nil
        }
    }
}

extension SchemaChange {
    /// The place in a script in which changes can be taken back one after the other.
    var phase: Int {
        let isKey = object.kind == .constraint || object.kind == .index
        switch (form, object.kind) {
        case (.unexpected, _) where kind == "foreign_key": return 0
        case (.unexpected, _) where isKey: return 1
        case (.missing, .extension): return 2
        case (.missing, .enum), (.missing, .enumValue): return 3
        case (.missing, .table), (.missing, .sequence): return 4
        case (.missing, .column): return 5
        case (.missing, _) where kind == "foreign_key": return 8
        case (.missing, _) where isKey: return 7
        case (.unexpected, .column): return 9
        case (.unexpected, .table): return 10
        case (.unexpected, _): return 11
        default: return 6
        }
    }
}
