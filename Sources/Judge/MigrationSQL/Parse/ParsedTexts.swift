/// SQL texts of which the first statement counts; those that are known beforehand are parsed together.
///
/// To call the parser costs more than most of them do.
struct ParsedTexts {
    private var known: [String: ParsedScript.Piece] = [:]

    /// Parses the texts, each once.
    ///
    /// Where not each of them is one statement, all are parsed when they are asked for.
    init(_ texts: [String]) {
        var ends: [Int] = []
        var whole = ""
        var seen: Set<String> = []
        let distinct = texts.filter { seen.insert($0).inserted }
        for text in distinct {
            whole += text
            ends.append(whole.utf8.count)
            whole += ";"
        }
        guard distinct.count > 1, case .success(let pieces) = ParsedScript.parse(whole) else { return }
        // A text that is more than a statement, or less, shifts those after it.
        let isEachOne = zip(pieces, ends).allSatisfy { $0.end == $1 }
        if isEachOne { known = Dictionary(uniqueKeysWithValues: zip(distinct, pieces)) }
    }

    /// The first statement of the text; nil where it does not parse.
    func first(_ text: String) -> ParsedScript.Piece? {
        if let piece = known[text] { return piece }
        guard case .success(let pieces) = ParsedScript.parse(text) else { return nil }
        return pieces.first
    }

    /// The tree of the text's first statement, if it is of that kind.
    func statement(_ text: String, _ kind: String) -> SQLNode? {
        guard let piece = first(text), piece.kind == kind else { return nil }
        return piece.node
    }
}
