package import SchemaModel

/// A statement whose effect is not followed, such as a loop that puts SQL together.
package struct UnfollowedStatement: Sendable, Hashable {
    private let text: String
    private let lowercased: String

    /// A statement as it is written.
    init(_ text: String) {
        self.text = text
        lowercased = text.lowercased()
    }

    /// Whether it may have changed an object.
    ///
    /// - Parameters:
    ///   - id: the object.
    ///   - table: the table that it belongs to; nil where it stands alone.
    /// - Returns: false only where it certainly has not.
    package func mayConcern(_ id: ObjectID, of table: String?) -> Bool {
        let isPutTogether = lowercased.contains("execute")
        let namesTable = table.map { names($0) } ?? true
        let name = id.name.prefix(
            upTo: id.kind == .function ? id.name.firstIndex(of: "(") ?? id.name.endIndex : id.name.endIndex
        )
        if names(name), namesTable || isPutTogether { return true }
        // SQL that is put together need not name the object, nor the table where it goes through all of them.
        guard isPutTogether, let word = Self.words[id.kind], lowercased.contains(word) else { return false }
        return namesTable
            || ["pg_tables", "pg_class", "information_schema.tables"].contains { lowercased.contains($0) }
    }

    /// Whether the name stands in the text as a word of its own.
    private func names(_ name: some StringProtocol) -> Bool {
        guard let first = name.first, let last = name.last else { return false }
        return text.ranges(of: String(name))
            .contains { range in
                let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
                let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
                return !(Self.isWordLetter(first) && Self.isWordLetter(before))
                    && !(Self.isWordLetter(last) && Self.isWordLetter(after))
            }
    }

    private static func isWordLetter(_ letter: Character) -> Bool {
        letter.isLetter || letter.isNumber || letter == "_"
    }

    private static let words: [ObjectID.Kind: String] = [
        .column: "column", .constraint: "constraint", .index: "index", .trigger: "trigger", .policy: "policy",
    ]
}
