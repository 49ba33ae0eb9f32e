/// A value of a configuration file that fits its key.
struct CheckedValue: Sendable, Hashable {
    /// What the value is.
    enum Content: Sendable, Hashable {
        case text(String)
        case duration(Duration)
        case integer(Int)
        case boolean(Bool)
        case list([CheckedValue])
        case map([Pair])
        case section([String: CheckedValue])
    }

    /// A name that the file's author chose, with its text.
    struct Pair: Sendable, Hashable {
        var name: String
        var mark: Mark
        var value: CheckedValue
    }

    var content: Content
    var mark: Mark
    /// The known keys of a section that the file gives, those with a mistake included.
    var mentioned: Set<String> = []

    /// The value of a key of this section; nil where it is not set.
    subscript(_ key: String) -> CheckedValue? {
        guard case .section(let values) = content else { return nil }
        return values[key]
    }

    var text: String? { if case .text(let text) = content { text } else { nil } }
    var duration: Duration? { if case .duration(let duration) = content { duration } else { nil } }
    var integer: Int? { if case .integer(let integer) = content { integer } else { nil } }
    var boolean: Bool? { if case .boolean(let boolean) = content { boolean } else { nil } }
    var list: [CheckedValue]? { if case .list(let list) = content { list } else { nil } }
    var pairs: [Pair]? { if case .map(let pairs) = content { pairs } else { nil } }
    var texts: [String]? { list?.compactMap(\.text) }
}
