import MigrationHistory

/// The last migrations, the newest first.
struct TimelineSection {
    /// The history.
    var history: MigrationHistory
    /// When it was seen, by the database's clock.
    var now: Instant?

    /// Most migrations shown.
    private static let limit = 6

    /// The section; nothing where no migration ever began.
    var html: HTML {
        // `applied` is in the order of time, so that its end holds all that can be among the newest.
        let applied = history.applied.suffix(Self.limit).map { (name: $0, began: history.began[$0]) }
        let unfinished = history.unfinished.map { (name: $0.row.name, began: $0.row.startedAt) }
        let newest = (applied + unfinished).reversed()
            .sorted { ($0.began?.microseconds ?? .min) > ($1.began?.microseconds ?? .min) }
            .prefix(Self.limit)
        guard !newest.isEmpty else { return .nothing }
        let items = newest.map { item($0.name, began: $0.began) }
        return "<h4>The last migrations</h4>\n<ol class=\"timeline\">\n\(items)</ol>\n"
    }

    private func item(_ name: String, began: Instant?) -> HTML {
        let state = history.states[name] ?? .applied
        let (mark, kind) =
            switch state {
            case .applied: ("✓", "yes")
            case .failed, .interrupted: ("✗", "no")
            case .running, .rolledBack, .pending: ("~", "differs")
            }
        let time: HTML = began.map { "began at \(PageTime.html($0, at: now))" } ?? "began at an unknown time"
        return """
            <li><span class="mark \(kind)" aria-hidden="true">\(mark)</span> <code>\(name)</code> \
            <span class="word">\(state.rawValue.replacing("_", with: " "))</span> <span class="soft">\(time)</span></li>

            """
    }
}
