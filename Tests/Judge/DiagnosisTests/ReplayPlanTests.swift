import Diagnosis
import MigrationHistory
import SchemaModel
import TargetReport
import Testing

@Suite struct ReplayPlanTests {
    private func history(applied: [String], unfinished names: [String], began: [String: Int64] = [:])
        -> MigrationHistory
    {
        var history = MigrationHistory()
        history.applied = applied
        history.unfinished = names.map { unfinished($0) }
        history.began = began.mapValues { Instant(microseconds: $0) }
        return history
    }

    private func plan(_ name: String, _ history: MigrationHistory, _ verdicts: [String: Verdict] = [:]) -> ReplayPlan? {
        var settled = ReplayPlan.Settled()
        for (name, verdict) in verdicts {
            settled.add(UnfinishedReport(migration: unfinished(name), verdict: verdict, reason: ""))
        }
        return ReplayPlan(
            for: name,
            in: history,
            scripts: MigrationScript.byName(
                ["1", "2", "3", "4"].map { MigrationDirectory(name: $0, script: .checksums(checksums)) }
            ),
            settled: settled,
            defaultSchema: "public"
        )
    }

    @Test func `the scripts before it are replayed, later ones only make their objects uncertain`() {
        let plan = plan("2", history(applied: ["1", "3"], unfinished: ["2"]))
        #expect(plan?.before.map(\.name) == ["1"])
        #expect(plan?.after.map(\.name) == ["3"])
        let replayed = plan?
            .replayed(["1": "CREATE TABLE a (id int)", "2": "DROP TABLE a", "3": "CREATE TABLE b (id int)"])
        #expect(replayed?.statements.count == 1)
        let b = ObjectID(.table, schema: "public", name: "b")
        #expect(replayed?.uncertain == [b, b.member(.column, "id")])
    }

    @Test func `what began later comes later, whatever its name`() {
        let plan = plan("2", history(applied: ["1", "3"], unfinished: ["2"], began: ["1": 9, "2": 5, "3": 1]))
        #expect(plan?.before.map(\.name) == ["3"])
        #expect(plan?.after.map(\.name) == ["1"])
    }

    @Test func `of several unfinished ones, those found applied count as such and others make their objects uncertain`()
    {
        let history = history(applied: ["1"], unfinished: ["2", "3", "4"])
        #expect(plan("4", history)?.halfway.map(\.name) == ["2", "3"])
        let judged = plan("4", history, ["2": .applied, "3": .notApplied])
        #expect(judged?.before.map(\.name) == ["1", "2"])
        #expect(judged?.halfway.isEmpty == true)
    }

    @Test func `of two that began at once the name decides, and one that began is not later than itself`() {
        let history = history(applied: ["1", "3"], unfinished: ["2"], began: ["1": 5, "2": 5, "3": 5])
        #expect(plan("2", history)?.before.map(\.name) == ["1"])
        #expect(plan("2", history)?.after.map(\.name) == ["3"])
    }

    @Test func `a migration that is applied and unfinished is not replayed before itself`() {
        let plan = plan("2", history(applied: ["1", "2"], unfinished: ["2"]))
        #expect(plan?.before.map(\.name) == ["1"] && plan?.after.isEmpty == true)
    }

    @Test func `a verdict that does not decide settles nothing`() {
        let history = history(applied: ["1"], unfinished: ["2", "3"])
        for verdict in [Verdict.partiallyApplied, .undetermined] {
            #expect(plan("3", history, ["2": verdict])?.halfway.map(\.name) == ["2"])
        }
    }

    @Test func `the history is cut short where an earlier script is missing, not where a later one is`() {
        #expect(plan("2", history(applied: ["1"], unfinished: ["2"]))?.isCutShort == false)
        #expect(plan("2", history(applied: ["0", "1"], unfinished: ["2"]))?.isCutShort == true)
        #expect(plan("2", history(applied: ["1", "9"], unfinished: ["2"]))?.isCutShort == false)
        let unmade = history(applied: ["1"], unfinished: ["0", "2"])
        #expect(plan("2", unmade)?.isCutShort == false)
        #expect(plan("2", unmade, ["0": .applied])?.isCutShort == true)
        #expect(plan("2", history(applied: ["0"], unfinished: ["2"]))?.upToScript.isCutShort == true)
        #expect(plan("2", history(applied: ["0"], unfinished: ["2"]))?.whole.isCutShort == true)
    }

    @Test func `what a statement before it may have changed unseen is uncertain`() {
        let before = "CREATE TABLE a (x int); CREATE TABLE c (y int); DO $$ BEGIN EXECUTE 'ALTER ' || 'a i'; END $$"
        let script = """
            CREATE INDEX i ON c (y); CREATE INDEX j ON a (x); ALTER TABLE a ADD z int;
            ALTER TABLE c ADD w int; CREATE TABLE k (id int)
            """
        let replayed = plan("2", history(applied: ["1"], unfinished: ["2"]))?.replayed(["1": before, "2": script])
        let a = ObjectID(.table, schema: "public", name: "a")
        // A new column of a table that may be another is as new as ever.
        let named = replayed?.uncertain.map(\.description).sorted()
        #expect(named == ["public.i"])
        #expect(replayed?.uncertain.contains(a.member(.column, "z")) == false)
        let unnamed = plan("2", history(applied: ["1"], unfinished: ["2"]))?
            .replayed([
                "1": "\(before); CALL mend('y'); DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'a z x'; END $$",
                "2": "ALTER TABLE c ALTER y SET NOT NULL; ALTER TABLE a ADD z int; ALTER TABLE a ALTER x SET NOT NULL",
            ])
        #expect(unnamed?.uncertain == [a.member(.column, "x")])
        let followed = plan("2", history(applied: ["1"], unfinished: ["2"]))?
            .replayed(["1": "CREATE TABLE a (x int); CREATE TABLE c (y int)", "2": script])
        #expect(followed?.uncertain == [])
    }

    @Test func `a migration without a script has no plan`() {
        #expect(plan("5", history(applied: [], unfinished: ["5"])) == nil)
    }
}
