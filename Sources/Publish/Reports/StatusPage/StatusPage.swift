import MigrationHistory
package import TargetReport

/// The page at `/`, for the person woken at night: the worst first, with what to do; no outside asset.
package struct StatusPage: Sendable {
    /// What the last polls saw.
    package var targets: [TargetReport]
    /// The program's version.
    package var version: String
    /// Where the metrics are.
    package var telemetryPath: String
    /// The word with which the response's Content-Security-Policy allows the page's style and script, and no others.
    package var nonce: String
    /// Seconds after which the page loads itself again; nil for a page that stays as it is.
    package var refreshSeconds: Int?

    /// Letters after which entries are only one line each, so that a large fleet still makes a page for a phone.
    private static let lettersInFull = 600_000
    /// Most entries on the page.
    private static let entryLimit = 3000

    /// A page on what the last polls saw.
    package init(
        _ targets: [TargetReport],
        version: String,
        telemetryPath: String,
        nonce: String,
        refreshSeconds: Int? = nil
    ) {
        self.targets = targets
        self.version = version
        self.telemetryPath = telemetryPath
        self.nonce = nonce
        self.refreshSeconds = refreshSeconds
    }

    /// The whole document.
    package var html: String {
        let entries = PageEntry.entries(targets)
        // Without scripts, a browser that loads the page again keeps the scroll position but not which parts its reader
        // unfolded. So all that is needed to act stands open from the start, and one link leads to the page that stays as
        // it is (WCAG 2.2, 2.2.1 asks for such a link too).
        let refresh: HTML =
            refreshSeconds.map { "<noscript><meta http-equiv=\"refresh\" content=\"\($0)\"></noscript>\n" } ?? ""
        let script: HTML =
            refreshSeconds.map { seconds in
                "<script nonce=\"\(nonce)\" data-seconds=\"\(seconds)\">\n\(Self.script)</script>\n"
            } ?? ""
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            \(refresh)<title>\(title(entries))</title>
            <style nonce="\(nonce)">
            \(Self.style)
            </style>
            </head>
            <body>
            <header>
            <h1>prisma-migrate-exporter</h1>
            <p class="overall">\(StatusLine.text(targets))</p>
            <p class="hold soft">\(freshness)</p>
            <p id="outdated" hidden role="status"></p>
            </header>
            <main>
            \(groups(entries))</main>
            <footer>
            <nav aria-label="Other pages"><ul>
            <li><a href="\(telemetryPath)">Metrics</a></li>
            <li><a href="/api/v1/diagnosis">Diagnosis (JSON)</a></li>
            <li><a href="/targets">Targets (JSON)</a></li>
            <li><a href="/config">Configuration</a></li>
            </ul></nav>
            <p>Version \(version)</p>
            </footer>
            \(script)</body>
            </html>

            """
        return page.markup
    }

    private func title(_ entries: [PageEntry]) -> String {
        let count = entries.count { $0.rank.needsPerson }
        return count == 0 ? "prisma-migrate-exporter" : "(\(count)) prisma-migrate-exporter"
    }

    private var freshness: HTML {
        let seen: HTML = targets.compactMap(\.lastPoll).max().map { "As of \(PageTime.html($0))." } ?? ""
        guard let refreshSeconds else {
            return "\(seen) This page stays as it is. <a href=\"/\">Keep it up to date</a>"
        }
        return
            "\(seen) Loads again every \(AgeText.text(Double(refreshSeconds))). <a href=\"/?refresh=off\">Hold it still</a>"
    }

    private func groups(_ entries: [PageEntry]) -> HTML {
        let shown = entries.prefix(Self.entryLimit)
        var letters = 0
        func group(_ title: String, _ render: (EntrySection) -> HTML, where belongs: (PageEntry.Rank) -> Bool) -> HTML {
            let count = entries.count { belongs($0.rank) }
            let parts = shown.filter { belongs($0.rank) }
                .map { entry -> HTML in
                    let section = EntrySection(entry: entry)
                    guard letters < Self.lettersInFull else { return section.line }
                    let part = render(section)
                    letters += part.markup.utf8.count
                    return part
                }
            return count == 0 ? .nothing : "<section>\n<h2>\(title) (\(count))</h2>\n\(parts)</section>\n"
        }
        let beyond = entries.count - shown.count
        let more: HTML =
            beyond > 0
            ? "<p>… and \(beyond) more: <a href=\"/api/v1/diagnosis\">the JSON</a> has them all.</p>\n" : ""
        return """
            \(group("Needs a person", \.article) { $0.needsPerson })\
            \(group("Worth a look", \.article) { !$0.needsPerson && $0 != .well })\
            \(group("Well", \.folded) { $0 == .well })\(more)
            """
    }
}
