import TargetReport
import Testing

@testable import Diagnosis

/// Scripts that tempt to a wrong `applied` or `not_applied`.
@Suite struct NeverWrongTests {
    private let history = "CREATE TABLE a (id int PRIMARY KEY, x int, t text); CREATE VIEW v AS SELECT id::int FROM a"

    @Test(arguments: [
        "SELECT mend()::text", "SELECT (SELECT mend())", "SELECT CASE WHEN true THEN mend() END", "VALUES (mend())",
        "WITH gone AS (DELETE FROM a RETURNING *) SELECT 1", "SELECT -mend()", "DO $$ BEGIN PERFORM mend(); END $$",
        "ALTER TABLE a ALTER COLUMN x TYPE int USING x + 1", "ALTER TABLE a DROP COLUMN x, ADD COLUMN x int",
        "ALTER TABLE a ALTER COLUMN t TYPE text COLLATE \"C\"", "CREATE OR REPLACE VIEW v AS SELECT id::numeric FROM a",
        "CREATE TEMP TABLE keep AS SELECT mend()", "VACUUM a", "REINDEX TABLE a",
    ])
    func `what the last statement does out of sight stays open`(_ last: String) {
        let script = "ALTER TABLE a ADD z int;\n\(last)"
        #expect(Stopped(history: history, script: script, after: 1).verdict == .undetermined)
        #expect(Stopped(history: history, script: script, after: 0).verdict == .notApplied)
    }

    @Test func `a temporary table that is not there proves nothing`() {
        let script = "CREATE TEMP TABLE keep AS SELECT * FROM a; UPDATE a SET x = 1; DROP TABLE keep"
        #expect(Stopped(history: history, script: script, after: 0).verdict == .undetermined)
        let more = "CREATE TEMP TABLE keep (id int); ALTER TABLE a ADD z int; DROP TABLE keep"
        #expect(Stopped(history: history, script: more, after: 0).verdict == .notApplied)
        #expect(Stopped(history: history, script: more, after: 2).verdict == .applied)
    }

    @Test(arguments: [
        "DROP TABLE IF EXISTS legacy", "ALTER TABLE a DROP COLUMN IF EXISTS legacy", "DROP INDEX IF EXISTS legacy",
        "ALTER TABLE IF EXISTS legacy RENAME TO old", "DROP TYPE IF EXISTS legacy",
        "DROP VIEW IF EXISTS legacy CASCADE",
        "ALTER TABLE a DROP CONSTRAINT IF EXISTS legacy", "ALTER TABLE IF EXISTS legacy ADD COLUMN z int",
    ])
    func `what IF EXISTS is about and no script made may be there all the same`(_ last: String) {
        let makes = [
            "TABLE a DROP COLUMN": "ALTER TABLE a ADD legacy int", "INDEX": "CREATE INDEX legacy ON a (x)",
            "TYPE": "CREATE TYPE legacy AS ENUM ('p')", "VIEW": "CREATE VIEW legacy AS SELECT 1 AS one",
            "CONSTRAINT": "ALTER TABLE a ADD CONSTRAINT legacy CHECK (x > 0)",
        ]
        let byHand = makes.first { last.contains($0.key) }?.value ?? "CREATE TABLE legacy (id int)"
        let stopped = Stopped(history: history, byHand: byHand, script: "ALTER TABLE a ADD z int;\n\(last)", after: 1)
        #expect([.partiallyApplied, .undetermined].contains(stopped.verdict))
        #expect(Stopped(history: history, script: "ALTER TABLE a ADD z int;\n\(last)").verdict == .applied)
    }

    @Test func `a table known only in part may have a column that IF EXISTS drops`() {
        let script = "ALTER TABLE a ADD z int; ALTER TABLE a DROP COLUMN IF EXISTS x"
        #expect(Stopped(byHand: "CREATE TABLE a (x int)", script: script, after: 1).verdict == .partiallyApplied)
        #expect(Stopped(byHand: "CREATE TABLE a (x int)", script: script, after: 0).verdict == .notApplied)
        #expect(Stopped(byHand: "CREATE TABLE a (x int)", script: script).verdict == .applied)
    }

    @Test func `what a statement presupposes is of the kind that it says`() {
        let script = "ALTER VIEW w SET SCHEMA s; ALTER TABLE a ALTER x DROP IDENTITY IF EXISTS"
        let given = "CREATE SCHEMA s; CREATE TABLE a (x int); CREATE VIEW w AS SELECT 1 AS one"
        #expect(Stopped(byHand: given, script: script, after: 0).verdict == .notApplied)
        #expect(Stopped(byHand: given, script: script, after: 2).verdict != .partiallyApplied)
    }

    @Test func `tables of one name in two schemas are two`() {
        let script = "CREATE TABLE s.b (id int); CREATE TABLE b (id int)"
        let history = "CREATE SCHEMA s"
        #expect(Stopped(history: history, script: script, after: 1).verdict == .partiallyApplied)
        let path = "SET search_path = s; CREATE TABLE b (id int); CREATE INDEX i ON b (id)"
        let wrong = Stopped(history: history, byHand: "CREATE TABLE b (id int)", script: path, after: 0)
        #expect(wrong.verdict == .notApplied)
    }

    @Test func `a conditional statement that left no trace may have been skipped`() {
        let script = """
            ALTER TABLE a ADD z int;
            DO $$ BEGIN CREATE INDEX i ON a (x); EXCEPTION WHEN others THEN NULL; END $$;
            """
        #expect(Stopped(history: history, script: script, after: 1).verdict == .undetermined)
        #expect(Stopped(history: history, script: script, after: 2).verdict == .applied)
    }

    @Test func `what is made only where it is not there proves nothing of the rows before it`() {
        let script = "UPDATE a SET x = 1; CREATE INDEX IF NOT EXISTS i ON a (x)"
        let older = Stopped(history: history, byHand: "CREATE INDEX i ON a (x)", script: script, after: 0)
        #expect(older.verdict == .undetermined)
        let more = script + "; ALTER TABLE a ADD later int"
        #expect(Stopped(history: history, script: more).verdict == .applied)
    }
}
