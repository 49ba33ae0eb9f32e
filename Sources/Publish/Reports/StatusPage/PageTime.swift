import MigrationHistory

/// Times as the page shows them.
enum PageTime {
    /// The time to the second, with its machine-readable form.
    static func html(_ instant: Instant) -> HTML {
        let text = instant.iso8601
        return "<time datetime=\"\(text)\">\(String(text.prefix(19)).replacing("T", with: " ")) UTC</time>"
    }

    /// The time and how long ago it was at `now`.
    static func html(_ instant: Instant, at now: Instant?) -> HTML {
        guard let now else { return html(instant) }
        return "\(html(instant)), \(AgeText.text(now.seconds(since: instant))) ago"
    }
}
