import MigrationSQL
import SchemaModel
import Testing

/// Which objects of a schema can't have one name: relations, types, and with the latter all that has a row type
/// (PostgreSQL source, `heap_create_with_catalog`).
@Suite struct NameConflictTests {
    private static let typed = [
        "CREATE TABLE b (x int)", "CREATE MATERIALIZED VIEW b AS SELECT 1 AS one", "CREATE VIEW b AS SELECT 1 AS one",
    ]
    private static let relations = ["CREATE INDEX b ON a (x)", "CREATE SEQUENCE b"] + typed
    private static let types = [
        "CREATE TYPE b AS ENUM ('p')", "CREATE DOMAIN b AS int", "CREATE TYPE b AS RANGE (subtype = int4)",
        "CREATE TYPE b AS (x int)",
    ]

    private func isConflict(_ first: String, _ second: String) -> Bool {
        let statement = statements(second, after: "CREATE SCHEMA s; CREATE TABLE a (x int); \(first)").first
        return statement?.outcome.doubt?.hasSuffix(" public.b is there already") == true
    }

    @Test(arguments: relations, relations.dropLast())
    func `a relation has a name that no other relation has`(_ first: String, _ second: String) {
        #expect(isConflict(first, second))
    }

    @Test(arguments: types, types) func `a type has a name that no other type has`(_ first: String, _ second: String) {
        #expect(isConflict(first, second))
    }

    @Test(arguments: typed.dropLast(), types)
    func `a table has a type of its name`(_ table: String, _ type: String) {
        #expect(isConflict(table, type) && isConflict(type, table))
    }

    @Test(arguments: types) func `a view has a type of its name`(_ type: String) {
        #expect(isConflict("CREATE VIEW b AS SELECT 1 AS one", type))
    }

    @Test(arguments: relations.prefix(2), types.dropLast())
    func `an index or a sequence has no type of its name`(_ relation: String, _ type: String) {
        #expect(!isConflict(relation, type) && !isConflict(type, relation))
    }

    @Test func `names of different schemas don't meet`() {
        #expect(!isConflict("CREATE TABLE s.b (x int)", "CREATE SEQUENCE b"))
        #expect(!isConflict("CREATE TYPE s.b AS ENUM ('p')", "CREATE TABLE b (x int)"))
    }

    @Test func `IF NOT EXISTS skips a table whose name another relation has, but does not find it`() {
        func found(_ history: String) -> Set<ObjectID>? {
            let statement = statements("CREATE TABLE IF NOT EXISTS b (x int)", after: history).first
            #expect(statement?.effects.isEmpty == true && statement?.outcome.doubt == nil)
            return statement?.outcome.found
        }
        #expect(found("CREATE VIEW b AS SELECT 1 AS x") == [])
        #expect(found("CREATE TABLE b (x int)") == [ObjectID(.table, schema: "public", name: "b")])
    }

    @Test func `SELECT INTO does not skip a table that is there`() {
        let statement = statements("SELECT 1 AS one INTO b", after: "CREATE TABLE b (x int)").first
        #expect(statement?.outcome.doubt == "table public.b is there already")
    }
}
