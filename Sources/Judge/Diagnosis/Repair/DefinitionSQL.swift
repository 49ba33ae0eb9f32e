import SchemaModel
import TargetReport

/// The SQL that makes an object of the model; nil for what the model knows too little of.
struct DefinitionSQL {
    private let schema: any SchemaSource

    /// Definitions of the objects of a schema.
    init(of schema: any SchemaSource) { self.schema = schema }

    /// The statement that creates the object.
    func create(_ id: ObjectID) -> String? {
        guard case .present(let object) = schema[id] else { return nil }
        let owner = id.sqlOwner ?? ""
        switch id.kind {
        case .table: return table(id, object)
        case .column: return column(id, object).map { "ALTER TABLE \(owner) ADD COLUMN \($0);" }
        case .constraint: return constraint(object).map { "ALTER TABLE \(owner) ADD CONSTRAINT \(id.sqlName) \($0);" }
        case .index: return index(id, object)
        case .enum:
            guard case .names(let values) = object[.values] else { return nil }
            return "CREATE TYPE \(id.sqlName) AS ENUM (\(values.map(\.quotedLiteral).joined(separator: ", ")));"
        case .enumValue: return "ALTER TYPE \(owner) ADD VALUE \(id.name.quotedLiteral);"
        case .sequence: return sequence(id, object)
        case .extension: return "CREATE EXTENSION IF NOT EXISTS \(id.sqlName);"
        default: return nil
        }
    }

    private func table(_ id: ObjectID, _ object: SchemaObject) -> String? {
        // Of a table that is known in part it is not known which columns it lacks.
        guard schema[id.member(.column, "")] == .absent, object[.partitionKey] == .unknown else { return nil }
        var lines: [String] = []
        let members = schema.ids.filter { $0.owner == id.name && $0.schema == id.schema }
            .sorted { ($0.kind.order, $0.name) < ($1.kind.order, $1.name) }
        for member in members {
            guard case .present(let object) = schema[member] else { continue }
            switch member.kind {
            case .column:
                guard let text = column(member, object) else { return nil }
                lines.append("    \(text)")
            case .constraint where object[.kind] == .text("primary_key"):
                guard let text = constraint(object) else { return nil }
                lines.append("    CONSTRAINT \(member.sqlName) \(text)")
            default: break
            }
        }
        let statements =
            ["CREATE TABLE \(id.sqlName) (\n\(lines.joined(separator: ",\n"))\n);"] + built(on: id, members)
        return statements.joined(separator: "\n")
    }

    /// The keys and indexes of a table besides its primary key.
    private func built(on table: ObjectID, _ members: [ObjectID]) -> [String] {
        let indexes = schema.ids.filter { id in
            guard id.kind == .index, case .present(let index) = schema[id] else { return false }
            return index[.table] == .object(table)
        }
        let constraints = members.filter { id in
            guard id.kind == .constraint, case .present(let object) = schema[id] else { return false }
            return object[.kind] != .text("primary_key")
        }
        return (indexes.sorted { $0.name < $1.name } + constraints)
            .map { create($0) ?? "-- \($0.kind.words) \($0): make it by hand" }
    }

    private func column(_ id: ObjectID, _ object: SchemaObject) -> String? {
        guard case .type(let type) = object[.type], [.text(""), .unknown].contains(object[.generated]) else {
            return nil
        }
        var text = "\(id.sqlName) "
        if scopedDefault(id, object) == .expression(DriftScope.autoincrement), let serial = Self.serials[type.name] {
            return text + serial
        }
        text += type.sqlName
        if object[.notNull] == .flag(true) { text += " NOT NULL" }
        guard let value = Self.defaultSQL(object[.defaultValue]) else { return nil }
        return text + value
    }

    /// The default as Prisma sees it: whatever counts up is the same.
    private func scopedDefault(_ id: ObjectID, _ object: SchemaObject) -> FacetValue {
        DriftScope.prisma.compared(id, object)[.defaultValue]
    }

    private static let serials = ["int2": "smallserial", "int4": "serial", "int8": "bigserial"]

    /// The DEFAULT clause, empty for none; nil for an expression that is known in its normal form only.
    static func defaultSQL(_ value: FacetValue) -> String? {
        switch value {
        case .text(""), .unknown: return ""
        case .literal(let text): return " DEFAULT \(text.quotedLiteral)"
        case .expression("now()"): return " DEFAULT CURRENT_TIMESTAMP"
        case .expression("[]"): return " DEFAULT '{}'"
        // Which sequence counts is not known.
        case .expression(DriftScope.autoincrement): return nil
        case .expression(let text):
            let isPlainCall = text.hasSuffix("()") && text.dropLast(2).utf8.allSatisfy(isPlain)
            return isPlainCall ? " DEFAULT \(text)" : nil
        default: return nil
        }
    }

