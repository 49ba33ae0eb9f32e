/// One file of a schema: its text and where its lines begin.
struct SourceText: Sendable {
    /// The path as the caller gave it.
    let path: String
    /// The text in UTF-8.
    let bytes: [UInt8]
    /// The offset that each line begins at.
    let lineStarts: [Int]

    /// The file of that text.
    init(path: String, text: String) {
        self.path = path
        bytes = Array(text.utf8)
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
        lineStarts = starts
    }

    /// The place of a byte; the column counts characters of Unicode, not bytes.
    func place(at offset: Int) -> SourcePlace {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let start = lineStarts[low]
        let before = bytes[start..<max(start, min(offset, bytes.count))]
        return SourcePlace(file: path, line: low + 1, column: before.count { $0 & 0xC0 != 0x80 } + 1)
    }
}

/// Where something begins: a file of the schema and a byte of its text.
struct TextPosition: Sendable, Hashable {
    /// The file's index among those of the schema.
    var file: Int
    /// The offset in its UTF-8 text.
    var offset: Int
}
