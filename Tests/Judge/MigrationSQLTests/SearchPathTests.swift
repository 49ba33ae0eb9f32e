import MigrationSQL
import SchemaModel
import Testing

@Suite struct SearchPathTests {
    @Test func `unqualified names are the history's own schema's`() {
        #expect(replayed("CREATE TABLE a (id int)", in: "sales").names(.table) == ["sales.a"])
    }

    @Test func `a search path counts to the end of its script`() {
        let schema = replayed(
            "CREATE SCHEMA s; SET search_path TO s, public; CREATE TABLE a (id int)",
            "CREATE TABLE a (id int); ALTER TABLE a ADD x int",
            "SELECT set_config('search_path', 's', false); ALTER TABLE a ADD y int"
        )
        #expect(schema.names(.table) == ["public.a", "s.a"])
        #expect(schema.names(.column) == ["public.a.id", "public.a.x", "s.a.id", "s.a.y"])
    }

    @Test func `the first schema of the path that has the name is meant`() {
        let schema = replayed(
            "CREATE SCHEMA s; CREATE TABLE s.a (id int); CREATE TABLE b (id int); CREATE TABLE a (id int)",
            "SET search_path = s, public; ALTER TABLE a ADD x int; ALTER TABLE b ADD x int; DROP TABLE public.a"
        )
        #expect(schema.names(.column) == ["public.b.id", "public.b.x", "s.a.id", "s.a.x"])
    }

    @Test func `RESET goes back to the history's schema`() {
        let schema = replayed("CREATE SCHEMA s; SET search_path = s; RESET search_path; CREATE TABLE a (id int)")
        #expect(schema.names(.table) == ["public.a"])
    }

    @Test(arguments: [
        ("SET search_path TO s", "s.a"), ("SET Search_Path = s, public", "s.a"), ("SET SCHEMA 's'", "s.a"),
        ("SELECT pg_catalog.set_config('search_path', 's, public', false)", "s.a"),
        ("SET search_path TO \"$user\", public", "public.a"), ("SET search_path TO '\"$user\"', public", "public.a"),
        ("SET search_path TO '', public", "public.a"), ("SET lock_timeout = 's'", "public.a"),
        ("SELECT set_config('search_path', '\"$user\", public', false)", "public.a"),
        ("SELECT set_config('lock_timeout', 's', false)", "public.a"),
        ("SELECT s.set_config('search_path', 's')", "public.a"),
    ])
    func `new objects go to the first schema of the path that is there`(_ setting: String, _ table: String) {
        #expect(replayed("CREATE SCHEMA s; \(setting); CREATE TABLE a (id int)").names(.table) == [table])
    }

    @Test(arguments: ["RESET search_path", "SET search_path TO DEFAULT", "RESET ALL"])
    func `what is there is found again after RESET`(_ reset: String) {
        let schema = replayed(
            "CREATE SCHEMA s; CREATE VIEW v AS SELECT 1 AS one",
            "SET search_path = s; \(reset); ALTER TABLE v RENAME TO w"
        )
        #expect(schema.names(.view) == ["public.w"] && schema.names(.table).isEmpty)
    }

    @Test func `what no script made is taken to be in the first schema of the path, or in its own`() {
        let schema = replayed(
            "CREATE SCHEMA s; SET search_path = s; ALTER TABLE a ADD x int; ALTER TABLE t.a ADD x int"
        )
        #expect(schema.names(.table) == ["s.a", "t.a"])
    }

    @Test func `a policy's table is looked for along the path`() {
        let schema = replayed(
            "CREATE SCHEMA s; CREATE TABLE a (id int)",
            "SET search_path = s, public; CREATE POLICY p ON a USING (true)"
        )
        #expect(schema.names(.table) == ["public.a"] && schema.names(.policy) == ["public.a.p"])
    }

    @Test func `a type of the same name in a schema off the path is another`() {
        let schema = replayed(
            "CREATE SCHEMA s; CREATE DOMAIN s.citext AS text; CREATE TABLE a (x citext, y s.citext)",
            "SET search_path = public, s; CREATE TABLE b (x citext)"
        )
        let found = ["public.a.x", "public.a.y", "public.b.x"].map { schema.facet(.type, .column, $0) }
        let domain = TypeReference(schema: "s", name: "citext")
        #expect(found == [.type(TypeReference(name: "citext")), .type(domain), .type(domain)])
    }

    @Test func `a temporary table hides the one of its name to the end of its script`() {
        let schema = replayed(
            "CREATE TABLE a (id int); CREATE TEMP TABLE a (id int) ON COMMIT DROP; ALTER TABLE a ADD x int",
            "ALTER TABLE a ADD y int"
        )
        #expect(schema.names(.column) == ["public.a.id", "public.a.y"])
    }

    @Test func `temporary objects are no part of the schema, whatever is done to them`() {
        let script = statements(
            """
            CREATE TEMP TABLE keep AS SELECT 1 AS id;
            ALTER TABLE keep ADD COLUMN x int;
            CREATE INDEX keep_idx ON keep (id);
            CREATE TEMPORARY TABLE rest (id int);
            DROP TABLE keep;
            DROP TABLE IF EXISTS pg_temp.rest;
            """
        )
        #expect(script.changed.flatMap(\.self).isEmpty, "\(script.changed)")
    }
}
