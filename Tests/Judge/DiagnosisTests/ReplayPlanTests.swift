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

    @Test func `a migration without a script has no plan`() {
        #expect(plan("5", history(applied: [], unfinished: ["5"])) == nil)
    }
}
