import MigrationHistory
import SchemaModel
import TargetReport
import Testing

@testable import ExporterDaemon

@Suite struct TransitionsTests {
    private static let start = Instant(microseconds: 1_769_790_300_000_000)

    /// A report on one history; `change` makes it what a test wants.
    private func report(
        _ states: [String: MigrationState] = [:],
        verdict: Verdict = .applied,
        change: (inout HistoryReport) -> Void = { _ in }
    ) -> TargetReport {
        let rows = states.map { name, state in
            MigrationRow(
                id: name,
                name: name,
                checksum: "",
                startedAt: Self.start,
                finishedAt: nil,
                rolledBackAt: nil,
                logs: state == .failed ? "Database error code: 42P07" : nil,
                appliedStepsCount: 0
            )
        }
        let lock = AdvisoryLock(sessions: [], isVisible: true)
        let judged =
            MigrationHistory.judge(
                [MigrationHistory.Input(schema: "public", rows: rows, directories: nil)],
                lock: lock,
                databaseTime: Self.start
            )[0]
        var history = HistoryReport(
            schema: "public",
            tablePresent: true,
            history: judged,
            unfinished: judged.unfinished.map {
                UnfinishedReport(migration: $0, verdict: verdict, reason: "seen")
            }
        )
        change(&history)
        var report = TargetReport(name: "shop")
        report.polls = 1
        report.observation = TargetReport.Observation(
            databaseTime: Self.start,
            clockSkewSeconds: 0,
            lock: lock,
            roleCanWrite: false,
            histories: [history]
        )
        return report
    }

    private func down(_ reason: DownReason) -> TargetReport {
        var report = report()
        report.downtime = Downtime(reason: reason, message: "nobody there")
        return report
    }

    private func told(_ before: TargetReport, _ after: TargetReport) -> [String] {
        Transitions.between(before, after)
            .map { event in "\(event.kind) " + event.fields.map { "\($0)=\($1)" }.joined(separator: " ") }
    }

    @Test func `what stays as it was is told once`() {
        let failed = report(["m": .failed], verdict: .notApplied) { $0.history.edited = ["e"] }
        let first = told(report(), failed)
        #expect(
            first == [
                "migrationFailed target=shop schema=public migration=m verdict=not_applied "
                    + "advice=resolve_rolled_back sqlstate=42P07",
                "historyDrift target=shop schema=public migrations=1 first=edited e",
            ]
        )
        #expect(told(failed, failed) == [])
    }

    @Test func `a migration that is judged otherwise, and one that is settled`() {
        let undetermined = report(["m": .interrupted], verdict: .undetermined)
        let applied = report(["m": .interrupted])
        #expect(
            told(undetermined, applied) == [
                "migrationJudged target=shop schema=public migration=m verdict=applied advice=resolve_applied"
            ]
        )
        #expect(told(applied, report()) == ["migrationSettled target=shop schema=public migration=m"])
    }

    @Test func `a target that goes down and comes back, once for each reason`() {
        #expect(told(TargetReport(name: "shop"), report()) == ["targetUp target=shop"])
        #expect(told(report(), down(.refused)) == ["targetDown target=shop reason=refused error=nobody there"])
        #expect(told(down(.refused), down(.refused)) == [])
        #expect(told(down(.refused), down(.auth)) == ["targetDown target=shop reason=auth error=nobody there"])
        #expect(told(down(.auth), report()) == ["targetUp target=shop"])
    }

    @Test func `history drift is told when it grows and when it is gone`() {
        let one = report { $0.history.edited = ["a"] }
        let two = report { history in
            history.history.edited = ["a"]
            history.history.outOfOrder = ["b"]
        }
        #expect(told(one, two) == ["historyDrift target=shop schema=public migrations=2 first=out of order b"])
        #expect(told(two, one) == [])
        #expect(told(one, report()) == ["historyDriftGone target=shop schema=public"])
    }

    @Test func `schema drift is told when it begins and when it is gone`() {
        var drifted = DriftReport(source: .migrations)
        drifted.changes = [
            SchemaChange(form: .missing, kind: "table", object: ObjectID(.table, schema: "public", name: "t"))
        ]
        let before = report { $0.drift = [DriftReport(source: .migrations)] }
        let after = report { $0.drift = [drifted] }
        #expect(
            told(before, after) == [
                "schemaDrift target=shop schema=public source=migrations changes=1 first=missing table public.t"
            ]
        )
        #expect(told(after, after) == [])
        #expect(told(after, before) == ["schemaDriftGone target=shop schema=public source=migrations"])
    }

    @Test func `a role that could write is told once`() {
        var after = report()
        after.observation?.roleCanWrite = true
        #expect(told(report(), after) == ["roleCanWrite target=shop"])
        #expect(told(after, after) == [])
    }
}
