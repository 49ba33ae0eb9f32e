import MigrationSQL
import PrismaSchema
import SchemaModel

/// Compares what a schema says with what the SQL that Prisma makes of it does.
struct SchemaComparison {
    /// What differs, in words; empty where the two are the same.
    private(set) var differences: [String] = []
    private let datamodel: DatamodelSchema
    private let replayed: DatabaseSchema

    init(_ files: [(path: String, text: String)], migration: String) throws(PrismaSchemaError) {
        datamodel = try Datamodel(files: files).databaseSchema(defaultSchema: "public")
        var replay = ScriptReplay(defaultSchema: "public")
        replay.replay(migration, of: "1_case")
        replayed = replay.schema
        compareNames()
        for (id, object) in datamodel.schema.objects { compare(id, object) }
        for id in datamodel.schema.objects.keys where datamodel.places[id] == nil {
            differences.append("\(id.kind) \(id) has no place in the schema")
        }
    }

    /// What a replay has before its first statement, and what Prisma does not look at.
    private static func isGiven(_ id: ObjectID) -> Bool {
        id == .schema("public") || id == .extension("plpgsql") || id.kind == .sequence
    }

    private mutating func compareNames() {
        let expected = Set(replayed.objects.keys.filter { !Self.isGiven($0) })
        let found = Set(datamodel.schema.objects.keys.filter { !Self.isGiven($0) })
        differences += expected.subtracting(found).map { "\($0.kind) \($0) is missing" }
        differences += found.subtracting(expected).map { "\($0.kind) \($0) is too many" }
    }

    private mutating func compare(_ id: ObjectID, _ object: SchemaObject) {
        guard let other = replayed.objects[id] else { return }
        for (facet, value) in object.facets where value.compared(to: other[facet]) != .same {
            differences.append("\(facet) of \(id.kind) \(id) is \(value), not \(other[facet])")
        }
        if let type = datamodel.rawTypes[id] {
            expect(id, .type, other, Self.facet("CREATE TABLE t (c \(type))", .type))
        } else if id.kind == .column, object.facets[.type] == nil {
            differences.append("the type of \(id) is left out")
        }
        if let text = datamodel.rawDefaults[id] {
            var type = "text"
            if case .type(let reference) = object[.type], reference.isArray { type = "text[]" }
            expect(id, .defaultValue, other, Self.facet("CREATE TABLE t (c \(type) DEFAULT \(text))", .defaultValue))
        }
        if let text = datamodel.rawPredicates[id] {
            let script = "CREATE TABLE t (c int); CREATE INDEX i ON t (c) WHERE (\(text))"
            expect(id, .predicate, other, Self.facet(script, .predicate))
        }
        if id.kind == .column {
            if datamodel.columnsWithDefault.contains(id), other[.defaultValue] == .text("") {
                differences.append("\(id) has no default")
            }
            let isNumbered = "\(other[.defaultValue])".contains("nextval(")
            if isNumbered != datamodel.autoincrementColumns.contains(id) {
                differences.append("autoincrement of \(id) is \(!isNumbered)")
            }
        }
    }

    private mutating func expect(
        _ id: ObjectID,
        _ facet: SchemaObject.Facet,
        _ other: SchemaObject,
        _ value: FacetValue
    ) {
        if value.compared(to: other[facet]) == .same { return }
        differences.append("\(facet) of \(id) is \(value), not \(other[facet])")
    }

    /// A property of the one column or index that a script makes.
    private static func facet(_ script: String, _ facet: SchemaObject.Facet) -> FacetValue {
        var replay = ScriptReplay(defaultSchema: "public")
        replay.replay(script, of: "1_case")
        let kind: ObjectID.Kind = facet == .predicate ? .index : .column
        return replay.schema.objects.first { $0.key.kind == kind }?.value[facet] ?? .unknown
    }
}
