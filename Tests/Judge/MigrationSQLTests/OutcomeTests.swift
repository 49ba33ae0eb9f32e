import MigrationSQL
import SchemaModel
import Testing

/// What a statement says of itself beside its effects.
@Suite struct OutcomeTests {
    private static let history = """
        CREATE TABLE a (id int PRIMARY KEY, x int, n int GENERATED ALWAYS AS IDENTITY);
        CREATE TYPE mood AS ENUM ('sad');
        CREATE DOMAIN small AS int;
        CREATE SEQUENCE counter;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE MATERIALIZED VIEW rows AS SELECT 1 AS one;
        """

    @Test(arguments: [
        ("ALTER TABLE a OWNER TO x", "changes an owner, which is not compared"),
        ("ALTER FUNCTION f() OWNER TO x", "changes an owner, which is not compared"),
        ("ALTER TABLE a SET UNLOGGED", "SetUnLogged is not compared"),
        (
            "ALTER INDEX a_pkey ALTER COLUMN 1 SET STATISTICS 9",
            "sets the statistics of an index's key, which are not compared"
        ),
        ("ALTER TABLE a ALTER n SET INCREMENT 5", "changes an identity column's sequence"),
        ("ALTER TABLE given SET (fillfactor = 70)", "changes storage parameters"), ("CALL p()", "calls a procedure"),
        ("GRANT SELECT ON a TO x", "changes privileges, which are not compared"),
        ("GRANT x TO y", "changes privileges, which are not compared"),
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO x", "changes privileges, which are not compared"),
        ("REFRESH MATERIALIZED VIEW rows", "refreshes a materialized view"), ("TRUNCATE a", "changes data"),
        ("INSERT INTO a VALUES (1)", "changes data"), ("COPY a FROM '/x'", "changes data"),
        ("MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE", "changes data"),
        ("DELETE FROM a", "changes data"), ("COMMENT ON DATABASE x IS 'y'", "the comment is not compared"),
        ("CREATE DATABASE x", "Createdb is not compared"), ("DROP TYPE nowhere", "no script made type public.nowhere"),
        ("DROP FUNCTION nowhere", "no script made function nowhere"),
        ("ALTER FUNCTION f() STRICT", "changes a function's settings, which are not compared"),
        ("ALTER DOMAIN small SET DEFAULT 1", "changes a domain's constraints or default, which are not compared"),
        ("DROP OPERATOR + (int, int)", "dropping a OPERATOR is not compared"),
        ("ALTER ROLE x RENAME TO y", "renaming a ROLE is not compared"),
        ("ALTER DOMAIN small RENAME CONSTRAINT b TO c", "renaming a DOMCONSTRAINT is not compared"),
        ("ALTER COLLATION c SET SCHEMA s", "moving it to another schema is not compared"),
        ("ALTER SEQUENCE counter RESTART", "restarts a sequence"),
        (
            "CREATE FUNCTION g(n nowhere.x%TYPE) RETURNS int LANGUAGE sql AS ''",
            "takes arguments of a column's type, which is not known"
        ),
        ("SELECT f()", "selects, which may call functions that change something"),
        (
            "DO $$ BEGIN FOR i IN 1..2 LOOP DROP TABLE a; END LOOP; END $$",
            "a DO block with a loop, which can't be followed"
        ),
        ("DO $$ BEGIN IF mystery() THEN DROP TABLE a; END IF; END $$", "a DO block whose condition can't be followed"),
        ("DO $$ BEGIN PERFORM f(); END $$", "a DO block that can't be followed"),
        ("DO $$ BEGIN EXECUTE 'DROP ' || 'x'; END $$", "runs SQL that it makes itself"),
        ("DO $$ BEGIN EXECUTE 'DROP WHAT'; END $$", "a DO block that can't be followed"),
        ("DO $$ BEGIN NULL; END $$", "a DO block that changes nothing by the scripts before it"),
    ])
    func `what the catalog does not show of a statement is said in words`(_ statement: String, _ words: String) {
        #expect(statements(statement, after: Self.history).first?.outcome.unverifiable.first == words)
    }

    private static let made = [
        "CREATE TABLE b (id int)", "CREATE TABLE b AS SELECT 1 AS one",
        "CREATE VIEW b AS SELECT 1 AS one", "CREATE MATERIALIZED VIEW b AS SELECT 1 AS one", "CREATE INDEX b ON a (x)",
        "CREATE SEQUENCE b", "CREATE TYPE b AS ENUM ('p')", "CREATE TYPE b AS (x int)",
        "CREATE TYPE b AS RANGE (subtype = int4)", "CREATE DOMAIN b AS int", "CREATE SCHEMA b",
        "CREATE EXTENSION citext",
        "CREATE FUNCTION b() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE POLICY b ON a USING (true)",
        "CREATE TRIGGER b BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()", "ALTER TABLE a ADD COLUMN b int",
        "ALTER TABLE a ADD CONSTRAINT b CHECK (x > 0)", "ALTER TABLE a ADD CONSTRAINT b UNIQUE (x)",
        "ALTER TABLE a ADD CONSTRAINT b FOREIGN KEY (x) REFERENCES a (id)", "ALTER TYPE mood ADD VALUE 'b'",
    ]

