import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

@Suite struct VerdictTests {
    private let history = "CREATE TABLE a (id int PRIMARY KEY, x int, y text); CREATE TYPE e AS ENUM ('p')"

    @Test(arguments: [
        "CREATE TABLE b (id int); CREATE TABLE c (id int); ALTER TABLE a ADD z int",
        "ALTER TABLE a DROP COLUMN x; ALTER TABLE a RENAME TO b; CREATE TABLE a (id int)",
        "ALTER TYPE e ADD VALUE 'q'; ALTER TYPE e ADD VALUE 'r'", "CREATE INDEX i ON a (x); DROP TABLE a",
        "ALTER TABLE a RENAME x TO t; ALTER TABLE a RENAME y TO x; ALTER TABLE a RENAME t TO y",
        "ALTER TABLE a ALTER x SET DEFAULT 1; ALTER TABLE a ALTER x SET NOT NULL; ALTER TABLE a ALTER x TYPE int8",
        "CREATE SCHEMA s; CREATE TABLE s.a (id int); ALTER TABLE s.a ADD x int; DROP TABLE a",
        "DROP TABLE a; CREATE TABLE a (id int PRIMARY KEY, x int, z int)",
    ])
    func `a script is not applied at its start, applied at its end and in part between`(_ script: String) {
        let count = Stopped(history: history, script: script).diagnosis.statements.count
        for place in 0...count {
            let verdict = Stopped(history: history, script: script, after: place).verdict
            let expected: Verdict = place == 0 ? .notApplied : place == count ? .applied : .partiallyApplied
            #expect(verdict == expected, "after \(place) of \(count)")
        }
    }

    @Test func `what can't be seen has run if something later is there, and has not if something earlier is missing`() {
        let leading = "UPDATE a SET x = 1; ALTER TABLE a ADD z int"
        #expect(Stopped(history: history, script: leading).verdict == .applied)
        #expect(Stopped(history: history, script: leading, after: 1).verdict == .undetermined)
        #expect(Stopped(history: history, script: leading, after: 0).verdict == .undetermined)
        let trailing = "ALTER TABLE a ADD z int; UPDATE a SET x = 1"
        #expect(Stopped(history: history, script: trailing, after: 0).verdict == .notApplied)
        let open = Stopped(history: history, script: trailing).diagnosis
        #expect(open.finding.verdict == .undetermined)
        #expect(open.finding.reason.contains("line 1: UPDATE a SET x = 1"))
        #expect(open.statements.map(\.conclusion) == [.done, .open])
    }

