/// A list of which only the beginning is seen until the rest is unfolded, and of which a very long rest is counted.
enum FoldedList {
    /// Most items of one list on the page.
    private static let limit = 200

    /// The list.
    ///
    /// - Parameters:
    ///   - items: the items, each without its `li`.
    ///   - seen: number of items that are not folded.
    ///   - noun: what to call several of them.
    ///   - kind: the list's class.
    /// - Returns: the list; nothing where there is no item.
    static func html(_ items: [HTML], seen: Int, noun: String, kind: String = "plain") -> HTML {
        guard !items.isEmpty else { return .nothing }
        let list = { (part: ArraySlice<HTML>) -> HTML in
            "<ul class=\"\(kind)\">\(part.map { "<li>\($0)</li>\n" as HTML })</ul>\n"
        }
        // A fold costs a line itself.
        guard items.count > seen + 1 else { return list(items[...]) }
        let rest = items[seen..<min(items.count, limit)]
        let beyond = items.count - limit
        let more: HTML =
            beyond > 0 ? "<p>… and \(beyond) more: <a href=\"/api/v1/diagnosis\">the JSON</a> has them all.</p>" : ""
        return """
            \(seen > 0 ? list(items[..<seen]) : "")<details><summary>\(items.count - seen) \(seen > 0 ? "more " : "")\(noun)</summary>
            \(list(rest))\(more)</details>

            """
    }
}
