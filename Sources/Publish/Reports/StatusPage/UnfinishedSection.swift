import MigrationHistory
import TargetReport

/// A migration that failed, was interrupted or is running: what it left behind and what to do.
struct UnfinishedSection {
    /// The migration with its verdict.
    var report: UnfinishedReport
    /// When it was seen, by the database's clock.
    var now: Instant?

    /// The section.
    var html: HTML {
        """
        <section class="unfinished">
        <h4><bdi>\(report.migration.row.name)</bdi></h4>
        <p class="verdict"><strong>\(verdict)</strong>: \(report.reason)</p>
        \(commands)\(facts)\(runbook)\
        \(CopyBlock.script("SQL to finish it", report.finish))\(CopyBlock.script("SQL to undo it", report.undo))\
        \(missing)\(EvidenceSection(report: report).html)</section>

        """
    }

    private var verdict: String {
        switch report.verdict {
        case .applied: "Fully applied"
        case .notApplied: "Not applied"
        case .partiallyApplied: "Partly applied"
        case .undetermined: report.migration.state == .running ? "Running" : "Undetermined"
        }
    }

    private var facts: HTML {
        let migration = report.migration
        let age: HTML =
            migration.row.startedAt.map { started in
                let duration = now.map { ", \(AgeText.text($0.seconds(since: started))) ago" } ?? ""
                return ", began at \(PageTime.html(started))\(duration)"
            } ?? ""
        var rows: [HTML] = [
            "<dt>State</dt><dd><span class=\"chip\">\(migration.state.rawValue)</span>\(age). \(migration.reason)</dd>\n"
        ]
        if let sqlstate = migration.sqlstate { rows.append("<dt>SQLSTATE</dt><dd><code>\(sqlstate)</code></dd>\n") }
        if let message = migration.message { rows.append("<dt>Error</dt><dd><code>\(message)</code></dd>\n") }
        return "<dl>\n\(rows)</dl>\n"
    }

    private var commands: HTML {
        guard !report.commands.isEmpty else { return .nothing }
        let blocks = report.commands.map { CopyBlock.html($0) }
        return "<h5>\(blocks.count == 1 ? "Run this" : "Run these, in order")</h5>\n\(blocks)"
    }

    private var missing: HTML {
        guard !report.missing.isEmpty else { return .nothing }
        let items = report.missing.map { "<span class=\"mark no\" aria-hidden=\"true\">✗</span> \($0)" as HTML }
        return "<h5>Missing</h5>\n\(FoldedList.html(items, seen: 5, noun: "missing"))"
    }

    private var runbook: HTML {
        guard !report.runbook.isEmpty else { return .nothing }
        let steps = report.runbook.map { step -> HTML in
            step.hasPrefix("npx ") ? "<li><code>\(step)</code></li>\n" : "<li>\(step)</li>\n"
        }
        let alert = AlertName(report.migration.state)
        return """
            <h5>What to do</h5>
            <ol>
            \(steps)</ol>
            <p>Runbook: <a href="\(alert.runbookURL)">\(alert.rawValue)</a></p>

            """
    }
}
