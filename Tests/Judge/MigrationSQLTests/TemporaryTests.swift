import MigrationSQL
import SchemaModel
import Testing

/// Temporary objects, which are no part of the schema.
@Suite struct TemporaryTests {
    @Test(arguments: [
        "CREATE TEMP VIEW v AS SELECT 1 AS one; DROP VIEW v", "SELECT 1 AS one INTO TEMP x; ALTER TABLE x ADD y int",
        "CREATE TEMP SEQUENCE q; ALTER SEQUENCE q INCREMENT 2; DROP SEQUENCE q",
        "CREATE TABLE pg_temp.x (id int); ALTER TABLE x ADD y int; DROP TABLE x",
        "CREATE TEMP TABLE x (id int); CREATE INDEX i ON x (id); DROP INDEX i",
        "CREATE TEMP TABLE x (id int); ALTER TABLE x RENAME TO y; ALTER TABLE y ADD z int; DROP TABLE y",
        "CREATE TEMP TABLE x (id int); ALTER TABLE x RENAME COLUMN id TO z",
        "CREATE TEMP TABLE x (id int); COMMENT ON TABLE x IS 'y'; COMMENT ON COLUMN x.id IS 'y'",
        "CREATE TEMP TABLE x (id int); COMMENT ON COLUMN pg_temp.x.id IS 'y'; DROP TABLE pg_temp.x",
    ])
    func `whatever is done to them changes nothing`(_ script: String) {
        let statements = statements(script, after: "CREATE TABLE a (id int)")
        #expect(statements.allSatisfy { $0.effects.isEmpty && $0.outcome.unverifiable.isEmpty })
    }

    @Test func `what has their name afterwards is an object like any other`() {
        let script = statements(
            """
            CREATE TEMP TABLE x (id int);
            DROP TABLE x;
            CREATE TABLE x (id int);
            ALTER TABLE x ADD y int;
            """
        )
        #expect(script.changed == [[], [], ["column public.x.id", "table public.x"], ["column public.x.y"]])
    }

    @Test func `a column's new name is not that of a temporary table`() {
        let script = statements(
            "CREATE TEMP TABLE x (id int); ALTER TABLE x RENAME id TO a; ALTER TABLE a ADD y int",
            after: "CREATE TABLE a (id int)"
        )
        #expect(script.changed == [[], [], ["column public.a.y"]])
    }

    @Test func `a comment on a column is not one on a table of its name`() {
        let script = statements(
            "CREATE TEMP TABLE id (x int); COMMENT ON COLUMN a.id IS 'y'; COMMENT ON TABLE a IS 'z'",
            after: "CREATE TABLE a (id int)"
        )
        #expect(script.changed.map(\.count) == [0, 1, 1])
    }

    @Test func `a query whose rows go into one may call functions all the same`() {
        let script = statements("SELECT mend() AS x INTO TEMP x; CREATE TEMP TABLE y AS SELECT mend()")
        #expect(script.allSatisfy { $0.effects.isEmpty && $0.outcome.isUnfollowed })
        #expect(script.allSatisfy { $0.outcome.unverifiable.count == 1 })
    }
}
