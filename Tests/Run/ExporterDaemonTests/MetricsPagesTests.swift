import MetricsExposition
import MigrationHistory
import TargetReport
import Testing

@testable import ExporterDaemon

@Suite struct MetricsPagesTests {
    @Test func `a page is rendered once a poll, reload and format, however often it is scraped`() {
        let latest = LatestReports([TargetReport(name: "shop")])
        let facts = ReloadableFacts(.current(startSeconds: 1))
        let pages = MetricsPages(latest: latest, facts: facts, startSeconds: 1)
        func scrape(_ format: ExpositionFormat) -> String { String(decoding: pages.page(format, at: 0), as: UTF8.self) }
        for _ in 0..<5 { #expect(scrape(.text004).contains("prisma_migrate_polls_total{target=\"shop\"} 0\n")) }
        #expect(pages.renderings == 1)
        for _ in 0..<5 { #expect(scrape(.openMetrics100).hasSuffix("# EOF\n")) }
        #expect(pages.renderings == 2)
        let down = Downtime(reason: .refused, message: "m")
        _ = latest.update("shop", at: 0) {
            $0.finishPoll(.failure(down), at: Instant(microseconds: 0), seconds: 1, staleAfter: 1)
        }
        for _ in 0..<5 { #expect(scrape(.text004).contains("prisma_migrate_polls_total{target=\"shop\"} 1\n")) }
        #expect(pages.renderings == 3)
        facts.noteReload(nil)
        for _ in 0..<5 {
            #expect(scrape(.text004).contains("prisma_migrate_exporter_config_last_reload_successful 0\n"))
        }
        #expect(pages.renderings == 4)
    }
}
