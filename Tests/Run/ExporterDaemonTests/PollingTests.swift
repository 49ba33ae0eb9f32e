import ExporterConfiguration
import MigrationHistory
import MigrationMetrics
import PostgresClient
import Synchronization
import TargetReport
import TestProcess
import Testing

@testable import ExporterDaemon

@Suite struct PollingTests {
    private static func observation(_ histories: [HistoryReport] = []) -> TargetReport.Observation {
        TargetReport.Observation(
            databaseTime: Instant(microseconds: 0),
            clockSkewSeconds: 0,
            lock: AdvisoryLock(sessions: [], isVisible: true),
            roleCanWrite: false,
            histories: histories
        )
    }

    @Test func `while all is well polls come at the interval, a little spread`() {
        var schedule = PollSchedule(interval: .seconds(20))
        #expect(schedule.delay(afterSuccess: true, chance: 0) == .seconds(19))
        #expect(schedule.delay(afterSuccess: true, chance: 0.5) == .seconds(20))
    }

    @Test func `after failures the wait doubles up to the interval, and a success ends it`() {
        var schedule = PollSchedule(interval: .seconds(15))
        let waits = (0..<8).map { _ in schedule.delay(afterSuccess: false, chance: 1) }
        #expect(waits == [1, 2, 4, 8, 15, 15, 15, 15].map { Duration.seconds($0) })
        #expect(schedule.delay(afterSuccess: false, chance: 0) == .seconds(7.5))
        for _ in 0..<2000 { _ = schedule.delay(afterSuccess: false, chance: 1) }
        _ = schedule.delay(afterSuccess: true, chance: 0)
        #expect(schedule.delay(afterSuccess: false, chance: 1) == .seconds(1))
    }

    @Test func `one table that can't be read makes the target down and keeps what the others show`() {
        let locked = HistoryReport(
            schema: "a",
            tablePresent: true,
            problem: Downtime(reason: .lockTimeout, message: "m")
        )
        var report = TargetReport(name: "t")
        report.finishPoll(
            .success(Self.observation([locked, HistoryReport(schema: "b", tablePresent: true)])),
            at: Instant(microseconds: 0),
            seconds: 1
        )
        #expect(report.downtime?.reason == .lockTimeout && report.observation?.histories.count == 2)
    }

    @Test func `a poller that shows no progress is stalled`() {
        let latest = LatestReports([.init(name: "a"), .init(name: "b")])
        #expect(!latest.isPolling)
        func stalled(_ now: UInt64) -> [String] { latest.stalled(at: now, patience: .seconds(5), limit: .seconds(10)) }
        latest.noteProgress("a", at: 0, within: .seconds(5))
        latest.noteProgress("b", at: 0, within: .seconds(900))
        #expect(latest.isPolling)
        #expect(stalled(10_000_000_000).isEmpty)
        #expect(stalled(10_000_000_001) == ["a"])
        #expect(stalled(905_000_000_001) == ["a", "b"])
        latest.retarget([.init(name: "b")])
        #expect(stalled(905_000_000_000).isEmpty && latest.reports(at: 0).map(\.name) == ["b"])
    }

    @Test(arguments: [(true, true, true), (false, true, false), (true, false, false), (false, false, false)])
    func `the watchdog is told only while polling and serving both progress`(
        _ polls: Bool,
        _ serves: Bool,
        _ told: Bool
    ) async {
        let count = Mutex(0)
        let warnings = Mutex(0)
        let watchdog = Watchdog(
            interval: .seconds(1),
            pollingProgresses: { polls },
            serverAnswers: { serves },
            tell: { count.withLock { $0 += 1 } },
            warn: { _ in warnings.withLock { $0 += 1 } }
        )
        await watchdog.check()
        #expect(count.withLock { $0 } == (told ? 1 : 0) && warnings.withLock { $0 } == (told ? 0 : 1))
    }

    @Test func `a change is told once`() {
        let row = MigrationRow(
            id: "",
            name: "m",
            checksum: "",
            startedAt: nil,
            finishedAt: nil,
            rolledBackAt: nil,
            logs: nil,
            appliedStepsCount: 0
        )
        let input = MigrationHistory.Input(schema: "public", rows: [row], directories: nil)
        let judged =
            MigrationHistory.judge(
                [input],
                lock: AdvisoryLock(sessions: [], isVisible: true),
                databaseTime: Instant(microseconds: 0)
            )[0]
        let open = HistoryReport(
            schema: "public",
            tablePresent: true,
            history: judged,
            unfinished: judged.unfinished.map(UnfinishedReport.init(byRowAlone:))
        )
        var reports = [TargetReport(name: "t")]
        for outcome: Result<TargetReport.Observation, Downtime> in [
            .success(Self.observation()), .success(Self.observation()), .success(Self.observation([open])),
            .success(Self.observation([open])),
            .failure(Downtime(reason: .auth, message: "m")), .failure(Downtime(reason: .auth, message: "m")),
            .success(Self.observation([open])),
            .success(Self.observation()),
        ] {
            var next = reports[reports.count - 1]
            next.finishPoll(outcome, at: Instant(microseconds: 0), seconds: 0)
            reports.append(next)
        }
        let events = zip(reports, reports.dropFirst()).map { Transitions.between($0, $1).map(\.message) }
        #expect(
            events == [
                ["target up"], [], ["migration interrupted"], [], ["target down"], [], ["target up again"],
                ["migration no longer unfinished"],
            ]
        )
    }

    @Test func `a source that has become unusable does not replace a good URL`() throws {
        let folder = try TemporaryFolder()
        let warnings = Mutex<[String]>([])
        try folder.write("postgresql://u:canary@h/one", to: "url")
        let url = RotatingURL(source: .file(path: "\(folder.path)/url"), files: FileSystem()) { text in
            warnings.withLock { $0.append(text) }
        }
        #expect(try url.current().database == "one")
        try folder.write("postgresql://u:can/ary@h/two", to: "url")
        #expect(try url.current().database == "one")
        #expect(warnings.withLock { $0 }.count == 1 && !warnings.withLock { $0 }[0].contains("ary"))
        try folder.write("postgresql://u@h/three", to: "url")
        #expect(try url.current().database == "three")
        let never = RotatingURL(source: .file(path: "\(folder.path)/nowhere"), files: FileSystem()) { _ in }
        #expect(throws: UnusableURL.self) { try never.current() }
    }

    @Test func `the process tells of itself`() {
        let process = ProcessStatistics.current()
        #expect(
            (process.residentBytes ?? 0) > 1e6 && (process.openFileDescriptors ?? 0) >= 3
                && (process.maxFileDescriptors ?? 0) > 3
        )
        let now = MachineClock().now.unixSeconds
        #expect(process.startSeconds.map { $0 < now && $0 > now - 86400 } == true)
    }
}
