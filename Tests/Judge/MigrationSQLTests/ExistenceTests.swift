import MigrationSQL
import SchemaModel
import Testing

@Suite struct ExistenceTests {
    @Test func `IF NOT EXISTS skips what is there and creates what is not`() {
        let script = statements(
            """
            CREATE TABLE IF NOT EXISTS a (id int, y int);
            ALTER TABLE a ADD COLUMN IF NOT EXISTS x int, ADD COLUMN IF NOT EXISTS z int;
            CREATE INDEX IF NOT EXISTS i ON a (x);
            CREATE INDEX IF NOT EXISTS j ON a (x);
            CREATE SCHEMA IF NOT EXISTS public;
            """,
            after: "CREATE TABLE a (id int, x int); CREATE INDEX i ON a (x)"
        )
        #expect(script.changed == [[], ["column public.a.z"], [], ["index public.j"], []])
        #expect(script.allSatisfy { $0.outcome.doubt == nil })
    }

    @Test func `IF EXISTS skips what is not there and drops what is`() {
        let script = statements(
            """
            DROP TABLE IF EXISTS nowhere;
            DROP INDEX IF EXISTS i;
            ALTER TABLE IF EXISTS nowhere ADD COLUMN x int;
            ALTER TABLE a DROP COLUMN IF EXISTS nothing, DROP COLUMN IF EXISTS x;
            ALTER TABLE a DROP CONSTRAINT IF EXISTS nothing;
            """,
            after: "CREATE TABLE a (id int, x int); CREATE INDEX i ON a (id)"
        )
        #expect(script.changed == [[], ["index public.i"], [], ["column public.a.x"], []])
    }

    @Test func `what a table may have without our knowing is gone after DROP IF EXISTS`() {
        let script = statements(
            "ALTER TABLE known DROP COLUMN IF EXISTS x; ALTER TABLE known DROP CONSTRAINT IF EXISTS y",
            after: "CREATE TABLE known AS SELECT 1 AS x"
        )
        #expect(script.map { $0.effects.map(\.before) } == [[.unknown], [.unknown]])
        #expect(script.map { $0.effects.map(\.after) } == [[.absent], [.absent]])
    }

    @Test func `creating what is there already puts the picture in doubt`() {
        let script = statements("CREATE TABLE a (id int); CREATE INDEX a ON b (id)", after: "CREATE TABLE a (id int)")
        #expect(script[0].outcome.doubt == "table public.a is there already")
        #expect(script[1].outcome.doubt == "index public.a is there already")
        let type = statements("CREATE TYPE a AS ENUM ()", after: "CREATE TABLE a (id int)")
        #expect(type[0].outcome.doubt == "enum public.a is there already")
    }

    @Test func `what a statement presupposes is taken for given, and known in part`() {
        let script = statements("ALTER TABLE a ADD COLUMN x int; ALTER TABLE a ALTER COLUMN y SET NOT NULL")
        #expect(script.changed == [["column public.a.x"], ["column public.a.y"]])
        #expect(script[0].effects.map(\.before) == [.absent])
        #expect(script[1].effects.map(\.before) == [.present(SchemaObject())])
    }

    @Test func `a guarded DO block creates what is not there`() {
        let guarded = "DO $$ BEGIN CREATE TYPE mood AS ENUM ('glad'); EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        #expect(statements(guarded).changed == [["enum public.mood", "enum_value public.mood.glad"]])
        #expect(statements(guarded, after: "CREATE TYPE mood AS ENUM ('sad')").changed == [[]])
        let asking = """
            DO $$ BEGIN
                IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('glad');
                ELSIF to_regclass('public.a') IS NULL THEN CREATE TABLE a (id int);
                END IF;
            END $$
            """
        #expect(statements(asking).changed == [["enum public.mood", "enum_value public.mood.glad"]])
        #expect(
            statements(asking, after: "CREATE TYPE mood AS ENUM ('sad')").changed == [
                ["column public.a.id", "table public.a"]
            ]
        )
    }

    @Test func `a guarded block is taken back whole at the first conflict`() {
        let block = """
            DO $$ BEGIN
                CREATE TABLE b (id int);
                CREATE TABLE a (id int);
            EXCEPTION WHEN duplicate_table THEN NULL; END $$
            """
        #expect(statements(block, after: "CREATE TABLE a (id int)").changed == [[]])
    }

    @Test(arguments: [
        "DO $$ BEGIN PERFORM mend(); END $$", "DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'a'); END $$",
        "DO $$ BEGIN IF (SELECT count(*) FROM a) > 3 THEN DROP TABLE a; END IF; END $$",
        "DO LANGUAGE plperl $$ spi_exec_query('DROP TABLE a') $$", "CALL mend()", "SELECT mend()",
        "SELECT mend()::text", "SELECT (SELECT mend())", "SELECT CASE WHEN true THEN mend() END",
        "WITH gone AS (DELETE FROM a RETURNING *) SELECT 1", "VALUES (mend())", "UPDATE a SET id = 1",
        "ALTER TABLE a ALTER COLUMN id TYPE int USING id + 1", "REFRESH MATERIALIZED VIEW v", "TRUNCATE a",
        "GRANT SELECT ON a TO PUBLIC", "ALTER TABLE a ALTER COLUMN t TYPE text COLLATE \"C\"",
        "CREATE OR REPLACE VIEW v AS SELECT id::numeric FROM a", "ALTER TABLE a DROP COLUMN id, ADD COLUMN id int",
        "ALTER TABLE a ALTER COLUMN at SET DEFAULT CURRENT_TIMESTAMP",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql STRICT AS 'SELECT 1'",
    ])
    func `a statement whose effect the catalog does not show says so`(_ statement: String) {
        let script = statements(
            statement,
            after: """
                CREATE TABLE a (id int, t text, at timestamptz DEFAULT now());
                CREATE VIEW v AS SELECT id::int FROM a;
                CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
                """
        )
        #expect(script.count == 1)
        #expect(!(script.first?.outcome.unverifiable.isEmpty ?? true))
    }

    @Test(arguments: ["SELECT 1", "SET lock_timeout = '5s'", "BEGIN", "COMMIT", "LOCK TABLE a", "SELECT 'a' || 'b'"])
    func `a statement that changes nothing leaves nothing open`(_ statement: String) {
        let script = statements(statement, after: "CREATE TABLE a (id int)")
        #expect(script.count == 1 && script.allSatisfy { $0.outcome.unverifiable.isEmpty && $0.effects.isEmpty })
    }
}
