import MetricsExposition
import MigrationHistory
import TargetReport
import TestProcess
import Testing

@testable import MigrationMetrics

@Suite struct MigrationMetricsTests {
    private static let now = Instant(microseconds: 1_767_225_700_000_000)

    private static func report(_ histories: [HistoryReport], lock: AdvisoryLock? = nil) -> TargetReport {
        var report = TargetReport(name: "shop")
        report.polls = 3
        report.lastPoll = now
        report.lastSuccess = now
        report.pollSeconds = 0.25
        report.observation = TargetReport.Observation(
            databaseTime: now,
            clockSkewSeconds: -0.5,
            lock: lock ?? AdvisoryLock(sessions: [], isVisible: true),
            roleCanWrite: false,
            histories: histories
        )
        return report
    }

    private static func row(_ name: String, ago seconds: Int64, finished: Bool = false, logs: String? = nil)
        -> MigrationRow
    {
        let started = Instant(microseconds: now.microseconds - seconds * 1_000_000)
        return MigrationRow(
            id: name,
            name: name,
            checksum: "",
            startedAt: started,
            finishedAt: finished ? Instant(microseconds: started.microseconds + 1_500_000) : nil,
            rolledBackAt: nil,
            logs: logs,
            appliedStepsCount: finished ? 1 : 0
        )
    }

    private static func history(_ rows: [MigrationRow], schema: String = "public", lock: AdvisoryLock? = nil)
        -> HistoryReport
    {
        let input = MigrationHistory.Input(schema: schema, rows: rows, directories: nil)
        let judged =
            MigrationHistory.judge(
                [input],
                lock: lock ?? AdvisoryLock(sessions: [], isVisible: true),
                databaseTime: now
            )[0]
        return HistoryReport(
            schema: schema,
            tablePresent: true,
            history: judged,
            unfinished: judged.unfinished.map(UnfinishedReport.init(byRowAlone:))
        )
    }

    private static var facts: ExporterFacts {
        ExporterFacts(version: "1", revision: "r", swiftVersion: "6", libpqVersion: "15", lastReloadSeconds: 1)
    }

    private static func page(_ targets: [TargetReport], _ format: ExpositionFormat = .text004, limit: Int = 50)
        -> String
    {
        let families = MigrationMetrics.families(
            targets,
            exporter: facts,
            startSeconds: 1,
            observedAt: ["shop": 0],
            migrationLimit: limit
        )
        return String(decoding: RenderedPage(families, format: format).text(at: 0), as: UTF8.self)
    }

