import MigrationSQL
import SchemaModel

/// The SQL that takes one change of a schema back, with what is lost by it.
struct UndoStatement {
    /// One line: a statement, or a comment where no statement can do it.
    let sql: String

    /// What takes a change back.
    ///
    /// - Parameters:
    ///   - effect: the change.
    ///   - rows: how many rows PostgreSQL estimates a table to have; nil where it does not know.
    init(_ effect: ReplayedStatement.Effect, rows: (ObjectID) -> Int?) {
        switch (effect.before, effect.after) {
        case (.present, .absent): sql = "-- \(effect.id.kind.words) \(effect.id) was dropped: make it again by hand"
        case (_, .absent), (.unknown, _): sql = "-- \(effect.id.kind.words) \(effect.id): look at it by hand"
        case (.absent, _): sql = Self.drop(effect.id, rows: rows)
        case (.present(let before), .present(let after)): sql = Self.restore(effect.id, before, after)
        case (.present, .unknown): sql = "-- \(effect.id.kind.words) \(effect.id): look at it by hand"
        }
    }

    /// What drops an object, with what is lost by it.
    static func drop(_ id: ObjectID, rows: (ObjectID) -> Int?) -> String {
        let name = id.sqlName
        let owner = id.sqlOwner ?? ""
        switch id.kind {
        case .table: return "DROP TABLE \(name);\(loss(rows(id)))"
        case .column:
            let table = id.owner.map { ObjectID(.table, schema: id.schema, name: $0) }
            return "ALTER TABLE \(owner) DROP COLUMN \(name);\(loss(table.flatMap(rows)))"
        case .constraint: return "ALTER TABLE \(owner) DROP CONSTRAINT \(name);"
        case .index: return "DROP INDEX \(name);"
        case .sequence: return "DROP SEQUENCE \(name); -- loses its position"
        case .view: return "DROP VIEW \(name);"
        case .materializedView: return "DROP MATERIALIZED VIEW \(name);"
        case .enum, .domain, .compositeType, .rangeType: return "DROP TYPE \(name);"
        case .enumValue:
            return
                "-- value \(id.name.quotedLiteral) of \(owner) can't be dropped: let it be, and add IF NOT EXISTS to the script"
        case .function: return "DROP ROUTINE \(name);"
        case .trigger: return "DROP TRIGGER \(name) ON \(owner);"
        case .rule: return "DROP RULE \(name) ON \(owner);"
        case .policy: return "DROP POLICY \(name) ON \(owner);"
        case .schema: return "DROP SCHEMA \(name);"
        case .extension: return "DROP EXTENSION \(name); -- fails while something uses it"
        case .comment: return "-- a comment on \(id.name) was added"
        }
    }

    private static func loss(_ rows: Int?) -> String {
        guard let rows else { return " -- LOSES DATA" }
        return rows == 0
            ? " -- loses data, if there is any (PostgreSQL estimates 0 rows)" : " -- LOSES DATA (about \(rows) rows)"
    }

    /// Sets the properties that changed back, one clause each.
    private static func restore(_ id: ObjectID, _ before: SchemaObject, _ after: SchemaObject) -> String {
        let changed = SchemaObject.Facet.allCases.filter { before[$0] != after[$0] }
        let clauses = changed.compactMap { clause(for: $0, before[$0], of: id) }
        guard let owner = id.sqlOwner, clauses.count == changed.count, !clauses.isEmpty else {
            let words = changed.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", ")
            return "-- \(id.kind.words) \(id): set \(words) back by hand"
        }
        return "ALTER TABLE \(owner) " + clauses.joined(separator: ", ") + ";"
    }

    private static func clause(for facet: SchemaObject.Facet, _ value: FacetValue, of column: ObjectID) -> String? {
        let alter = "ALTER COLUMN \(column.sqlName)"
        switch (facet, value) {
        case (.notNull, .flag(let isSet)): return "\(alter) \(isSet ? "SET" : "DROP") NOT NULL"
        case (.defaultValue, .text("")): return "\(alter) DROP DEFAULT"
        case (.defaultValue, .literal(let text)): return "\(alter) SET DEFAULT \(text.quotedLiteral)"
        case (.type, .type(let type)):
            let name = type.sqlName
            return "\(alter) TYPE \(name) USING \(column.sqlName)::text::\(name)"
        default: return nil
        }
    }
}

extension TypeReference {
    /// The type as SQL writes it.
    var sqlName: String {
        let base = schema.map { "\($0.quotedIdentifier).\(name.quotedIdentifier)" } ?? name
        return base + (modifiers.map { "(\($0))" } ?? "") + (isArray ? "[]" : "")
    }
}
