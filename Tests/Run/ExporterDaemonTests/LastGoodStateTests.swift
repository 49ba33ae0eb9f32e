import MigrationHistory
import TargetReport
import Testing

@testable import ExporterDaemon

@Suite struct LastGoodStateTests {
    private static func seen(_ histories: HistoryReport...) -> TargetReport.Observation {
        TargetReport.Observation(
            databaseTime: Instant(microseconds: 0),
            clockSkewSeconds: 0,
            lock: AdvisoryLock(sessions: [], isVisible: true),
            roleCanWrite: false,
            histories: histories
        )
    }

    private static func history(_ schema: String, failed: Int) -> HistoryReport {
        let rows = (0..<failed)
            .map { number in
                MigrationRow(
                    id: "",
                    name: "m\(number)",
                    checksum: "",
                    startedAt: nil,
                    finishedAt: nil,
                    rolledBackAt: nil,
                    logs: "e",
                    appliedStepsCount: 0
                )
            }
        let input = MigrationHistory.Input(schema: schema, rows: rows, directories: nil)
        let lock = AdvisoryLock(sessions: [], isVisible: true)
        let judged = MigrationHistory.judge([input], lock: lock, databaseTime: Instant(microseconds: 0))
        return HistoryReport(schema: schema, tablePresent: true, history: judged[0])
    }

    @Test func `a table that is locked for a while keeps its state until that is stale, others move on`() {
        let locked = HistoryReport(
            schema: "a",
            tablePresent: true,
            problem: Downtime(reason: .lockTimeout, message: "m")
        )
        var report = TargetReport(name: "t")
        func poll(_ observation: TargetReport.Observation, at seconds: Int64) {
            let now = Instant(microseconds: seconds * 1_000_000)
            report.finishPoll(.success(observation), at: now, seconds: 0, staleAfter: 75)
        }
        func failed(_ schema: String) -> Int? {
            report.observation?.histories.first { $0.schema == schema && $0.problem == nil }?.history.failedMigrations
        }
        poll(Self.seen(Self.history("a", failed: 2), Self.history("b", failed: 0)), at: 0)
        poll(Self.seen(locked, Self.history("b", failed: 1)), at: 15)
        #expect(!report.isUp && report.downtime?.reason == .lockTimeout && report.pollFailures == 1)
        #expect(failed("a") == 2 && failed("b") == 1)
        poll(Self.seen(locked, Self.history("b", failed: 1)), at: 75)
        #expect(failed("a") == 2)
        poll(Self.seen(locked, Self.history("b", failed: 1)), at: 76)
        #expect(failed("a") == nil && failed("b") == 1 && report.observation?.histories.count == 2)
        poll(Self.seen(Self.history("a", failed: 0), Self.history("b", failed: 0)), at: 90)
        #expect(report.isUp && failed("a") == 0)
    }
}
