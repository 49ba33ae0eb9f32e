/// Parses one file into its blocks.
///
/// The language goes by lines: each member of a block ends with the line it begins in, so that a fault costs one member
/// and the rest is still read.
struct SchemaParser {
    /// The blocks in their order.
    private(set) var blocks: [BlockNode] = []
    /// What is wrong with the text, in no order.
    var faults: [TextFault] = []
    var scanner: SchemaScanner

    /// Parses a file, given its index among those of the schema.
    init(_ source: SourceText, file: Int) {
        scanner = SchemaScanner(source, file: file)
        while true {
            scanner.skipBlank()
            guard scanner.byte != nil else { break }
            parseBlock()
        }
        faults += scanner.faults
    }

    private static let expected = "`model`, `enum`, `view`, `type`, `datasource` or `generator`"

    private mutating func parseBlock() {
        let start = scanner.position
        let word = scanner.takeIdentifier()
        scanner.skipSpaces()
        guard let word, let kind = BlockNode.Kind.allCases.first(where: { word.text.hasPrefix($0.rawValue) }) else {
            fault(start, "A block begins with \(Self.expected).")
            skipForeignLines()
            return
        }
        guard let name = gluedName(in: word, behind: kind) ?? scanner.takeIdentifier() else {
            fault(scanner.position, "The \(kind.rawValue) has no name that begins with a letter.")
            skipForeignLines()
            return
        }
        scanner.skipSpaces()
        if kind == .type, scanner.byte == UInt8(ascii: "=") {
            fault(start, "Prisma has no type aliases.")
            scanner.skipToLineEnd()
            return
        }
        guard scanner.take("{") else {
            faults.append(scanner.unexpected(wanted: "`{`"))
            skipForeignLines()
            return
        }
        let closesInLine = closesInLine()
        scanner.skipToLineEnd()
        let opened = self
        var block = BlockNode(kind: kind, name: name, position: start)
        parseMembers(of: &block)
        if closesInLine, faults.count + scanner.faults.count > opened.faults.count + opened.scanner.faults.count {
            // Prisma overlooks what stands behind the brace, and goes on to read members; it was not meant so.
            self = opened
            fault(start, "The members of a block and its closing brace must stand in lines of their own.")
            return
        }
        blocks.append(block)
    }

    /// The name that follows the keyword without a space, as Prisma allows it; nil where the word ends.
    private func gluedName(in word: Name, behind kind: BlockNode.Kind) -> Name? {
        let text = word.text.dropFirst(kind.rawValue.count)
        guard let first = text.first, first != "_", first != "-" else { return nil }
        let offset = word.position.offset + kind.rawValue.utf8.count
        return Name(text: String(text), position: TextPosition(file: word.position.file, offset: offset))
    }

    /// Whether the line that opens a block also closes it.
    private func closesInLine() -> Bool {
        var rest = scanner
        rest.skipToLineEnd()
        let line = scanner.bytes[scanner.index..<rest.index]
        let comment = zip(line, line.dropFirst()).enumerated()
            .first { $0.element.0 == UInt8(ascii: "/") && $0.element.1 == UInt8(ascii: "/") }
        let code = line.prefix(comment?.offset ?? line.count)
        return code.last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "}")
    }

    private mutating func parseMembers(of block: inout BlockNode) {
        while true {
            scanner.skipBlank()
            guard scanner.byte != nil else {
                fault(block.position, "The \(block.kind.rawValue) `\(block.name.text)` is never closed.")
                return
            }
            if scanner.take("}") { return }
            let start = scanner.index
            do {
                try parseMember(of: &block)
            } catch {
                faults.append(error)
                skipMember(from: start)
            }
        }
    }

    private mutating func parseMember(of block: inout BlockNode) throws(TextFault) {
        switch block.kind {
        case .datasource, .generator:
            if let setting = try takeSetting() { block.settings.append(setting) }
        case .model, .view, .type, .enum:
            if scanner.isNext("@@") {
                let start = scanner.position
                scanner.index += 2
                block.attributes.append(try takeAttribute(isOfBlock: true, at: start))
                try scanner.takeLineEnd()
            } else if block.kind == .enum {
                block.values.append(try takeEnumValue())
            } else if let field = try takeField() {
                block.fields.append(field)
            }
        }
    }

    mutating func fault(_ position: TextPosition, _ sentence: String) {
        faults.append(TextFault(position: position, sentence: sentence))
    }

    // MARK: Going on after a fault

    /// Skips a line of the top level, and where it opens a block, that block.
    private mutating func skipForeignLines() {
        var opens = false
        while let byte = scanner.byte, !SchemaScanner.isNewline(byte) {
            if byte == UInt8(ascii: "{") { opens = true }
            if byte == UInt8(ascii: "}") { opens = false }
            scanner.index += 1
        }
        while opens {
            scanner.skipBlank()
            guard scanner.byte != nil else { return }
            if scanner.take("}") { return }
            scanner.skipToLineEnd()
        }
    }

    /// Skips a member that could not be read: its line, and those that its open parentheses and brackets go on in.
    private mutating func skipMember(from start: Int) {
        scanner.skipToLineEnd()
        let endOfLine = scanner.index
        var depth = Self.openDepth(scanner.bytes[start..<endOfLine])
        var lines = 0
        while depth > 0, lines < 50, scanner.byte != nil {
            let lineStart = scanner.index
            scanner.index += 1
            scanner.skipToLineEnd()
            depth += Self.openDepth(scanner.bytes[lineStart..<scanner.index])
            lines += 1
        }
        if depth != 0 { scanner.index = endOfLine }
    }

    /// How many more parentheses and brackets are opened than closed, outside strings and comments.
    private static func openDepth(_ line: ArraySlice<UInt8>) -> Int {
        var depth = 0
        var isInString = false
        var previous: UInt8 = 0
        for byte in line {
            switch byte {
            case UInt8(ascii: "\"") where previous != UInt8(ascii: "\\"): isInString.toggle()
            case UInt8(ascii: "("), UInt8(ascii: "["): if !isInString { depth += 1 }
            case UInt8(ascii: ")"), UInt8(ascii: "]"): if !isInString { depth -= 1 }
            case UInt8(ascii: "/"): if !isInString, previous == byte { return depth }
            default: break
            }
            previous = byte
        }
        return depth
    }
}
