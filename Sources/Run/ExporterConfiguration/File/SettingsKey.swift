/// A key of a configuration file: the one list that checking, the example and the reference are made of.
package struct SettingsKey: Sendable, Hashable {
    /// What a key's value is.
    package indirect enum Kind: Sendable, Hashable {
        /// Any text.
        case text
        /// A text that is never repeated, not even in an error.
        case secret
        /// The path of a file or directory, relative to the file that names it.
        case path
        /// The name of an environment variable.
        case variable
        /// A duration as Prometheus writes it, at least that long.
        case duration(atLeast: Duration)
        /// A whole number.
        case integer(ClosedRange<Int>)
        /// `true` or `false`.
        case boolean
        /// One of these words.
        case choice([String])
        /// A regular expression.
        case pattern
        /// A list of such values.
        case list(Kind)
        /// Names with a text each.
        case map
        /// Names with a secret each.
        case secretMap
        /// Keys of their own.
        case section([SettingsKey])
        /// A list of sections.
        case sections([SettingsKey])
    }

    /// The name in the file.
    package var name: String
    /// What the value is.
    package var kind: Kind
    /// What it does; one or two sentences.
    package var help: String
    /// What holds without it; nil where nothing does.
    package var fallback: String?
    /// The value in the example; empty for a section.
    package var example: String
    /// Whether the example sets it, rather than showing it in a comment.
    package var isShown: Bool

    /// A key of that name.
    package init(
        _ name: String,
        _ kind: Kind,
        _ help: String,
        fallback: String? = nil,
        example: String = "",
        isShown: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.fallback = fallback
        self.example = example
        self.isShown = isShown
    }
}

extension SettingsKey.Kind {
    /// The kind in words, to follow "expected".
    var expectation: String {
        switch self {
        case .text, .secret: "a text"
        case .path: "a path"
        case .variable: "the name of an environment variable, such as DATABASE_URL"
        case .duration(let least):
            least > .zero
                ? "a duration of at least \(DurationText.text(least)), such as 15s or 1m30s"
                : "a duration such as 15s or 1m30s"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .choice(let words): "one of \(words.filter { !$0.isEmpty }.joined(separator: ", "))"
        case .pattern: "a regular expression"
        case .list(let item): "a list, each \(item.expectation)"
        case .map, .secretMap: "a section of names, each with a text"
        case .section(let keys): "a section with \(keys.map(\.name).joined(separator: ", "))"
        case .sections: "a list of sections"
        }
    }

    /// The kind in a word or two, for the reference.
    package var summary: String {
        switch self {
        case .text, .secret: "text"
        case .path: "path"
        case .variable: "variable"
        case .duration: "duration"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .pattern: "regular expression"
        case .list(let item): "list of \(item.summary)"
        case .map, .secretMap: "names and texts"
        case .section: "section"
        case .sections: "list of sections"
        }
    }
}
