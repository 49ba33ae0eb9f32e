import CPgQuery

/// A migration's script, cut into statements.
struct ParsedScript {
    /// One statement of a script.
    struct Statement {
        /// The kind of its node, such as `CreateStmt`; empty where it does not parse.
        var kind: String
        /// Its tree; nil where it does not parse or where data alone is concerned.
        var node: SQLNode?
        /// Its text, leading comments left out.
        var text: String
        /// The line of the script it begins in, from 1.
        var line: Int
        /// Why it does not parse, in the parser's words; nil where it does.
        var problem: String?
    }

    /// Larger scripts are cut first and parsed a statement at a time, data left out.
    static let wholeLimit = 1 << 20
    /// Larger scripts are not parsed.
    static let sizeLimit = 16 << 20

    /// The statements, in order.
    var statements: [Statement]

    /// Parses a script.
    ///
    /// Where the whole does not parse, it is cut at its semicolons and each piece parsed alone.
    init(_ script: String) {
        let bytes = Array(script.utf8)
        guard bytes.count <= Self.sizeLimit else {
            statements = [Self.unparsed("", line: 1, "the script is larger than \(Self.sizeLimit >> 20) MB")]
            return
        }
        guard !bytes.contains(0) else {
            statements = [Self.unparsed("", line: 1, "the script holds a NUL byte; is it UTF-16?")]
            return
        }
        let lines = LineIndex(bytes)
        if bytes.count <= Self.wholeLimit, case .success(let parsed) = Self.parse(script) {
            statements = parsed.map { piece in
                let start = Self.skipTrivia(bytes, from: piece.start, to: piece.end)
                return Statement(
                    kind: piece.kind,
                    node: piece.node,
                    text: Self.text(bytes, start, piece.end),
                    line: lines.line(at: start)
                )
            }
            return
        }
        statements = Self.pieces(script, bytes)
            .compactMap { piece in
                let start = Self.skipTrivia(bytes, from: piece.lowerBound, to: piece.upperBound)
                let text = Self.text(bytes, start, piece.upperBound)
                let line = lines.line(at: start)
                if let kind = Self.dataKind(text) { return Statement(kind: kind, node: nil, text: text, line: line) }
                switch Self.parse(text) {
                case .success(let parsed):
                    guard let only = parsed.first else { return nil }
                    return Statement(kind: only.kind, node: only.node, text: text, line: line)
                case .failure(let problem): return Self.unparsed(text, line: line, problem.message)
                }
            }
    }

    private static func unparsed(_ text: String, line: Int, _ problem: String) -> Statement {
        Statement(kind: "", node: nil, text: text, line: line, problem: problem)
    }

    // MARK: The parser

    struct ParseFailure: Error {
        var message: String
    }

    /// One statement as the parser tells it, in bytes of the text.
    typealias Piece = (kind: String, node: SQLNode, start: Int, end: Int)

    /// The statements of a text; the parser's memory is its own thread's and freed here.
    static func parse(_ text: String) -> Result<[Piece], ParseFailure> {
        let result = unsafe pg_query_parse(text)
        defer { unsafe pg_query_free_parse_result(result) }
        if let error = unsafe result.error {
            let message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "does not parse"
            return .failure(ParseFailure(message: message))
        }
        guard let json = unsafe result.parse_tree, let root = unsafe SQLNode(json: json) else {
            return .failure(ParseFailure(message: "is nested too deeply"))
        }
        let length = text.utf8.count
        return .success(
            root.list("stmts")
                .compactMap { raw in
                    guard let (kind, node) = raw["stmt"]?.typed else { return nil }
                    let start = raw.int("stmt_location")
                    let size = raw.int("stmt_len")
                    return (kind, node, start, size == 0 ? length : start + size)
                }
        )
    }

    /// The tree of the expression in that text; nil where it does not parse.
    static func expression(_ text: String) -> SQLNode? {
        guard case .success(let parsed) = parse("SELECT \(text)") else { return nil }
        return target(of: parsed.first)
    }

    /// The tree of the first expression that a query selects.
    static func target(of query: Piece?) -> SQLNode? { query?.node.list("targetList").first?["ResTarget"]?["val"] }

    /// The tree of the only statement in that text, if it is of that kind.
    static func statement(_ text: String, _ kind: String) -> SQLNode? {
        guard case .success(let parsed) = parse(text), let first = parsed.first, first.kind == kind else { return nil }
        return first.node
    }

    /// The script cut at its semicolons; what the scanner leaves over, as after a quote that is not closed, is the last.
    private static func pieces(_ script: String, _ bytes: [UInt8]) -> [Range<Int>] {
        let result = unsafe pg_query_split_with_scanner(script)
        defer { unsafe pg_query_free_split_result(result) }
        var pieces: [Range<Int>] = []
        if unsafe result.error == nil, let list = unsafe result.stmts {
            pieces = (0..<Int(unsafe result.n_stmts))
                .compactMap { index in
                    guard let piece = unsafe list[index] else { return nil }
                    let start = Int(unsafe piece.pointee.stmt_location)
                    return start..<min(bytes.count, start + Int(unsafe piece.pointee.stmt_len))
                }
        }
        let rest = pieces.last?.upperBound ?? 0
        return pieces + [rest..<bytes.count]
    }

    /// The kind of a statement that only changes rows, by its first word; nil for all others.
    private static func dataKind(_ text: String) -> String? {
        switch text.prefix(8).split(whereSeparator: \.isWhitespace).first?.lowercased() {
        case "insert": "InsertStmt"
        case "update": "UpdateStmt"
        case "delete": "DeleteStmt"
        default: nil
        }
    }
}
