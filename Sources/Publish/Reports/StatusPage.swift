import MigrationHistory
import SchemaModel
package import TargetReport

/// The page at `/`: the targets with their state, and links; no script, no outside asset.
package enum StatusPage {
    /// The page in HTML.
    ///
    /// - Parameters:
    ///   - targets: what the last polls saw.
    ///   - version: the program's version.
    ///   - telemetryPath: where the metrics are.
    /// - Returns: the whole document.
    package static func html(_ targets: [TargetReport], version: String, telemetryPath: String) -> String {
        let rows = targets.flatMap(rows(of:)).joined(separator: "\n")
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>prisma-migrate-exporter</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
            td { overflow-wrap: anywhere; }
            .bad { color: #b00020; font-weight: 600; }
            @media (prefers-color-scheme: dark) { .bad { color: #ff8a80; } }
            </style>
            </head>
            <body>
            <main>
            <h1>prisma-migrate-exporter</h1>
            <p>\(escaped(StatusLine.text(targets)))</p>
            <table>
            <thead><tr><th scope="col">Target</th><th scope="col">Schema</th><th scope="col">State</th></tr></thead>
            <tbody>
            \(rows)
            </tbody>
            </table>
            <p><a href="\(escaped(telemetryPath))">Metrics</a> ·
            <a href="/api/v1/diagnosis">Diagnosis (JSON)</a> ·
            <a href="/-/healthy">Healthy</a> · <a href="/-/ready">Ready</a></p>
            </main>
            <footer><p>Version \(escaped(version))</p></footer>
            </body>
            </html>

            """
    }

    private static func rows(of target: TargetReport) -> [String] {
        var rows: [String] = []
        if let downtime = target.downtime {
            let text = "down (\(downtime.reason.rawValue)): \(downtime.message)"
            rows.append(row(target.name, "", text, isBad: true))
        } else if target.polls == 0 {
            rows.append(row(target.name, "", "not polled yet", isBad: false))
        }
        for history in target.observation?.histories ?? [] {
            rows += Self.rows(of: history, of: target)
        }
        return rows
    }

    private static func rows(of report: HistoryReport, of target: TargetReport) -> [String] {
        if let problem = report.problem {
            return [
                row(
                    target.name,
                    report.schema,
                    "not read (\(problem.reason.rawValue)): \(problem.message)",
                    isBad: true
                )
            ]
        }
        guard report.tablePresent else {
            let text =
                target.observation?.prismaContract?.remark ?? "no _prisma_migrations: not managed by Prisma Migrate"
            return [row(target.name, report.schema, text, isBad: false)]
        }
        let unfinished = report.unfinished.map { unfinished in
            row(
                target.name,
                report.schema,
                "\(unfinished.migration.row.name): \(unfinished.migration.state.rawValue). \(unfinished.migration.reason) "
                    + "\(unfinished.verdict.rawValue.replacing("_", with: " ")): \(unfinished.reason) "
                    + unfinished.commands.joined(separator: "; "),
                isBad: unfinished.migration.state != .running
            )
        }
        let history = report.history
        let counts =
            "\(history.counts[.applied, default: 0]) applied, \(history.pending.count) pending, "
            + "\(history.edited.count) edited, \(history.missingDirectory.count) without a directory"
        let isBad = history.edited.count + history.missingDirectory.count > 0
        if let contract = target.observation?.prismaContract {
            return unfinished
                + [
                    row(target.name, report.schema, counts, isBad: isBad),
                    row(target.name, report.schema, contract.remark, isBad: false),
                ]
        }
        let drift = report.drift.filter { $0.isDrifted || !$0.isJudged }
            .map { drift in
                let changes = drift.changes.prefix(20)
                    .map { "\($0.form.rawValue) \($0.kind.replacing("_", with: " ")) \($0.object)" }
                let text = drift.notJudged ?? changes.joined(separator: "; ")
                let more = drift.changes.count > 20 ? "; and \(drift.changes.count - 20) more" : ""
                return row(
                    target.name,
                    report.schema,
                    "drift from \(drift.source.rawValue)\(drift.isJudged ? "" : " not judged"): \(text)\(more)",
                    isBad: drift.isJudged
                )
            }
        return unfinished + [row(target.name, report.schema, counts, isBad: isBad)] + drift
    }

    private static func row(_ target: String, _ schema: String, _ state: String, isBad: Bool) -> String {
        let cell = isBad ? "<td class=\"bad\">" : "<td>"
        return "<tr><td>\(escaped(target))</td><td>\(escaped(schema))</td>\(cell)\(escaped(state))</td></tr>"
    }

    /// Text as HTML shows it letter by letter, in an element or an attribute in double quotes.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, letter in
            switch letter {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(letter)
            }
        }
    }
}
