import MetricsExposition
import MigrationHistory
import TargetReport
import TestProcess
import Testing

@testable import ExporterDaemon

@Suite struct MetricsPagesTests {
    @Test func `a target is rendered once a poll and format, however often it is scraped`() {
        let latest = LatestReports([TargetReport(name: "shop"), TargetReport(name: "other")])
        let facts = ReloadableFacts(.current(startSeconds: 1))
        let pages = MetricsPages(latest: latest, facts: facts, startSeconds: 1)
        func scrape(_ format: ExpositionFormat) -> String {
            String(decoding: pages.page(format, at: 0), as: UTF8.self)
        }
        for _ in 0..<5 { #expect(scrape(.text004).contains("prisma_migrate_polls_total{target=\"shop\"} 0\n")) }
        #expect(pages.renderings == 2)
        for _ in 0..<5 { #expect(scrape(.openMetrics100).hasSuffix("# EOF\n")) }
        #expect(pages.renderings == 4)
        let down = Downtime(reason: .refused, message: "m")
        _ = latest.update("shop", at: 0) {
            $0.finishPoll(.failure(down), at: Instant(microseconds: 0), seconds: 1)
        }
        for _ in 0..<5 { #expect(scrape(.text004).contains("prisma_migrate_polls_total{target=\"shop\"} 1\n")) }
        #expect(pages.renderings == 5)
        facts.noteReload(nil)
        for _ in 0..<5 {
            #expect(scrape(.text004).contains("prisma_migrate_exporter_config_last_reload_successful 0\n"))
        }
        #expect(pages.renderings == 5)
        latest.retarget([LatestReports.Subject(name: "shop", labels: ["team": "x"])])
        #expect(scrape(.text004).contains("prisma_migrate_polls_total{target=\"shop\",team=\"x\"} 1\n"))
        #expect(!scrape(.text004).contains("target=\"other\""))
    }

    @Test(arguments: ExpositionFormat.allCases)
    func `a compressed page is the page, ages moved on`(_ format: ExpositionFormat) async throws {
        let folder = try TemporaryFolder()
        let latest = LatestReports((0..<120).map { TargetReport(name: "t\($0)") })
        let pages = MetricsPages(latest: latest, facts: ReloadableFacts(.current(startSeconds: 1)), startSeconds: 1)
        let row = MigrationRow(
            id: "1",
            name: "1_open",
            checksum: "",
            startedAt: Instant(microseconds: 0),
            finishedAt: nil,
            rolledBackAt: nil,
            logs: nil,
            appliedStepsCount: 0
        )
        for round: UInt64 in 0..<3 {
            let now = round * 10_000_000_000
            for place in 0..<16 {
                let lock = AdvisoryLock(sessions: [], isVisible: true)
                let time = Instant(microseconds: 90_000_000 + Int64(now) / 1000)
                let input = MigrationHistory.Input(schema: "public", rows: [row], directories: nil)
                let history = MigrationHistory.judge([input], lock: lock, databaseTime: time)[0]
                let observation = TargetReport.Observation(
                    databaseTime: time,
                    clockSkewSeconds: 0,
                    lock: lock,
                    roleCanWrite: false,
                    histories: [
                        HistoryReport(
                            schema: "public",
                            tablePresent: true,
                            history: history,
                            unfinished: history.unfinished.map(UnfinishedReport.init(byRowAlone:))
                        )
                    ]
                )
                _ = latest.update("t\(place * 7)", at: now) {
                    $0.finishPoll(.success(observation), at: time, seconds: 0.1)
                }
            }
            for moment in [now, now + 1_500_000_000] {
                let plain = pages.page(format, at: moment)
                try folder.write(try #require(pages.compressed(format, at: moment)), to: "page.gz")
                try folder.write(plain, to: "page")
                let compared = try await TestProcess.run([
                    "sh", "-c", "cd \(folder.path) && gunzip -c page.gz | cmp - page && wc -c <page.gz",
                ])
                #expect(compared.status == 0, "\(compared.error)")
                #expect((Int(compared.output.filter(\.isNumber)) ?? .max) * 4 < plain.count)
            }
        }
        let aged = String(decoding: pages.page(.text004, at: 21_500_000_000), as: UTF8.self)
        #expect(aged.contains("oldest_unfinished_migration_age_seconds{target=\"t0\",schema=\"public\"} 111.5\n"))
        await folder.remove()
    }
}
