package import MetricsExposition
import MigrationMetrics
import Synchronization
import TargetReport
import WebServer

/// The metrics page in each format, rendered when a poll has changed something and not at each scrape.
package final class MetricsPages: Sendable {
    private struct State {
        var pages: [ExpositionFormat: (page: RenderedPage, version: UInt64)] = [:]
        var renderings = 0
    }

    private let latest: LatestReports
    private let facts: ReloadableFacts
    private let startSeconds: Double
    private let state = Mutex(State())

    /// Pages of these reports.
    ///
    /// - Parameters:
    ///   - latest: the reports.
    ///   - facts: what the exporter tells of itself.
    ///   - startSeconds: when the counters began, in Unix seconds.
    package init(latest: LatestReports, facts: ReloadableFacts, startSeconds: Double) {
        self.latest = latest
        self.facts = facts
        self.startSeconds = startSeconds
    }

    /// How many times the targets' families have been rendered.
    package var renderings: Int { state.withLock(\.renderings) }

    /// The page as it reads now: the targets as of their last polls, ages moved on, the process as it is.
    package func page(_ format: ExpositionFormat, at now: UInt64) -> [UInt8] {
        let targets = targetPage(format).text(at: now)
        let process = RenderedPage(MigrationMetrics.processFamilies(ProcessStatistics.current()), format: format)
            .text(at: now)
        guard format.isOpenMetrics else { return targets + process }
        return targets.dropLast(RenderedPage.endOfOpenMetrics.count) + process
    }

    /// One target's series alone, as they read now; nil where no target of that name is shown.
    package func page(of name: String, _ format: ExpositionFormat, at now: UInt64) -> [UInt8]? {
        guard let (report, observedAt) = latest.report(of: name) else { return nil }
        let (families, _) = MigrationMetrics.targetFamilies(
            [report],
            startSeconds: startSeconds,
            observedAt: [name: observedAt],
            migrationLimit: facts.migrationLimit
        )
        return RenderedPage(families, format: format).text(at: now)
    }

    private func targetPage(_ format: ExpositionFormat) -> RenderedPage {
        let version = latest.version &+ facts.version
        let kept = state.withLock { $0.pages[format] }
        if let kept, kept.version == version { return kept.page }
        let snapshot = latest.snapshot()
        let families = MigrationMetrics.families(
            snapshot.reports,
            exporter: facts.current,
            startSeconds: startSeconds,
            observedAt: snapshot.observedAt,
            migrationLimit: facts.migrationLimit
        )
        let page = RenderedPage(families, format: format)
        state.withLock { state in
            state.pages[format] = (page, version)
            state.renderings += 1
        }
        return page
    }
}
