/// Text to copy: one touch selects the whole block.
enum CopyBlock {
    /// Most letters of one block on the page.
    private static let limit = 20_000

    /// The block.
    static func html(_ text: String) -> HTML {
        let shown = text.prefix(limit)
        guard shown.endIndex < text.endIndex else { return "<pre class=\"copy\"><code>\(text)</code></pre>\n" }
        return """
            <pre><code>\(String(shown))</code></pre>
            <p>Cut here: <a href="/api/v1/diagnosis">the JSON</a> has it whole.</p>

            """
    }

    /// A script of several statements, folded.
    static func script(_ title: String, _ statements: [String]) -> HTML {
        guard !statements.isEmpty else { return .nothing }
        return """
            <details class="script"><summary>\(title)</summary>
            <p>Read it first, and back up: nothing of it was executed.</p>
            \(html(statements.joined(separator: "\n")))</details>

            """
    }
}
