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
                (-10_000...10_000).contains(number)
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
