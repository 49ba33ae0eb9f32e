import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

/// Databases that are not as the scripts before left them: somebody made or dropped something by hand.
@Suite struct StrangerTests {
    private let history = "CREATE TABLE a (id int PRIMARY KEY, x int, y text); CREATE VIEW w AS SELECT 1 AS one"

    private func stopped(byHand: String = "", _ script: String, after: Int? = 0) -> MigrationDiagnosis {
        Stopped(history: history, byHand: byHand, script: script, after: after).diagnosis
    }

    @Test(arguments: [
        ("CREATE TABLE t (id int)", "DROP TABLE IF EXISTS t"), ("CREATE INDEX i ON a (x)", "DROP INDEX IF EXISTS i"),
        ("CREATE VIEW v AS SELECT 1 AS one", "DROP VIEW IF EXISTS v"),
        ("CREATE SEQUENCE s", "DROP SEQUENCE IF EXISTS s"),
        ("CREATE TYPE d AS ENUM ('p')", "DROP TYPE IF EXISTS d"), ("CREATE TYPE d AS (p int)", "DROP TYPE IF EXISTS d"),
        ("CREATE DOMAIN d AS int", "DROP TYPE IF EXISTS d"), ("CREATE DOMAIN d AS int", "DROP DOMAIN IF EXISTS d"),
        ("CREATE TYPE d AS RANGE (subtype = int4)", "DROP TYPE IF EXISTS d"),
        ("ALTER TABLE a ADD CONSTRAINT k CHECK (x > 0)", "ALTER TABLE a DROP CONSTRAINT IF EXISTS k"),
        ("ALTER TABLE a ADD c int", "ALTER TABLE a DROP COLUMN IF EXISTS c"),
        ("CREATE TABLE t (id int)", "ALTER TABLE IF EXISTS t RENAME TO u"),
    ])
    func `what is to be dropped if it is there, and is there, has not been dropped`(_ byHand: String, _ script: String)
    {
        #expect(stopped(byHand: byHand, script).finding.verdict == .notApplied)
        let missing = stopped(byHand: byHand, script).missing
        #expect(missing.count >= 1 && missing.allSatisfy { $0.hasPrefix("drop ") }, "\(missing)")
        #expect(stopped(script).finding.verdict == .undetermined)
    }

    @Test func `what is to be dropped and made anew is no stranger`() {
        let script = "DROP TABLE IF EXISTS t; CREATE TABLE t (id int)"
        #expect(stopped(script).finding.verdict == .notApplied)
        #expect(stopped(script, after: 2).finding.verdict == .applied)
        #expect(stopped("DROP SEQUENCE IF EXISTS s; CREATE SEQUENCE s", after: 2).finding.verdict == .applied)
    }

