import MigrationHistory
import TargetReport

/// One entry in full.
struct EntrySection {
    /// The entry.
    var entry: PageEntry

    /// An article that is open, for what needs a person or is worth a look.
    var article: HTML {
        """
        <article class="\(entry.rank.needsPerson ? "bad" : "note")" data-entry="\(entry.title)">
        <h3>\(heading)</h3>
        \(body)</article>

        """
    }

    /// One line that unfolds, for what is well.
    var folded: HTML {
        "<details class=\"well\" data-entry=\"\(entry.title)\"><summary>\(heading)\(lastApplied)</summary>\n\(body)</details>\n"
    }

    /// One line alone, where the page would grow too long.
    var line: HTML { "<p class=\"line\">\(heading)</p>\n" }

    private var heading: HTML {
        let mark = entry.rank.needsPerson ? "✗" : entry.rank == .well ? "✓" : "~"
        return """
            <span class="mark" aria-hidden="true">\(mark)</span> <bdi class="name">\(entry.title)</bdi> \
            <span class="state">\(entry.state)</span>
            """
    }

    private var lastApplied: HTML {
        guard let seen = entry.seenAt, let finished = entry.history?.history.lastApplied?.finishedAt else { return "" }
        return " <span class=\"state\">· the last \(AgeText.text(seen.seconds(since: finished))) ago</span>"
    }

    private var body: HTML {
        guard let history = entry.history else { return targetBody }
        var parts: [HTML] = []
        if !entry.target.isUp, let seen = entry.seenAt {
            parts.append("<p>The target is down: this is as it was seen at \(PageTime.html(seen)).</p>\n")
        }
        if let problem = history.problem { parts.append("<p>\(problem.message)</p>\n") }
        parts += history.unfinished.map { UnfinishedSection(report: $0, now: entry.seenAt).html }
        if entry.target.observation?.prismaContract == nil {
            parts += history.drift.map { DriftSection(report: $0).html }
        }
        parts.append(FindingsSection(history: history.history).html)
        parts.append(TimelineSection(history: history.history, now: entry.seenAt).html)
        return "\(parts)"
    }

    private var targetBody: HTML {
        let target = entry.target
        guard let downtime = target.downtime else {
            return target.polls == 0 ? "" : "<p>No schema of it holds _prisma_migrations.</p>\n"
        }
        let last: HTML =
            target.lastSuccess.map { "The last poll that worked ended at \(PageTime.html($0, at: target.lastPoll))." }
            ?? "No poll has worked since the exporter started."
        return "<p>\(downtime.message)</p>\n<p>\(last)</p>\n"
    }
}
