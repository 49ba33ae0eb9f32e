/// A node of a YAML document, with its place in the file.
struct YAMLNode: Sendable, Hashable {
    /// What the node is.
    enum Content: Sendable, Hashable {
        /// A value; plain where it is written without quotes, so that `~` and nothing at all mean "no value".
        case scalar(String, isPlain: Bool)
        /// A list.
        case sequence([YAMLNode])
        /// Keys and values in the order of the file; a key may occur twice.
        case mapping([Entry])
    }

    /// A key with its value.
    struct Entry: Sendable, Hashable {
        var key: YAMLNode
        var value: YAMLNode
    }

    var content: Content
    var mark: Mark

    /// Whether the node stands for no value: nothing, `~` or `null` (YAML 1.2, "Core Schema").
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The kind in words.
    var kind: String {
        switch content {
        case .scalar: isNull ? "nothing" : "a single value"
        case .sequence: "a list"
        case .mapping: "a section"
        }
    }
}

/// A place in a text file.
package struct Mark: Sendable, Hashable, Comparable {
    /// Counted from 1.
    package var line: Int
    /// In characters, counted from 1.
    package var column: Int

    package static func < (left: Mark, right: Mark) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
