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