    /// The samples of a page, without the exporter's own.
    private static func samples(_ page: String) -> String {
        page.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("prisma_migrate_exporter") }
            .joined(separator: "\n")
    }

    @Test func `before the first poll a target is down and nothing is said of its migrations`() {
        #expect(
            Self.samples(Self.page([TargetReport(name: "shop")])) == """
                prisma_migrate_up{target="shop"} 0
                prisma_migrate_polls_total{target="shop"} 0
                prisma_migrate_poll_failures_total{target="shop"} 0
                """
        )
    }

    @Test func `a target's own labels stand on each of its series and are none of the exporter's`() {
        var report = Self.report([
            Self.history([Self.row("1_init", ago: 1000, finished: true), Self.row("2_add", ago: 90)])
        ])
        report.labels = ["team": "x", "app": "y"]
        report.downtime = Downtime(reason: .refused, message: "")
        var facts = Self.facts
        facts.discoveries["s"] = ExporterFacts.Discovery()
        let families = MigrationMetrics.families([report], exporter: facts, startSeconds: 1, observedAt: ["shop": 0])
        for family in families {
            for sample in family.samples {
                let names = sample.labels.map(\.name)
                if names.contains("target") {
                    #expect(names.prefix(3) == ["target", "app", "team"], "\(family.name)")
                }
                let own = Set(names).subtracting(["app", "team"])
                #expect(own.isSubset(of: MigrationMetrics.labelNames), "\(family.name)")
            }
        }
    }

    @Test func `an interrupted migration gives this page`() {
        let rows = [Self.row("1_init", ago: 1000, finished: true), Self.row("2_add", ago: 90)]
        #expect(
            Self.samples(Self.page([Self.report([Self.history(rows)])])) == """
                prisma_migrate_up{target="shop"} 1
                prisma_migrate_last_poll_timestamp_seconds{target="shop"} 1767225700
                prisma_migrate_last_success_timestamp_seconds{target="shop"} 1767225700
                prisma_migrate_poll_duration_seconds{target="shop"} 0.25
                prisma_migrate_polls_total{target="shop"} 3
                prisma_migrate_poll_failures_total{target="shop"} 0
                prisma_migrate_table_present{target="shop",schema="public"} 1
                prisma_migrate_migrations{target="shop",schema="public",state="applied"} 1
                prisma_migrate_migrations{target="shop",schema="public",state="failed"} 0
                prisma_migrate_migrations{target="shop",schema="public",state="interrupted"} 1
                prisma_migrate_migrations{target="shop",schema="public",state="running"} 0
                prisma_migrate_migrations{target="shop",schema="public",state="rolled_back"} 0
                prisma_migrate_migrations{target="shop",schema="public",state="pending"} 0
                prisma_migrate_failed_migrations{target="shop",schema="public"} 1
                prisma_migrate_last_applied_timestamp_seconds{target="shop",schema="public"} 1767224701.5
                prisma_migrate_last_applied_duration_seconds{target="shop",schema="public"} 1.5
                prisma_migrate_unfinished_migration_started_timestamp_seconds{target="shop",schema="public",migration="2_add",state="interrupted"} 1767225610
                prisma_migrate_unfinished_migration_age_seconds{target="shop",schema="public",migration="2_add",state="interrupted"} 90
                prisma_migrate_oldest_unfinished_migration_age_seconds{target="shop",schema="public"} 90
                prisma_migrate_migration_verdict{target="shop",schema="public",migration="2_add",verdict="applied"} 0
                prisma_migrate_migration_verdict{target="shop",schema="public",migration="2_add",verdict="not_applied"} 0
                prisma_migrate_migration_verdict{target="shop",schema="public",migration="2_add",verdict="partially_applied"} 0
                prisma_migrate_migration_verdict{target="shop",schema="public",migration="2_add",verdict="undetermined"} 1
                prisma_migrate_advisory_lock_held{target="shop"} 0
                prisma_migrate_advisory_lock_waiters{target="shop"} 0
                prisma_migrate_clock_skew_seconds{target="shop"} -0.5
                prisma_migrate_role_can_write{target="shop"} 0
                prisma_migrate_prisma_contract_present{target="shop"} 0
                """
        )
    }

    @Test func `a target that is down says why and keeps its last good state until that is stale`() {
        var report = Self.report([Self.history([Self.row("1_init", ago: 10, finished: true)])])
        report.downtime = Downtime(reason: .lockTimeout, message: "m")
        let down = Self.page([report])
        #expect(down.contains("prisma_migrate_up{target=\"shop\"} 0\n"))
        #expect(down.contains("prisma_migrate_down_reason{target=\"shop\",reason=\"lock_timeout\"} 1\n"))
        #expect(down.contains("prisma_migrate_table_present{target=\"shop\",schema=\"public\"} 1\n"))
        report.observation = nil
        #expect(!Self.page([report]).contains("prisma_migrate_table_present"))
    }

    @Test func `nothing unfinished is a zero, not a gap`() {
        let page = Self.page([Self.report([Self.history([])])])
        #expect(page.contains("prisma_migrate_failed_migrations{target=\"shop\",schema=\"public\"} 0\n"))
        #expect(
            page.contains(
                "prisma_migrate_oldest_unfinished_migration_age_seconds{target=\"shop\",schema=\"public\"} 0\n"
            )
        )
        #expect(!page.contains("prisma_migrate_history_drift"))
    }

    @Test func `with a migrations folder the history's drift is told, zeros too`() {
        var report = Self.history([])
        report.hasDirectory = true
        report.history.edited = ["a", "b"]
        let page = Self.page([Self.report([report])])
        #expect(page.contains("prisma_migrate_history_drift{target=\"shop\",schema=\"public\",kind=\"edited\"} 2\n"))
        #expect(
            page.contains("prisma_migrate_history_drift{target=\"shop\",schema=\"public\",kind=\"out_of_order\"} 0\n")
        )
    }

    @Test func `a table that can't be read shows no counts`() {
        let problem = HistoryReport(
            schema: "locked",
            tablePresent: true,
            problem: Downtime(reason: .lockTimeout, message: "m")
        )
        let page = Self.page([Self.report([problem, Self.history([])])])
        #expect(page.contains("prisma_migrate_table_present{target=\"shop\",schema=\"locked\"} 1\n"))
        #expect(!page.contains("prisma_migrate_migrations{target=\"shop\",schema=\"locked\""))
        #expect(page.contains("prisma_migrate_migrations{target=\"shop\",schema=\"public\""))
    }

    @Test func `series by migration are capped, the worst and oldest kept, the rest counted`() {
        let lock = AdvisoryLock(
            sessions: [.init(pid: 1, granted: true, backendStart: nil, state: nil, stateChange: nil)],
            isVisible: true
        )
        let rows = (1...6).map { Self.row("m\($0)", ago: 100 - Int64($0)) }
        let report = Self.history(rows, lock: lock)
        #expect(report.history.counts[.running] == 1)
        let page = Self.page([Self.report([report], lock: lock)], limit: 2)
        #expect(page.contains("prisma_migrate_exporter_series_dropped 4\n"))
        #expect(page.contains("migration=\"m1\"") && page.contains("migration=\"m2\""))
        #expect(!page.contains("migration=\"m3\"") && !page.contains("migration=\"m6\""))
        #expect(page.contains("prisma_migrate_failed_migrations{target=\"shop\",schema=\"public\"} 5\n"))
    }

    @Test(.enabled(if: TestProcess.isInstalled("promtool"), "promtool is not installed"))
    func `promtool finds nothing to say`() async throws {
        let folder = try TemporaryFolder()
        var process = ExporterFacts.Process()
        process.cpuSeconds = 1.5
        process.startSeconds = 17
        process.openFileDescriptors = 9
        process.residentBytes = 1e7
        process.receivedBytes = 5
        let rows = [Self.row("1_init", ago: 9, finished: true), Self.row("2 \"\\\n🦄", ago: 3, logs: "e")]
        let own = RenderedPage(MigrationMetrics.processFamilies(process), format: .text004).text(at: 0)
        try folder.write(Array(Self.page([Self.report([Self.history(rows)])]).utf8) + own, to: "page")
        let result = try await TestProcess.run(["sh", "-c", "promtool check metrics < \(folder.path)/page"])
        #expect(result.status == 0 && result.error.isEmpty && result.output.isEmpty, "\(result.output)\(result.error)")
        await folder.remove()
    }

    @Test func `the reference is written from the list of families`() throws {
        var root = #filePath[...]
        for _ in 0..<4 { root = root[..<(root.lastIndex(of: "/") ?? root.startIndex)] }
        // Written by check-config --metrics.
        let path =
            "\(root)/Sources/Run/prisma-migrate-exporter/PrismaMigrateExporter.docc/Reference/MetricReference.md"
        #expect(TestProcess.text(of: path) == MetricReference.page)
    }

    @Test func `the reference has a sample of every family, and every label that is known`() {
        let silent = MetricReference.families.filter { $0.samples.isEmpty && !$0.name.hasPrefix("process_") }
        #expect(silent.map(\.name) == [])
        let named = Set(MetricReference.families.flatMap(\.samples).flatMap(\.labels).map(\.name))
        // Those that Prometheus sets itself are in no sample.
        #expect(MigrationMetrics.labelNames.subtracting(named) == ["job", "instance", "le", "quantile"])
    }
}
