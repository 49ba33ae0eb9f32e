import MigrationSQL
import SchemaModel
import Testing

/// Statements of which the replay knows little, and what is left open after them.
@Suite struct OtherStatementTests {
    @Test(arguments: [
        "array_agg(x)", "array_length(ARRAY[1], 1)", "concat(x, 'y')", "count(*)", "currval('counter')",
        "format('%s', x)", "gen_random_uuid()", "jsonb_agg(x)", "jsonb_build_object('x', x)", "json_agg(x)",
        "json_build_object('x', x)", "length('x')", "lower('X')", "max(x)", "md5('x')", "min(x)",
        "nextval('counter')", "now()", "row_number() OVER (ORDER BY x)", "setval('counter', max(x))",
        "string_agg(t, ',')", "sum(x)", "to_char(now(), 'YYYY')", "to_jsonb(x)", "upper('x')", "uuid_generate_v4()",
        "pg_sleep(1)", "pg_catalog.pg_advisory_xact_lock(1)", "coalesce(x, 1)",
    ])
    func `PostgreSQL's own functions leave the schema alone`(_ call: String) {
        let outcome = statements("SELECT \(call) FROM a").first?.outcome
        #expect(outcome?.isUnfollowed == false)
        #expect(outcome?.unverifiable == ["selects, which may call functions that change something"])
    }

    @Test(arguments: [
        "SELECT mend()", "SELECT max(mend(x)) FROM a", "SELECT * FROM app.mend('a')",
        "SELECT x FROM a WHERE (SELECT mend())", "CALL mend()", "CREATE TEMP TABLE t AS SELECT mend()",
        "SELECT mend() INTO TEMP t", "DO $$ BEGIN PERFORM mend(); END $$",
        "DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'a' || ' ADD x int'; END $$", "MEND TABLE a", "SELECT FROM WHERE a",
    ])
    func `what is left to code that is not at hand may have changed what it names`(_ statement: String) {
        var replay = ScriptReplay(defaultSchema: "public")
        replay.replay("INSERT INTO a VALUES (1); \(statement); TRUNCATE a", of: "1")
        #expect(replay.unfollowed.count == 1)
        let named = ["mend", "a"].map { ObjectID(.table, schema: "public", name: $0) }
        #expect(named.contains { id in replay.unfollowed.contains { $0.mayConcern(id, of: nil) } })
        #expect(statements(statement).first?.outcome.isUnfollowed == true)
    }

    @Test func `what is said of a statement does not count for the next one`() {
        let script = statements(
            "CALL mend(); CREATE TABLE b (id int); CREATE TABLE IF NOT EXISTS c (id int); TRUNCATE b"
        )
        #expect(script.map(\.outcome.isUnfollowed) == [true, false, false, false])
        #expect(script.map(\.outcome.isGuarded) == [false, false, true, false])
        #expect(script.map(\.outcome.unverifiable) == [["calls a procedure"], [], [], ["changes data"]])
    }

    @Test func `a plain statement is neither idle nor one that replaces`() {
        let outcome = statements("ALTER TABLE a ADD y int", after: "CREATE TABLE a (x int)").first?.outcome
        #expect(outcome?.isIdle == false && outcome?.replaces == false)
        #expect(outcome?.isGuarded == false && outcome?.isConditional == false && outcome?.isUnfollowed == false)
    }

    @Test(
        arguments: [
            ("COMMENT ON TABLE a IS 'y'", false), ("ALTER SEQUENCE counter INCREMENT 2", false),
            ("ALTER TABLE a ALTER x SET NOT NULL", false), ("ALTER TABLE a ENABLE ROW LEVEL SECURITY", false),
            ("ALTER TABLE a ALTER x SET DEFAULT 1", false), ("ALTER TABLE a ALTER x SET DEFAULT length('y')", true),
            ("ALTER TABLE a ALTER x SET DEFAULT 1 + 1", true), ("CREATE OR REPLACE VIEW v AS SELECT x FROM a", true),
        ] as [(String, Bool)]
    )
    func `a statement that was run before changes nothing, or what is not seen`(_ statement: String, _ unseen: Bool) {
        let history = "CREATE TABLE a (x int); CREATE SEQUENCE counter; \(statement);"
        let again = statements(statement, after: history).first
        #expect(again?.effects.isEmpty == true)
        #expect(again?.outcome.unverifiable == (unseen ? ["replaces something by what looks the same"] : []))
    }

    @Test func `a foreign table is a table`() {
        let schema = replayed("CREATE FOREIGN TABLE far (id int NOT NULL) SERVER other OPTIONS (table_name 'near')")
        #expect(schema.names(.table) == ["public.far"] && schema.names(.column) == ["public.far.id"])
        #expect(schema.facet(.notNull, .column, "public.far.id") == .flag(true))
    }

    @Test func `an object is defined by the migration that changed it last`() {
        var replay = ScriptReplay(defaultSchema: "public")
        replay.replay("CREATE TABLE a (x int, y int)", of: "1")
        replay.replay("ALTER TABLE a ALTER y SET NOT NULL, ADD z int", of: "2")
        let table = ObjectID(.table, schema: "public", name: "a")
        #expect(replay.definers[table] == "1")
        #expect(["x", "y", "z"].map { replay.definers[table.member(.column, $0)] } == ["1", "2", "2"])
    }

    @Test(arguments: [
        "DROP SCHEMA public CASCADE", "DROP SCHEMA sales CASCADE", "DROP EXTENSION plpgsql",
        "ALTER SCHEMA sales RENAME TO shop",
    ])
    func `what every database has is known in full`(_ statement: String) {
        var replay = ScriptReplay(defaultSchema: "sales")
        let script = replay.statements(of: statement)
        #expect(script.first?.lostInPart == [] && script.first?.effects.isEmpty == false)
    }
}