    @Test(arguments: made) func `what is made a second time puts the picture in doubt, or is taken back whole`(
        _ statement: String
    ) {
        let twice = statements(statement, after: "\(Self.history) \(statement)").first
        #expect(twice?.outcome.doubt?.hasSuffix(" is there already") == true)
        #expect(statements(statement, after: Self.history).first?.outcome.doubt == nil)
        func guarded(_ history: String) -> ReplayedStatement? {
            let block =
                "DO $$ BEGIN CREATE TABLE first (); \(statement); EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            return statements(block, after: history).first
        }
        let skipped = guarded("\(Self.history) \(statement);")
        #expect(skipped?.effects.isEmpty == true && skipped?.outcome.doubt == nil, "\(statement)")
        let ran = guarded(Self.history)
        #expect((ran?.effects.count ?? 0) > 1 && ran?.outcome.isConditional == false)
    }

    @Test(arguments: [
        "DROP TABLE b", "DROP VIEW b", "DROP INDEX b", "DROP SEQUENCE b", "DROP SCHEMA b", "DROP TRIGGER b ON a",
        "DROP POLICY b ON a", "DROP MATERIALIZED VIEW b", "ALTER TABLE b ADD x int", "ALTER TABLE b RENAME TO c",
        "ALTER TABLE a RENAME b TO c", "ALTER TABLE a DROP b", "ALTER TABLE a ALTER b SET NOT NULL",
        "ALTER TABLE a ALTER b SET DEFAULT 1", "ALTER TABLE a ALTER b TYPE int", "ALTER TABLE a DROP CONSTRAINT b",
        "ALTER TABLE a VALIDATE CONSTRAINT b", "ALTER TABLE a RENAME CONSTRAINT b TO c",
        "ALTER TABLE a ENABLE TRIGGER b",
        "ALTER TABLE a ALTER b SET STATISTICS 5", "ALTER TABLE a ALTER b ADD GENERATED ALWAYS AS IDENTITY",
        "ALTER TABLE a ALTER b DROP IDENTITY", "ALTER TABLE a ALTER b DROP EXPRESSION",
        "ALTER TABLE a ALTER CONSTRAINT b DEFERRABLE", "ALTER SEQUENCE b INCREMENT 2",
        "ALTER TABLE b SET SCHEMA public",
        "ALTER POLICY b ON a USING (true)", "ALTER TYPE b ADD VALUE 'x'", "ALTER TYPE mood RENAME VALUE 'b' TO 'c'",
        "ALTER DOMAIN b SET NOT NULL", "ALTER SCHEMA b RENAME TO c", "ALTER TABLE b ATTACH PARTITION a DEFAULT",
        "ALTER TABLE a INHERIT b", "ALTER TABLE a ALTER b SET GENERATED ALWAYS", "ALTER TABLE a ALTER b SET CYCLE",
        "ALTER TABLE a ALTER b TYPE text COLLATE \"C\"", "ALTER FUNCTION b() STABLE", "DROP FUNCTION b()",
        "ALTER TABLE b SET (fillfactor = 70)",
    ])
    func `a guarded block that needs what is not there is taken back whole`(_ statement: String) {
        let block = "DO $$ BEGIN CREATE TABLE first (); \(statement); EXCEPTION WHEN undefined_object THEN NULL; END $$"
        let script = statements(block, after: Self.history)
        #expect(script.first?.effects.isEmpty == true, "\(script.changed)")
        #expect(script.first?.outcome.isIdle == true, "\(script.first?.outcome.unverifiable ?? [])")
    }

    @Test(arguments: [
        ("EXCEPTION WHEN others THEN NULL", true), ("EXCEPTION WHEN duplicate_table THEN NULL", false),
        ("EXCEPTION WHEN undefined_column THEN RAISE NOTICE 'x'", false),
        ("EXCEPTION WHEN duplicate_table THEN DROP TABLE a", true),
        ("EXCEPTION WHEN duplicate_table OR others THEN NULL", true),
    ])
    func `a block may have been skipped where its handler catches more than a conflict, or does something`(
        _ handler: String,
        _ isConditional: Bool
    ) {
        let script = statements("DO $$ BEGIN CREATE TABLE b (); \(handler); END $$", after: Self.history)
        #expect(script.first?.outcome.isConditional == isConditional)
    }

    @Test func `an inner block is guarded by itself`() {
        let inner = "BEGIN CREATE TABLE a (id int); EXCEPTION WHEN duplicate_table THEN NULL; END;"
        let script = "DO $$ BEGIN CREATE TABLE b (); \(inner) CREATE TABLE c (); END $$"
        #expect(statements(script, after: Self.history).changed == [["table public.b", "table public.c"]])
    }
}
