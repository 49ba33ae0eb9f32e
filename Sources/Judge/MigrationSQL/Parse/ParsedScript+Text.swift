extension ParsedScript {
    /// The first byte of the range that is neither white space nor part of a comment; its end where there is none.
    static func skipTrivia(_ bytes: [UInt8], from start: Int, to end: Int) -> Int {
        var position = start
        while position < end {
            let byte = bytes[position]
            let next = position + 1 < end ? bytes[position + 1] : 0
            if byte == 0x20 || (0x09...0x0D).contains(byte) || byte == UInt8(ascii: ";") {
                position += 1
            } else if byte == UInt8(ascii: "-"), next == byte {
                while position < end, bytes[position] != 0x0A { position += 1 }
            } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
                position = skipBlockComment(bytes, from: position, to: end)
            } else {
                return position
            }
        }
        return end
    }

    /// The byte after a block comment; they nest in PostgreSQL.
    private static func skipBlockComment(_ bytes: [UInt8], from start: Int, to end: Int) -> Int {
        var depth = 0
        var position = start
        while position + 1 < end {
            let pair = (bytes[position], bytes[position + 1])
            if pair == (UInt8(ascii: "/"), UInt8(ascii: "*")) {
                depth += 1
                position += 2
            } else if pair == (UInt8(ascii: "*"), UInt8(ascii: "/")) {
                depth -= 1
                position += 2
                if depth == 0 { return position }
            } else {
                position += 1
            }
        }
        return end
    }

    static func text(_ bytes: [UInt8], _ start: Int, _ end: Int) -> String {
        var end = min(end, bytes.count)
        while end > start, bytes[end - 1] == 0x20 || (0x09...0x0D).contains(bytes[end - 1]) { end -= 1 }
        return start < end ? String(decoding: bytes[start..<end], as: UTF8.self) : ""
    }
}

/// Where the lines of a text begin.
struct LineIndex {
    private let starts: [Int]

    /// The lines of the text in those bytes.
    init(_ bytes: [UInt8]) {
        starts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// The line that holds the byte, from 1.
    func line(at offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }
}
