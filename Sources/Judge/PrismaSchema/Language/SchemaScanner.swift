/// Reads the words of one file from left to right.
struct SchemaScanner {
    /// The file's index.
    let file: Int
    /// The text in UTF-8.
    let bytes: [UInt8]
    /// The byte that is read next.
    var index = 0
    /// Faults that don't keep the line from being read on.
    var faults: [TextFault] = []
    /// Whether a setting's value is read, where Prisma overlooks arguments that are left empty.
    var isInSetting = false

    init(_ source: SourceText, file: Int) {
        self.file = file
        bytes = source.bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            faults.append(TextFault(position: position, sentence: "Prisma takes no file with a byte order mark."))
            index = 3
        }
    }

    /// The next byte; nil at the end.
    var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Where the next byte is.
    var position: TextPosition { TextPosition(file: file, offset: index) }

    /// Whether the line or the text ends here.
    var isAtLineEnd: Bool { byte.map { Self.isNewline($0) } ?? true }

    static func isNewline(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    /// Whether the next bytes are those of `text`.
    func isNext(_ text: StaticString) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { buffer in
            for offset in 0..<buffer.count where bytes[index + offset] != buffer[offset] { return false }
            return true
        }
    }

    /// Takes the byte where it is next.
    mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        guard byte == UInt8(ascii: wanted) else { return false }
        index += 1
        return true
    }

    // MARK: White space

    /// Skips spaces within a line.
    mutating func skipSpaces() {
        while let byte {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): index += 1
            case 0xC2...:
                let (scalar, length) = scalar(at: index)
                guard scalar.properties.generalCategory == .spaceSeparator else { return }
                index += length
            default: return
            }
        }
    }

    /// Takes a comment up to the end of the line or, of a block comment, to its own.
    private mutating func takeComment() -> Bool {
        if isNext("//") {
            skipToLineEnd()
            return true
        }
        guard isNext("/*") else { return false }
        var end = index + 2
        while end + 1 < bytes.count {
            if bytes[end] == UInt8(ascii: "*"), bytes[end + 1] == UInt8(ascii: "/") {
                index = end + 2
                return true
            }
            end += 1
        }
        return false
    }

    /// Skips spaces, comments and line ends.
    mutating func skipBlank() {
        while true {
            skipSpaces()
            if takeComment() { continue }
            guard let byte, Self.isNewline(byte) else { return }
            index += 1
        }
    }

    /// Skips the rest of the line, not its end.
    mutating func skipToLineEnd() {
        while let byte, !Self.isNewline(byte) { index += 1 }
    }

    /// Takes what may follow in a line: spaces, a comment and the line's end.
    mutating func takeLineEnd() throws(TextFault) {
        skipSpaces()
        _ = takeComment()
        skipSpaces()
        guard isAtLineEnd else { throw unexpected(wanted: "the end of the line") }
    }

    // MARK: Words

    /// Takes a name: letters, digits, `_` and `-`, the first one a letter or a digit.
    mutating func takeIdentifier() -> Name? {
        let start = position
        guard let first = byte, isIdentifierByte(first, isFirst: true) else { return nil }
        while let byte, isIdentifierByte(byte, isFirst: false) { index += byte < 0x80 ? 1 : scalar(at: index).length }
        return Name(text: text(from: start.offset), position: start)
    }

    /// Takes a name with the dotted names after it.
    mutating func takePath() -> Name? {
        guard let first = takeIdentifier() else { return nil }
        while byte == UInt8(ascii: ".") {
            index += 1
            _ = takeIdentifier()
        }
        return Name(text: text(from: first.position.offset), position: first.position)
    }

    private func isIdentifierByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return true
        case UInt8(ascii: "_"), UInt8(ascii: "-"): return !isFirst
        case 0x80...:
            let properties = scalar(at: index).scalar.properties
            return properties.isAlphabetic || properties.numericType != nil
        default: return false
        }
    }

    /// The text from an offset up to here.
    func text(from start: Int) -> String { String(decoding: bytes[start..<index], as: UTF8.self) }

    /// The character at an offset and the bytes that it takes.
    private func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
        var rest = bytes[offset...].makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&rest) else { return ("\u{FFFD}", 1) }
        return (scalar, UTF8.width(scalar))
    }

    /// The fault that something else stands here than is wanted.
    func unexpected(wanted: String) -> TextFault {
        let found: String
        if isAtLineEnd {
            found = "the line ends"
        } else {
            found = "there is `\(String(scalar(at: index).scalar))`"
        }
        return TextFault(position: position, sentence: "Here \(found) where \(wanted) is expected.")
    }
}