    @Test func `where an error is recorded nothing is inferred from order`() {
        let leading = "UPDATE a SET x = 1; ALTER TABLE a ADD z int"
        #expect(Stopped(history: history, script: leading, circumstances: .error).verdict == .undetermined)
        let trailing = "ALTER TABLE a ADD z int; UPDATE a SET x = 1"
        #expect(Stopped(history: history, script: trailing, after: 0, circumstances: .error).verdict == .undetermined)
        let visible = "ALTER TABLE a ADD z int; CREATE INDEX i ON a (z)"
        #expect(Stopped(history: history, script: visible, after: 0, circumstances: .error).verdict == .notApplied)
        #expect(
            Stopped(history: history, script: visible, after: 1, circumstances: .error).verdict == .partiallyApplied
        )
        #expect(Stopped(history: history, script: visible, circumstances: .error).verdict == .applied)
    }

    @Test
    func `with an error recorded, a statement about a table that the script makes and that is not there has not run`() {
        let script = "CREATE TABLE b (id int); INSERT INTO b VALUES (1)"
        #expect(Stopped(script: script, after: 0, circumstances: .error).verdict == .notApplied)
    }

    @Test func `a script with transactions of its own is judged without its order`() {
        let script = "BEGIN; UPDATE a SET x = 1; COMMIT; ALTER TABLE a ADD z int"
        #expect(Stopped(history: history, script: script).verdict == .undetermined)
        let whole = "BEGIN; ALTER TABLE a ADD z int; ALTER TABLE a ADD w int; COMMIT"
        #expect(Stopped(history: history, script: whole).verdict == .applied)
        #expect(Stopped(history: history, script: whole, after: 0).verdict == .notApplied)
    }

    @Test func `the absence of a comment alone is no half-done script`() {
        let script = "ALTER TABLE a ADD z int; COMMENT ON TABLE a IS 'rows'"
        let diagnosis = Stopped(history: history, script: script, after: 1).diagnosis
        #expect(diagnosis.finding.verdict == .undetermined)
        #expect(diagnosis.statements.last?.effects.first?.isMinor == true)
    }

    @Test(arguments: [
        "CREATE TABLE b (id int); DROP TABLE b", "ALTER TABLE a ADD z int; ALTER TABLE a DROP z",
        "ALTER TABLE a RENAME x TO z; ALTER TABLE a RENAME z TO x",
        "DROP TABLE a; CREATE TABLE a (id int PRIMARY KEY, x int, y text)", "UPDATE a SET x = 1", "",
    ])
    func `a script that ends as it began is never answered at either end`(_ script: String) {
        let count = Stopped(history: history, script: script).diagnosis.statements.count
        #expect(Stopped(history: history, script: script, after: 0).verdict == .undetermined)
        #expect(Stopped(history: history, script: script, after: count).verdict == .undetermined)
        #expect(Stopped(history: history, script: script, after: count, circumstances: .error).verdict == .undetermined)
    }

    @Test func `objects that other scripts may have changed prove nothing`() {
        var circumstances = MigrationDiagnosis.Circumstances()
        circumstances.uncertain = [ObjectID(.table, schema: "public", name: "b")]
        let script = "CREATE INDEX i ON a (x); CREATE TABLE b AS SELECT 1"
        #expect(
            Stopped(history: history, script: script, after: 0, circumstances: circumstances).verdict == .notApplied
        )
        let alone = "CREATE TABLE b AS SELECT 1"
        #expect(Stopped(history: history, script: alone, circumstances: circumstances).verdict == .undetermined)
    }

    @Test func `another script than the one that ran decides nothing`() {
        var circumstances = MigrationDiagnosis.Circumstances()
        circumstances.scriptDoubt = "it is another."
        let stopped = Stopped(script: "CREATE TABLE b (id int)", circumstances: circumstances)
        #expect(stopped.diagnosis.finding == .undetermined("it is another."))
        #expect(stopped.diagnosis.count(.present) == 2)
    }

    @Test func `an object in neither form is told, and decides nothing alone`() {
        let stopped = Stopped(
            history: history,
            byHand: "ALTER TABLE a ADD z text",
            script: "ALTER TABLE a ADD z int",
            after: 0
        )
        #expect(stopped.diagnosis.finding.verdict == .undetermined)
        #expect(stopped.diagnosis.finding.reason.contains("type: expected int4, found text"))
        #expect(stopped.diagnosis.count(.different) == 1)
    }

    @Test func `missing effects are named in the order of the script`() {
        let script = "CREATE TABLE b (id int); ALTER TYPE e ADD VALUE 'q'; CREATE INDEX i ON b (id)"
        let diagnosis = Stopped(history: history, script: script, after: 1).diagnosis
        #expect(
            diagnosis.missing == [
                "change values of enum public.e", "create enum value public.e.q", "create index public.i",
            ]
        )
    }

    @Test func `one effect that is gone since makes it partial`() {
        let script = "CREATE TABLE b (id int); CREATE INDEX i ON b (id); CREATE INDEX j ON b (id)"
        let diagnosis = Stopped(script: script, since: "DROP INDEX i").diagnosis
        #expect(diagnosis.finding.verdict == .partiallyApplied)
        #expect(diagnosis.missing == ["create index public.i"])
    }

    @Test(arguments: [
        ("ALTER TABLE a ADD z int; ALTER TABLE a DROP z", 1),
        ("COMMENT ON TABLE a IS 'x'; ALTER TABLE a ADD z int; ALTER TABLE a DROP z", 2),
        ("ALTER TABLE a RENAME x TO z; UPDATE a SET z = 1; ALTER TABLE a RENAME z TO x", 2),
    ])
    func `halfway through a script that ends as it began is no half-done migration`(_ script: String, _ after: Int) {
        #expect(Stopped(history: history, script: script, after: after).verdict == .undetermined)
        #expect(Stopped(history: history, script: script, after: after, circumstances: .error).verdict == .undetermined)
    }

    @Test func `with an error recorded, what a script takes back itself is left open only where rows went with it`() {
        func verdict(_ script: String, byHand: String = "", after: Int? = nil) -> Verdict {
            Stopped(history: history, byHand: byHand, script: script, after: after, circumstances: .error).verdict
        }
        let harmless = "ALTER TABLE a ADD z int; ALTER TABLE a DROP z; ALTER TABLE a ADD z int"
        #expect(verdict(harmless) == .applied && verdict(harmless, after: 0) == .notApplied)
        let index = "CREATE INDEX i ON a (x); DROP INDEX i; CREATE TABLE k (id int)"
        #expect(verdict(index) == .applied && verdict(index, after: 0) == .notApplied)
        let again = "DROP INDEX i; CREATE INDEX i ON a (x); CREATE TABLE k (id int)"
        let made = Stopped(history: "\(history); CREATE INDEX i ON a (x)", script: again, circumstances: .error)
        #expect(made.verdict == .applied)
        let default7 =
            "ALTER TABLE a ALTER x SET DEFAULT 7; ALTER TABLE a ALTER x DROP DEFAULT; CREATE TABLE k (id int)"
        #expect(verdict(default7) == .applied && verdict(default7, after: 0) == .notApplied)
        let anew = "ALTER TABLE a DROP x; ALTER TABLE a ADD x int; CREATE TABLE k (id int)"
        #expect(verdict(anew, byHand: "CREATE TABLE k (id int)", after: 0) == .undetermined)
        #expect(verdict(anew, after: 0) == .undetermined)
        let cast = "ALTER TABLE a ALTER y TYPE varchar(5) COLLATE \"C\"; ALTER TABLE a ALTER y TYPE text"
        #expect(verdict("\(cast); CREATE TABLE k (id int)") == .undetermined)
    }

    @Test func `with an error recorded, what other scripts may have changed stays open`() {
        var circumstances = MigrationDiagnosis.Circumstances.error
        circumstances.uncertain = [ObjectID(.table, schema: "public", name: "b")]
        let script = "CREATE INDEX i ON a (x); CREATE TABLE b AS SELECT 1"
        #expect(Stopped(history: history, script: script, circumstances: circumstances).verdict == .undetermined)
    }

    @Test func `with an error recorded, what a statement needs tells only by not being there at all`() {
        func conclusions(_ script: String, after: Int) -> [StatementEvidence.Conclusion] {
            Stopped(history: history, script: script, after: after, circumstances: .error).diagnosis.statements
                .map(\.conclusion)
        }
        let secured = "CREATE TABLE b (id int); ALTER TABLE b ENABLE ROW LEVEL SECURITY; INSERT INTO b VALUES (1)"
        #expect(conclusions(secured, after: 1) == [.done, .notDone, .open])
        #expect(conclusions(secured, after: 0) == [.notDone, .notDone, .notDone])
        let known = "ALTER TABLE a ENABLE ROW LEVEL SECURITY; UPDATE a SET x = 1"
        #expect(conclusions(known, after: 0) == [.notDone, .open])
        let twice = "CREATE TABLE b (id int); INSERT INTO b VALUES (1); DROP TABLE b; CREATE TABLE b (id int, z int)"
        #expect(conclusions(twice, after: 3)[1] == .open)
    }

    @Test func `a statement that is overtaken by another one is done without a difference`() {
        let script = "ALTER TABLE a ALTER y TYPE varchar(9); ALTER TABLE a ALTER y TYPE varchar(8)"
        let statements = Stopped(history: history, script: script).diagnosis.statements
        #expect(statements.map(\.conclusion) == [.done, .done])
        #expect(statements.allSatisfy { $0.effects.allSatisfy { $0.difference == nil } })
    }

    @Test func `who owns a sequence is minor`() {
        let statements = Stopped(history: "\(history); CREATE SEQUENCE s", script: "ALTER SEQUENCE s OWNED BY a.x")
            .diagnosis.statements
        #expect(statements.flatMap(\.effects).map(\.isMinor) == [true])
    }

    @Test func `what a script drops before it makes it anew was made by it, and what may be skipped is no obstacle`() {
        let index = "UPDATE a SET x = 1; DROP INDEX i; CREATE INDEX IF NOT EXISTS i ON a (y)"
        #expect(Stopped(history: "\(history); CREATE INDEX i ON a (x)", script: index).verdict == .applied)
        let block = "DO $$ BEGIN ALTER TABLE b ADD x int; EXCEPTION WHEN others THEN NULL; END $$"
        let script = "UPDATE a SET x = 1; \(block); CREATE TABLE c (id int)"
        let stopped = Stopped(history: history, byHand: "CREATE TABLE b AS SELECT 1 AS x", script: script)
        #expect(stopped.verdict == .applied)
    }

    @Test func `what the scripts before it contradict proves nothing of the order`() {
        let known = "\(history); CREATE TABLE b (id int)"
        let script = "CREATE TABLE b (id int, z int); CREATE TABLE c (id int)"
        #expect(Stopped(history: known, script: script, after: 0).verdict == .undetermined)
    }

    @Test func `a block that comes to nothing needs no proof that it ran`() {
        let block = "DO $$ BEGIN IF to_regclass('public.a') IS NULL THEN CREATE TABLE a (id int); END IF; END $$"
        #expect(
            Stopped(history: history, script: "\(block); CREATE TABLE IF NOT EXISTS b (id int)").verdict == .applied
        )
    }

    @Test func `an object in neither form takes nothing from what the others say of the order`() {
        let end = schema(after: [history, "ALTER TABLE a ADD z text; CREATE TABLE b (id int)"])
        let diagnosis = MigrationDiagnosis(
            of: replayed("ALTER TABLE a ADD z int; UPDATE a SET x = 1; CREATE TABLE b (id int)", after: history),
            observed: { end[$0] },
            circumstances: MigrationDiagnosis.Circumstances()
        )
        #expect(diagnosis.statements.map(\.conclusion) == [.done, .done, .done])
        #expect(diagnosis.finding.reason.contains("column public.a.z is neither"))
    }

    @Test func `what is made only if it is not there proves nothing of a statement before it that can't be seen`() {
        let script = "UPDATE a SET x = 1; CREATE TABLE IF NOT EXISTS b (id int)"
        #expect(Stopped(history: history, script: script).verdict == .undetermined)
        #expect(Stopped(history: history, script: "\(script); CREATE TABLE c (id int)").verdict == .applied)
        #expect(Stopped(history: history, script: script, after: 0).verdict == .undetermined)
        let later = "CREATE TABLE IF NOT EXISTS b (id int); UPDATE a SET x = 1; CREATE TABLE c (id int)"
        #expect(Stopped(history: history, script: later, after: 0).verdict == .notApplied)
        #expect(Stopped(history: history, script: later).verdict == .applied)
        let bound = "\(script); ALTER TABLE b ADD z int"
        #expect(Stopped(history: history, script: bound).verdict == .applied)
    }
}
