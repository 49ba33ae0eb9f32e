import SchemaModel

/// Objects that are the user's own business, such as `audit.*` or `index:public.*_trgm`.
package struct IgnorePattern: Sendable, Hashable {
    private let kind: String?
    private let pattern: [Character]

    /// A pattern: a name with its namespace in which `*` stands for any letters, with a kind before a colon or without.
    package init(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        let kinds = Set(
            ObjectID.Kind.allCases.map(\.rawValue) + ["primary_key", "foreign_key", "unique", "check", "exclusion"]
        )
        let hasKind = parts.count == 2 && kinds.contains(String(parts[0]))
        kind = hasKind ? String(parts[0]) : nil
        pattern = Array(hasKind ? parts[1] : text[...])
    }

    /// Whether it covers the object, or the table that it belongs to.
    func covers(_ kind: String, _ id: ObjectID) -> Bool {
        if let wanted = self.kind, wanted != kind { return false }
        if Self.matches(pattern[...], Array(id.description)[...]) { return true }
        guard let owner = id.owner else { return false }
        return self.kind == nil && Self.matches(pattern[...], Array("\(id.schema).\(owner)")[...])
    }

    private static func matches(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
        var (pattern, text) = (pattern, text)
        var retry: (pattern: ArraySlice<Character>, text: ArraySlice<Character>)?
        while !text.isEmpty {
            if pattern.first == "*" {
                retry = (pattern, text)
                pattern = pattern.dropFirst()
            } else if pattern.first == text.first {
                pattern = pattern.dropFirst()
                text = text.dropFirst()
            } else if let last = retry {
                retry = (last.pattern, last.text.dropFirst())
                pattern = last.pattern.dropFirst()
                text = last.text.dropFirst()
            } else {
                return false
            }
        }
        return pattern.allSatisfy { $0 == "*" }
    }
}
