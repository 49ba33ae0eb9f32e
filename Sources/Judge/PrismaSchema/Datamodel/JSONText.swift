/// Checks that a text is JSON (RFC 8259).
struct JSONText {
    private let bytes: [UInt8]
    private var index = 0

    /// Whether the text is one JSON value.
    static func isValid(_ text: String) -> Bool {
        var json = JSONText(bytes: Array(text.utf8))
        guard json.takeValue(depth: 0) else { return false }
        json.skipSpace()
        return json.index == json.bytes.count
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    }

    private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        guard byte == UInt8(ascii: wanted) else { return false }
        index += 1
        return true
    }

    private mutating func takeValue(depth: Int) -> Bool {
        skipSpace()
        guard let byte else { return false }
        switch byte {
        case UInt8(ascii: "\""): return takeString()
        case UInt8(ascii: "{"): return takeMembers(until: "}", depth: depth, areNamed: true)
        case UInt8(ascii: "["): return takeMembers(until: "]", depth: depth, areNamed: false)
        case UInt8(ascii: "t"): return takeWord("true")
        case UInt8(ascii: "f"): return takeWord("false")
        case UInt8(ascii: "n"): return takeWord("null")
        default: return takeNumber()
        }
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard bytes[index...].starts(with: word.utf8) else { return false }
        index += word.utf8.count
        return true
    }

    private mutating func takeMembers(until end: Unicode.Scalar, depth: Int, areNamed: Bool) -> Bool {
        // Prisma reads no deeper.
        guard depth < 127 else { return false }
        index += 1
        skipSpace()
        if take(end) { return true }
        while true {
            skipSpace()
            if areNamed {
                guard byte == UInt8(ascii: "\""), takeString() else { return false }
                skipSpace()
                guard take(":") else { return false }
            }
            guard takeValue(depth: depth + 1) else { return false }
            skipSpace()
            if take(end) { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func takeString() -> Bool {
        index += 1
        while let byte {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return true
            case ..<0x20: return false
            case UInt8(ascii: "\\"):
                guard let escape = self.byte, "\"\\/bfnrtu".utf8.contains(escape) else { return false }
                index += 1
                if escape == UInt8(ascii: "u"), !takeUnicodeEscape() { return false }
            default: break
            }
        }
        return false
    }

    /// Takes the digits of a character, and the second half of a surrogate pair with its own.
    private mutating func takeUnicodeEscape() -> Bool {
        guard let first = takeHexadecimal(), !(0xDC00..<0xE000).contains(first) else { return false }
        guard (0xD800..<0xDC00).contains(first) else { return true }
        guard take("\\"), take("u"), let second = takeHexadecimal() else { return false }
        return (0xDC00..<0xE000).contains(second)
    }

    private mutating func takeHexadecimal() -> UInt32? {
        let digits = bytes[index...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ "0123456789abcdefABCDEF".utf8.contains($0) }) else { return nil }
        index += 4
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func takeNumber() -> Bool {
        let start = index
        _ = take("-")
        if !take("0"), !takeDigits() { return false }
        if take("."), !takeDigits() { return false }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard takeDigits() else { return false }
        }
        // Prisma reads a number as one of 64 bits.
        return Double(String(decoding: bytes[start..<index], as: UTF8.self))?.isFinite ?? false
    }

    private mutating func takeDigits() -> Bool {
        let start = index
        while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index > start
    }
}
