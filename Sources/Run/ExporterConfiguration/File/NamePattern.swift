/// A regular expression for whole names, anchored at both ends as in Prometheus.
package struct NamePattern: Sendable, Hashable {
    /// The expression as it is written.
    package let text: String

    /// The expression in that text; nil where it is none.
    package init?(_ text: String) {
        guard (try? Regex(text)) != nil else { return nil }
        self.text = text
    }

    /// The names that match.
    package func matching(_ names: [String]) -> [String] {
        guard let expression = try? Regex(text) else { return [] }
        return names.filter { (try? expression.wholeMatch(in: $0)) != nil }
    }
}
