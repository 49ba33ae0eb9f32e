/// Decimal numbers as schemas write them.
enum DecimalText {
    /// The number as Prisma writes it in SQL: without exponent, needless zeros before it and a sign of zero; nil where
    /// the text is no number.
    static func expanded(_ text: String) -> String? {
        // Underscores between digits are passed over.
        let plain = text.filter { $0 != "_" }
        var rest = plain.utf8[...]
        var isNegative = false
        if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            rest.removeFirst()
        }
        let mantissa = rest.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
        var exponent = 0
        if mantissa.endIndex != rest.endIndex {
            guard let number = Int(String(decoding: rest[mantissa.endIndex...].dropFirst(), as: UTF8.self)),
                abs(number) <= 10_000
            else { return nil }
            exponent = number
        }
        let parts = mantissa.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        var digits = Array(parts.joined())
        guard !digits.isEmpty, digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
        let isZero = digits.allSatisfy { $0 == UInt8(ascii: "0") }
        var point = (parts.first?.count ?? 0) + exponent
        if point < 1 {
            digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: 1 - point), at: 0)
            point = 1
        }
        if point > digits.count {
            digits += repeatElement(UInt8(ascii: "0"), count: point - digits.count)
        }
        let whole = digits[..<point].drop { $0 == UInt8(ascii: "0") }
        let integer = whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self)
        let fraction = String(decoding: digits[point...], as: UTF8.self)
        return (isNegative && !isZero ? "-" : "") + integer + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}

/// Bytes as the defaults of `Bytes` fields write them.
enum Base64 {
    /// The bytes; nil where the text is not Base64 with its padding (RFC 4648, 4).
    static func decoded(_ text: String) -> [UInt8]? {
        let input = Array(text.utf8)
        guard input.count % 4 == 0 else { return nil }
        let padding = input.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding <= 2 else { return nil }
        var output: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for byte in input.dropLast(padding) {
            guard let value = sextet(byte) else { return nil }
            buffer = buffer << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                output.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        // The bits that no byte takes are zero.
        return buffer & (1 << bits - 1) == 0 ? output : nil
    }

    private static func sextet(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