    /// Whether a name with that byte needs no quotes for it.
    private static func isPlain(_ byte: UInt8) -> Bool {
        // From 0 to 9, from a to z, and _.
        (48...57).contains(byte) || (97...122).contains(byte) || byte == 95
    }

    /// A sequence that stands alone; one that a column owns comes with the column.
    private func sequence(_ id: ObjectID, _ object: SchemaObject) -> String? {
        if case .object = object[.ownedBy] { return nil }
        var text = "CREATE SEQUENCE \(id.sqlName)"
        if case .type(let type) = object[.type], type.name != "int8" { text += " AS \(type.sqlName)" }
        let options: [(facet: SchemaObject.Facet, word: String)] = [
            (.increment, "INCREMENT"), (.minimum, "MINVALUE"), (.maximum, "MAXVALUE"), (.start, "START"),
        ]
        for (facet, word) in options {
            if case .text(let number) = object[facet] { text += " \(word) \(number)" }
        }
        return text + (object[.cycle] == .flag(true) ? " CYCLE;" : ";")
    }

    private func constraint(_ object: SchemaObject) -> String? {
        guard case .names(let columns) = object[.columns], case .text(let kind) = object[.kind] else { return nil }
        let list = columns.map(\.quotedIdentifier).joined(separator: ", ")
        switch kind {
        case "primary_key": return "PRIMARY KEY (\(list))" + Self.included(object) + Self.timing(object)
        case "unique":
            return "UNIQUE\(Self.nulls(object)) (\(list))" + Self.included(object) + Self.timing(object)
        case "foreign_key":
            guard case .object(let table) = object[.referencedTable],
                case .names(let referenced) = object[.referencedColumns]
            else { return nil }
            let target = referenced.map(\.quotedIdentifier).joined(separator: ", ")
            var text = "FOREIGN KEY (\(list)) REFERENCES \(table.sqlName) (\(target))"
            if object[.match] == .text("f") { text += " MATCH FULL" }
            text += Self.action(" ON DELETE", object[.onDelete]) + Self.action(" ON UPDATE", object[.onUpdate])
            return text + Self.timing(object) + (object[.validated] == .flag(false) ? " NOT VALID" : "")
        default: return nil
        }
    }

    private static func action(_ clause: String, _ value: FacetValue) -> String {
        guard case .text(let letter) = value else { return "" }
        let words = ["r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"]
        return words[letter].map { "\(clause) \($0)" } ?? ""
    }

    /// When a constraint is checked.
    private static func timing(_ object: SchemaObject) -> String {
        guard object[.deferrable] == .flag(true) else { return "" }
        return object[.initiallyDeferred] == .flag(true) ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE"
    }

    private static func nulls(_ key: SchemaObject) -> String {
        key[.nullsNotDistinct] == .flag(true) ? " NULLS NOT DISTINCT" : ""
    }

    private static func included(_ key: SchemaObject) -> String {
        guard case .names(let columns) = key[.include], !columns.isEmpty else { return "" }
        return " INCLUDE (\(columns.map(\.quotedIdentifier).joined(separator: ", ")))"
    }

    private func index(_ id: ObjectID, _ object: SchemaObject) -> String? {
        guard case .object(let table) = object[.table], case .elements(let keys) = object[.keys],
            object[.predicate] == .text("") || object[.predicate] == .unknown, keys.allSatisfy({ $0.column != nil })
        else { return nil }
        let list = keys.map { Self.text($0) }
        var method = ""
        if case .text(let name) = object[.method], name != "btree" { method = " USING \(name)" }
        let unique = object[.unique] == .flag(true) ? "UNIQUE " : ""
        let text = "CREATE \(unique)INDEX \(id.name.quotedIdentifier) ON \(table.sqlName)\(method)"
        return "\(text) (\(list.joined(separator: ", ")))\(Self.included(object))\(Self.nulls(object));"
    }

    /// A key of an index that is a column.
    private static func text(_ key: IndexElement) -> String {
        var text = (key.column ?? "").quotedIdentifier
        if let collation = key.collation { text += " COLLATE \(collation.quotedIdentifier)" }
        if let operatorClass = key.operatorClass { text += " \(operatorClass)" }
        if key.isDescending { text += " DESC" }
        if key.nullsFirst != key.isDescending { text += key.nullsFirst ? " NULLS FIRST" : " NULLS LAST" }
        return text
    }
}
