package import MetricsExposition
import MigrationMetrics
import Synchronization
import TargetReport
import WebServer

/// The metrics page in each format and coding, of which a scrape renders only what polls have changed.
package final class MetricsPages: Sendable {
    /// For how long what the machine says of the process is taken for current, in nanoseconds.
    private static let processPause: UInt64 = 100_000_000

    /// Text that is kept, and compressed when somebody wants it so.
    private struct Part {
        var text: RenderedText
        /// Another where the text is.
        var revision: UInt64
        private var piece: Gzip.Piece?

        init(text: RenderedText, revision: UInt64) {
            self.text = text
            self.revision = revision
        }

        /// The text as it reads at one moment, compressed; kept where it reads the same at any other.
        mutating func piece(at now: UInt64) -> Gzip.Piece? {
            if let piece { return piece }
            var bytes: [UInt8] = []
            text.write(at: now, to: &bytes)
            let made = Gzip.piece(bytes)
            if text.isFixed { piece = made }
            return made
        }
    }

    private struct Page {
        var version: UInt64?
        var targets: SharedFamilies
        /// The targets' families, then the exporter's own, then the process's.
        var parts: [Part] = []
        var process: Part?
        var processRead: UInt64 = 0
    }

    private let latest: LatestReports
    private let facts: ReloadableFacts
    private let startSeconds: Double
    private let state = Mutex<[ExpositionFormat: Page]>([:])

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

    /// How many times a target's samples have been rendered.
    package var renderings: Int { state.withLock { $0.values.reduce(0) { $0 + $1.targets.rendered } } }

    /// The page as it reads now: the targets as of their last polls, ages moved on, the process as it is.
    package func page(_ format: ExpositionFormat, at now: UInt64) -> [UInt8] {
        with(format, at: now) { page in
            var text: [UInt8] = []
            text.reserveCapacity(page.parts.reduce(4096) { $0 + $1.text.size })
            for part in page.parts { part.text.write(at: now, to: &text) }
            page.process?.text.write(at: now, to: &text)
            return text + Self.end(format)
        }
    }

    /// The same page, compressed by gzip; nil where there is no memory for it.
    package func compressed(_ format: ExpositionFormat, at now: UInt64) -> [UInt8]? {
        with(format, at: now) { page in
            var pieces: [Gzip.Piece?] = []
            for place in page.parts.indices { pieces.append(page.parts[place].piece(at: now)) }
            if page.process != nil { pieces.append(page.process?.piece(at: now)) }
            pieces.append(Gzip.piece(Self.end(format)))
            let whole = pieces.compactMap(\.self)
            return whole.count == pieces.count ? Gzip.member(whole) : nil
        }
    }

    private static func end(_ format: ExpositionFormat) -> [UInt8] {
        format.isOpenMetrics ? RenderedPage.endOfOpenMetrics : []
    }

    private func with<Body>(_ format: ExpositionFormat, at now: UInt64, _ read: (inout Page) -> Body) -> Body {
        state.withLock { pages in
            var page = pages.removeValue(forKey: format) ?? Page(targets: SharedFamilies(format: format))
            update(&page, format, at: now)
            updateProcess(&page, format, at: now)
            let body = read(&page)
            pages[format] = page
            return body
        }
    }

    /// One target's series alone, as they read now; nil where no target of that name is shown.
    package func page(of name: String, _ format: ExpositionFormat, at now: UInt64) -> [UInt8]? {
        guard let shown = latest.report(of: name, at: now) else { return nil }
        return RenderedPage(families(shown, facts.migrationLimit), format: format).text(at: now)
    }

    private func families(_ shown: LatestReports.Shown, _ limit: Int) -> [MetricFamily] {
        MigrationMetrics.targetFamilies(
            [shown.report],
            startSeconds: startSeconds,
            observedAt: [shown.report.name: shown.observedAt],
            migrationLimit: limit
        )
    }

    private func update(_ page: inout Page, _ format: ExpositionFormat, at now: UInt64) {
        let version = latest.version(at: now) &+ facts.version
        guard page.version != version else { return }
        let limit = facts.migrationLimit
        let shown = latest.shown(at: now)
        page.targets.update(
            shown.map { shown in
                SharedFamilies.Subject(
                    name: shown.report.name,
                    revision: shown.revision &* 65537 &+ UInt64(limit),
                    render: { [self] in families(shown, limit) }
                )
            }
        )
        let dropped = shown.reduce(0) { $0 + MigrationMetrics.dropped($1.report, limit: limit) }
        let own = MigrationMetrics.exporterFamilies(facts.current, seriesDropped: dropped)
        let texts =
            page.targets.families.map { ($0.text, $0.revision) }
            + [(RenderedPage(own, format: format).body, facts.version &* 65537 &+ UInt64(dropped))]
        page.parts = texts.enumerated()
            .map { place, text in
                let known = page.parts.indices.contains(place) ? page.parts[place] : nil
                guard texts.count == page.parts.count, let known, known.revision == text.1 else {
                    return Part(text: text.0, revision: text.1)
                }
                return known
            }
        page.version = version
    }

    private func updateProcess(_ page: inout Page, _ format: ExpositionFormat, at now: UInt64) {
        guard page.process == nil || now &- page.processRead >= Self.processPause else { return }
        let families = MigrationMetrics.processFamilies(ProcessStatistics.current())
        page.process = Part(text: RenderedPage(families, format: format).body, revision: now)
        page.processRead = now
    }
}
