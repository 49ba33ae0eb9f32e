import MigrationSQL
import SchemaModel
import Testing

@Suite struct DropTests {
    private static let usersOfTypes = """
        CREATE SCHEMA s; CREATE TYPE s.nowhere AS ENUM ('sad'); CREATE TABLE s.b (w nowhere);
        CREATE TABLE a (x nowhere, y int, z elsewhere, w s.nowhere);
        CREATE FUNCTION f(n nowhere) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION g(n elsewhere) RETURNS int LANGUAGE sql AS 'SELECT 1';
        """

    @Test func `columns and functions of a type that no script made may go with it`() {
        let before = replayed(Self.usersOfTypes)
        let after = replayed(Self.usersOfTypes, "DROP TYPE nowhere CASCADE")
        let gone = Set(before.ids).subtracting(after.ids)
        #expect(
            Set(gone.map { "\($0.kind.words) \($0)" }) == [
                "column public.a.x", "column s.b.w", "function public.f(nowhere)",
            ]
        )
        #expect(gone.allSatisfy { after[$0] == .unknown })
        #expect(Set(replayed(Self.usersOfTypes, "DROP TYPE nowhere").ids) == Set(before.ids))
    }

    @Test func `a relation of a dropped type's name is not of that type`() {
        let history = "CREATE SCHEMA s; CREATE TABLE s.nowhere (x int); CREATE VIEW v AS SELECT x FROM s.nowhere"
        #expect(replayed(history, "DROP TYPE nowhere CASCADE").names(.view) == ["public.v"])
    }

    @Test(arguments: ["DROP TYPE nowhere", "ALTER TYPE nowhere RENAME TO other", "ALTER TYPE nowhere SET SCHEMA s"])
    func `of a type that no script made it is not known what it was`(_ statement: String) {
        let script = statements(statement, after: "CREATE SCHEMA s")
        let kinds: [ObjectID.Kind] = [.enum, .compositeType, .domain, .rangeType]
        #expect(script.first?.lostInPart == Set(kinds.map { ObjectID($0, schema: "public", name: "nowhere") }))
        #expect(script.first?.outcome.unverifiable == ["no script made type public.nowhere"])
    }

    @Test func `what is dropped is looked for along the search path`() {
        let history = """
            CREATE SCHEMA s; CREATE TABLE a (x int); CREATE VIEW v AS SELECT x FROM a;
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS '';
            CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
            CREATE TRIGGER t INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
            CREATE RULE r AS ON DELETE TO a DO INSTEAD NOTHING;
            """
        let members = replayed(
            history,
            "SET search_path = s, public; DROP TRIGGER t ON a; DROP TRIGGER t ON v; DROP RULE r ON a"
        )
        #expect(members.names(.trigger).isEmpty && members.names(.rule).isEmpty)
        let relations = replayed(history, "SET search_path = s, public; DROP VIEW v; DROP TABLE a")
        #expect(relations.names(.view).isEmpty && relations.names(.table).isEmpty)
    }

    @Test(arguments: ["DROP TRIGGER IF EXISTS t ON known", "DROP POLICY IF EXISTS p ON known"])
    func `what a table may have without our knowing is gone after it was dropped`(_ statement: String) {
        let script = statements(statement, after: "CREATE TABLE known AS SELECT 1 AS x")
        #expect(script.first?.effects.map(\.before) == [.unknown])
        #expect(script.first?.effects.map(\.after) == [.absent])
    }

    @Test func `a script that drops what is not there defines nothing`() {
        var replay = ScriptReplay(defaultSchema: "public")
        replay.replay("DROP TABLE IF EXISTS nowhere; DROP SCHEMA IF EXISTS s CASCADE", of: "1")
        #expect(replay.definers.isEmpty)
    }

    @Test func `a schema in which something was made is there, whoever made it`() {
        let schema = replayed("CREATE TABLE s.a (id serial)", "DROP SCHEMA IF EXISTS s CASCADE")
        #expect(schema.ids.allSatisfy { $0.schema != "s" && $0 != .schema("s") })
        let script = statements("DROP SCHEMA IF EXISTS s CASCADE", after: "CREATE TABLE s.a (id int)")
        #expect(script.first?.outcome.missing == [])
    }
}
