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
        guard depth < 128, let byte else { return false }
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
                if escape == UInt8(ascii: "u") {
                    let digits = bytes[index...].prefix(4)
                    guard digits.count == 4, digits.allSatisfy({ "0123456789abcdefABCDEF".utf8.contains($0) }) else {
                        return false
                    }
                    index += 4
                }
            default: break
            }
        }
        return false
    }

    private mutating func takeNumber() -> Bool {
        _ = take("-")
        if !take("0"), !takeDigits() { return false }
        if take("."), !takeDigits() { return false }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            return takeDigits()
        }
        return true
    }

    private mutating func takeDigits() -> Bool {
        let start = index
        while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index > start
    }
}
