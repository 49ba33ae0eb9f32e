/// A parse tree in JSON, read into one array in the order of the text.
///
/// A tree has some forty values a column of a table: one allocation for all of them is what a library that makes one for
/// each can't offer. Texts stay where they are and are decoded only once they are asked for.
final class SQLTree: Sendable {
    /// One value of the tree; those within it follow it.
    struct Value: Sendable {
        /// What a value is.
        enum Form: UInt8 {
            case object
            case list
            case text
            /// A text in which a backslash stands for something else.
            case escapedText
            case number
            case yes
            /// `false` or `null`.
            case no
        }

        var form: Form
        /// Its name's bytes where it is an object's field; empty in a list.
        var nameStart: UInt32
        var nameEnd: UInt32
        /// Its own bytes, without quotes, where it is a text or a number.
        var start: UInt32
        var end: UInt32
        /// The value after the last one within it.
        var next: UInt32
    }

    /// Values nested deeper than this are refused, because whoever follows a tree goes as deep.
    static let depthLimit = 1000

    /// The values, the whole first.
    let values: [Value]
    private let bytes: [UInt8]

    /// The tree of that JSON; nil where it is none or nested too deeply.
    init?(json bytes: [UInt8]) {
        guard bytes.count < UInt32.max else { return nil }
        var reader = SQLTreeReader(bytes)
        guard reader.readTree() else { return nil }
        self.bytes = bytes
        values = reader.values
    }

    /// Whether the value is the field of that name.
    func isNamed(_ name: StaticString, _ value: Value) -> Bool {
        let length = name.utf8CodeUnitCount
        guard Int(value.nameEnd - value.nameStart) == length else { return false }
        let start = Int(value.nameStart)
        for offset in 0..<length where unsafe bytes[start + offset] != name.utf8Start[offset] { return false }
        return true
    }

    /// The name of an object's field; empty in a list.
    func name(of value: Value) -> String { text(value.nameStart, value.nameEnd) }

    /// The value's text; nil where it is none.
    func text(of value: Value) -> String? {
        switch value.form {
        case .text: text(value.start, value.end)
        case .escapedText: unescaped(bytes[Int(value.start)..<Int(value.end)])
        default: nil
        }
    }

    /// The value's number; nil where it is none.
    func number(of value: Value) -> Int? {
        guard value.form == .number else { return nil }
        let text = text(value.start, value.end)
        return Int(text) ?? Double(text).flatMap { Int(exactly: $0.rounded(.towardZero)) }
    }

    private func text(_ start: UInt32, _ end: UInt32) -> String {
        String(decoding: bytes[Int(start)..<Int(end)], as: UTF8.self)
    }

    private func unescaped(_ text: ArraySlice<UInt8>) -> String {
        var units: [UInt16] = []
        var result: [UInt8] = []
        var rest = text
        /// Characters beyond the first plane are written as two.
        func flush() {
            if !units.isEmpty { result += String(decoding: units, as: UTF16.self).utf8 }
            units = []
        }
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                flush()
                result.append(byte)
                continue
            }
            if escape == UInt8(ascii: "u") {
                units.append(UInt16(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) ?? 0xFFFD)
                rest = rest.dropFirst(4)
                continue
            }
            flush()
            result.append(Self.escapes[escape] ?? escape)
        }
        flush()
        return String(decoding: result, as: UTF8.self)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D,
        UInt8(ascii: "t"): 0x09,
    ]
}

/// Reads the values of a JSON text.
private struct SQLTreeReader {
    private let bytes: [UInt8]
    private var position = 0
    private(set) var values: [SQLTree.Value] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // What a value takes in libpg_query's JSON, by and large.
        values.reserveCapacity(bytes.count / 16)
    }

    /// Reads the whole; false where it is no JSON.
    mutating func readTree() -> Bool { readValue(name: 0..<0, depth: 0) && next() == nil }

    private mutating func readValue(name: Range<Int>, depth: Int) -> Bool {
        let index = values.count
        values.append(
            SQLTree.Value(
                form: .no,
                nameStart: UInt32(name.lowerBound),
                nameEnd: UInt32(name.upperBound),
                start: 0,
                end: 0,
                next: 0
            )
        )
        guard let byte = next(), let form = readContent(byte, of: index, depth: depth) else { return false }
        values[index].form = form
        values[index].next = UInt32(values.count)
        return true
    }

    private mutating func readContent(_ byte: UInt8, of index: Int, depth: Int) -> SQLTree.Value.Form? {
        switch byte {
        case UInt8(ascii: "{"): return readMembers(upTo: "}", depth: depth) ? .object : nil
        case UInt8(ascii: "["): return readMembers(upTo: "]", depth: depth) ? .list : nil
        case UInt8(ascii: "\""):
            guard let text = readText() else { return nil }
            (values[index].start, values[index].end) = (UInt32(text.range.lowerBound), UInt32(text.range.upperBound))
            return text.isEscaped ? .escapedText : .text
        case UInt8(ascii: "t"): return skip("true") ? .yes : nil
        case UInt8(ascii: "f"): return skip("false") ? .no : nil
        case UInt8(ascii: "n"): return skip("null") ? .no : nil
        default:
            let start = position
            while position < bytes.count, Self.isNumeric(bytes[position]) { position += 1 }
            (values[index].start, values[index].end) = (UInt32(start), UInt32(position))
            return position > start ? .number : nil
        }
    }

    /// Reads an object's fields or a list's elements, from the bracket that opens it to the one that closes it.
    private mutating func readMembers(upTo close: Unicode.Scalar, depth: Int) -> Bool {
        guard depth < SQLTree.depthLimit else { return false }
        let close = UInt8(ascii: close)
        position += 1
        if next() == close {
            position += 1
            return true
        }
        while true {
            var name = 0..<0
            if close == UInt8(ascii: "}") {
                guard next() == UInt8(ascii: "\""), let text = readText(), next() == UInt8(ascii: ":") else {
                    return false
                }
                name = text.range
                position += 1
            }
            guard readValue(name: name, depth: depth + 1), let byte = next() else { return false }
            position += 1
            if byte == close { return true }
            guard byte == UInt8(ascii: ",") else { return false }
        }
    }

    /// Reads a text in quotes; nil where it does not end.
    private mutating func readText() -> (range: Range<Int>, isEscaped: Bool)? {
        position += 1
        let start = position
        var isEscaped = false
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return (start..<position - 1, isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                position += 2
            default: position += 1
            }
        }
        return nil
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count, unsafe bytes[position] == word.utf8Start[index] else { return false }
            position += 1
        }
        return true
    }

    /// The next byte that is no white space; nil at the end.
    private mutating func next() -> UInt8? {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || (0x09...0x0D).contains(byte) else { return byte }
            position += 1
        }
        return nil
    }

    private static func isNumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }
}
