import SchemaModel
import TargetReport

/// What holds the schema against one source: what differs, what pending migrations explain, what was not judged.
struct DriftSection {
    /// The report.
    var report: DriftReport

    /// Most changes that are not folded.
    private static let seen = 10

    /// The section; nothing where there is nothing to tell.
    var html: HTML {
        let isQuiet = report.isJudged && !report.isDrifted && report.explained.isEmpty && report.remarks.isEmpty
        guard !isQuiet else { return .nothing }
        let explained: HTML =
            report.explained.isEmpty
            ? ""
            : """
            <p>Differs until migrations that are yet to run are applied:</p>
            \(FoldedList.html(report.explained.map(change), seen: 3, noun: "explained", kind: "changes"))
            """
        let alert = AlertName.schemaDrift
        let runbook: HTML =
            report.isDrifted ? "<p>Runbook: <a href=\"\(alert.runbookURL)\">\(alert.rawValue)</a></p>\n" : ""
        return """
            <section class="drift">
            <h4>\(title)</h4>
            \(report.notJudged.map { "<p>\($0)</p>\n" as HTML } ?? "")\
            \(FoldedList.html(report.changes.map(change), seen: Self.seen, noun: "changes", kind: "changes"))\
            \(runbook)\(explained)\(report.remarks.map { "<p class=\"remark\">\($0)</p>\n" as HTML })</section>

            """
    }

    private var title: String {
        let source =
            switch report.source {
            case .migrations: "the migrations"
            case .datamodel: "schema.prisma"
            case .baseline: "the schema after the last migration"
            }
        guard report.isJudged else { return "Drift from \(source): not judged" }
        guard report.isDrifted else { return "No drift from \(source)" }
        return "Drift from \(source): \(report.changes.count) change\(report.changes.count == 1 ? "" : "s")"
    }

    private func change(_ change: SchemaChange) -> HTML {
        let (mark, kind) =
            switch change.form {
            case .missing: ("✗", "no")
            case .unexpected: ("+", "differs")
            case .different: ("~", "differs")
            }
        let facts: [(String, String?)] = [
            ("Expected", change.expected), ("Observed", change.observed), ("Defined by", change.definedBy),
            ("Brings it back", change.repair),
        ]
        let rows = facts.compactMap { name, value -> HTML? in
            value.map { "<dt>\(name)</dt><dd><code>\($0)</code></dd>\n" }
        }
        return """
            <span class="mark \(kind)" aria-hidden="true">\(mark)</span> <span class="word">\(change.form.rawValue)</span> \
            \(change.kind.replacing("_", with: " ")) <code>\(change.object.description)</code>\
            \(rows.isEmpty ? "" : "\n<dl>\n\(rows)</dl>" as HTML)
            """
    }
}
