import ExporterConfiguration
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

    /// One target that is polled every 15 seconds.
    private struct State {
        let latest = LatestReports([.init(name: "t", times: PollTimes())])

        func report(at now: UInt64) -> TargetReport { latest.reports(at: now)[0] }

        func poll(_ outcome: Result<TargetReport.Observation, Downtime>, at now: UInt64, wall: Int64 = 0) {
            _ = latest.update("t", at: now) {
                $0.finishPoll(outcome, at: Instant(microseconds: wall), seconds: 0)
            }
        }
    }

    private static let refused = Result<TargetReport.Observation, Downtime>
        .failure(Downtime(reason: .refused, message: "m"))

    @Test func `a failed poll tells at once and keeps the last good state until the moment when it is stale`() {
        let state = State()
        state.poll(Self.refused, at: 0)
        #expect(!state.report(at: 0).isUp && state.report(at: 0).observation == nil)
        state.poll(.success(Self.seen()), at: 10_000_000_000, wall: 10_000_000)
        #expect(state.report(at: 0).isUp && state.report(at: 0).pollFailures == 1)
        state.poll(Self.refused, at: 80_000_000_000)
        #expect(!state.report(at: 85_000_000_000).isUp && state.report(at: 85_000_000_000).observation != nil)
        let version = state.latest.version(at: 85_000_000_000)
        #expect(state.report(at: 85_000_000_001).observation == nil)
        #expect(state.latest.version(at: 85_000_000_001) != version)
        #expect(state.report(at: 85_000_000_001).lastSuccess == Instant(microseconds: 10_000_000))
    }

    @Test(arguments: [-7200, 7200]) func `whoever sets the clock makes nothing old or young`(_ step: Int64) {
        let state = State()
        state.poll(.success(Self.seen()), at: 0)
        state.poll(Self.refused, at: 15_000_000_000, wall: step * 1_000_000)
        #expect(state.report(at: 75_000_000_000).observation != nil)
        state.poll(Self.refused, at: 75_000_000_001, wall: step * 1_000_000)
        #expect(state.report(at: 75_000_000_001).observation == nil)
    }

    @Test func `where no poll ends any more the target is down, and nothing of it is shown`() {
        let state = State()
        state.poll(.success(Self.seen()), at: 0)
        #expect(state.report(at: 75_000_000_000).isUp)
        let report = state.report(at: 75_000_000_001)
        #expect(report.downtime?.reason == .timeout && report.observation == nil && report.pollFailures == 0)
        state.poll(.success(Self.seen()), at: 90_000_000_000)
        #expect(state.report(at: 90_000_000_000).isUp)
    }

    @Test func `a table that is locked for a while keeps its state until that is stale, others move on`() {
        let locked = HistoryReport(
            schema: "a",
            tablePresent: true,
            problem: Downtime(reason: .lockTimeout, message: "m")
        )
        let state = State()
        func poll(_ observation: TargetReport.Observation, at seconds: UInt64) {
            state.poll(.success(observation), at: seconds * 1_000_000_000)
        }
        var report: TargetReport { state.report(at: 0) }
        func failed(_ schema: String) -> Int? {
            report.observation?.histories.first { $0.schema == schema && $0.problem == nil }?.history.failedMigrations
        }
        poll(Self.seen(Self.history("a", failed: 2), Self.history("b", failed: 0)), at: 0)
        poll(Self.seen(locked, Self.history("b", failed: 1)), at: 15)
        #expect(!report.isUp && report.downtime?.reason == .lockTimeout && report.pollFailures == 1)
        #expect(failed("a") == 2 && failed("b") == 1)
        poll(Self.seen(locked, Self.history("b", failed: 1)), at: 75)
        #expect(failed("a") == 2)
        // Nobody need poll for what is stale to go.
        #expect(state.report(at: 75_000_000_001).observation?.histories.map { $0.problem == nil } == [false, true])
        #expect(failed("a") == nil && failed("b") == 1)
        poll(Self.seen(locked, Self.history("b", failed: 1)), at: 76)
        #expect(failed("a") == nil && failed("b") == 1 && report.observation?.histories.count == 2)
        poll(Self.seen(Self.history("a", failed: 0), Self.history("b", failed: 0)), at: 90)
        #expect(report.isUp && failed("a") == 0)
    }
}