    @Test func `a change of a table that no script made, and that is there, can't be told`() {
        let script = "ALTER TABLE IF EXISTS t ADD COLUMN z int"
        let diagnosis = stopped(byHand: "CREATE TABLE t (id int)", script)
        #expect(diagnosis.finding.verdict == .undetermined)
        #expect(
            diagnosis.statements.first?.unverifiable.contains("table public.t is there, and no script made it") == true
        )
        #expect(stopped(script).statements.first?.unverifiable.contains { $0.contains("no script made it") } == false)
        let sequence = stopped(byHand: "CREATE SEQUENCE s", "ALTER SEQUENCE IF EXISTS s INCREMENT 2")
        #expect(sequence.statements.first?.unverifiable == ["sequence public.s is there, and no script made it"])
    }

    @Test func `what is made only if it is not there, and is gone, has not been made`() {
        #expect(stopped(byHand: "DROP TABLE a", "CREATE TABLE IF NOT EXISTS a (id int)").finding.verdict == .notApplied)
        let column = "ALTER TABLE a ADD COLUMN IF NOT EXISTS x int"
        #expect(stopped(byHand: "ALTER TABLE a DROP x", column).finding.verdict == .notApplied)
        #expect(stopped(byHand: "ALTER TABLE a DROP x", column, after: 1).finding.verdict != .notApplied)
        #expect(stopped(byHand: "DROP TABLE a", column).finding.verdict == .undetermined)
        #expect(stopped(column).finding.verdict == .undetermined)
        let value = Stopped(
            history: "CREATE TYPE e AS ENUM ('p')",
            byHand: "DROP TYPE e; CREATE TYPE e AS ENUM ('q')",
            script: "ALTER TYPE e ADD VALUE IF NOT EXISTS 'p'",
            after: 0
        )
        #expect(value.verdict == .notApplied)
    }

    @Test func `a name that something else has by hand may be why nothing was made`() {
        let script = "CREATE TABLE IF NOT EXISTS v (id int)"
        #expect(stopped(script).finding.verdict == .notApplied)
        #expect(stopped(byHand: "CREATE VIEW v AS SELECT 1 AS one", script).finding.verdict == .undetermined)
        #expect(stopped(byHand: "CREATE TYPE v AS ENUM ('p')", script).finding.verdict == .undetermined)
        #expect(
            stopped(byHand: "CREATE FUNCTION v() RETURNS int LANGUAGE sql AS 'SELECT 1'", script).finding.verdict
                == .notApplied
        )
        let anew = "DROP VIEW w; CREATE TABLE IF NOT EXISTS w (id int)"
        #expect(stopped(anew).finding.verdict == .notApplied)
        let failed = Stopped(history: history, script: anew, after: 0, circumstances: .error).diagnosis
        #expect(failed.missing.contains("create table public.w"))
        let unguarded = "CREATE TABLE v (id int); CREATE TABLE IF NOT EXISTS u (id int)"
        #expect(stopped(byHand: "CREATE VIEW v AS SELECT 1 AS one", unguarded).finding.verdict == .notApplied)
    }

    @Test func `a column is no rival of a table of its name`() {
        let script = "ALTER TABLE a ADD COLUMN IF NOT EXISTS v int"
        #expect(stopped(byHand: "CREATE VIEW v AS SELECT 1 AS one", script).finding.verdict == .notApplied)
    }

    @Test func `what a script makes only if it is not there, and drops again, is no stranger`() {
        let script = "CREATE SEQUENCE IF NOT EXISTS s; DROP SEQUENCE s"
        #expect(Stopped(history: "CREATE SEQUENCE s", script: script).verdict == .applied)
        #expect(Stopped(history: "CREATE SEQUENCE s", script: script, after: 0).verdict == .notApplied)
    }

    @Test func `a column that may have been there before it was dropped and added anew leaves the drop open`() {
        let script = "ALTER TABLE given DROP COLUMN IF EXISTS c; ALTER TABLE given ADD c text"
        let stopped = Stopped(byHand: "CREATE TABLE given (c int)", script: script, after: 1)
        #expect(stopped.verdict == .undetermined)
        #expect(stopped.diagnosis.statements.map(\.conclusion) == [.open, .notDone])
    }

    @Test func `what is renamed if it is there, and still has its name, has not been renamed`() {
        let script = "ALTER TABLE given ADD COLUMN IF NOT EXISTS w int; ALTER POLICY IF EXISTS p ON given RENAME TO q"
        let stopped = Stopped(
            history: "ALTER TABLE given ADD w int",
            byHand: "CREATE POLICY p ON given USING (true)",
            script: script,
            after: 0
        )
        #expect(stopped.verdict == .notApplied)
    }

    @Test func `what the script itself makes is not called a stranger`() {
        let script = "ALTER TABLE IF EXISTS t ADD COLUMN x int; CREATE TABLE IF NOT EXISTS t (id int, x int)"
        let stopped = Stopped(history: "ALTER TABLE given ADD w int", script: script)
        #expect(stopped.diagnosis.statements.first?.unverifiable == ["table public.t may have been there before"])
    }

    @Test func `what a table that is known in part may have held is not known either`() {
        // The table was there before the first script, with whatever indexes.
        let before = "ALTER TABLE given ADD z int; CREATE TABLE a (x int)"
        let script = "DROP TABLE given; CREATE INDEX i ON a (x)"
        let byHand =
            "CREATE TABLE given (id int); CREATE INDEX i ON given (id); ALTER TABLE given ADD z int; CREATE TABLE a (x int)"
        var known = Stopped(history: before, script: script, after: 0)
        #expect(known.verdict == .notApplied)
        known.after = nil
        #expect(known.verdict == .applied)
        let replayed = Stopped(history: before, script: script).diagnosis
        #expect(replayed.statements.map(\.conclusion) == [.done, .done])
        var replay = ScriptReplayFixture(before: before, script: script, database: byHand)
        #expect(replay.verdict == .notApplied)
        replay.database = "\(byHand); DROP TABLE given"
        #expect(replay.verdict == .partiallyApplied)
    }
}

/// A script and a database that some other SQL made.
private struct ScriptReplayFixture {
    var before: String
    var script: String
    var database: String

    var verdict: Verdict {
        let end = schema(after: [database])
        return MigrationDiagnosis(
            of: replayed(script, after: before),
            observed: { end[$0] },
            circumstances: MigrationDiagnosis.Circumstances()
        )
        .finding.verdict
    }
}
