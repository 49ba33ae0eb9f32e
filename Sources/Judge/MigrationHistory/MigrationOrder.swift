/// Prisma's two orders of migration names.
///
/// Up to 6.5 the engine sorts by bytes; since 6.6 the command line sorts with JavaScript's `localeCompare`.
package enum MigrationOrder {
    /// Whether `left` comes first by bytes.
    static func isEarlierByBytes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// Whether `left` comes first by the root collation of ICU, as far as ASCII goes; other letters go by code point.
    package static func isEarlierByLocale(_ left: String, _ right: String) -> Bool {
        var isLowerCase: Bool?
        var one = left.utf8.makeIterator()
        var other = right.utf8.makeIterator()
        while true {
            guard let first = one.next() else { return other.next() == nil ? isLowerCase ?? false : true }
            guard let second = other.next() else { return false }
            guard first | second < 0x80 else { return isEarlierByScalars(left, right) }
            guard first != second else { continue }
            let weights = (weights[Int(first)], weights[Int(second)])
            guard weights.0 == weights.1 else { return weights.0 < weights.1 }
            // Lower case before upper case, decided at the first difference.
            if isLowerCase == nil { isLowerCase = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) }
        }
    }

    /// The same for any letters.
    static func isEarlierByScalars(_ left: String, _ right: String) -> Bool {
        let primary = (left.unicodeScalars.lazy.map(weight), right.unicodeScalars.lazy.map(weight))
        if !primary.0.elementsEqual(primary.1) { return primary.0.lexicographicallyPrecedes(primary.1) }
        for (one, other) in zip(left.unicodeScalars, right.unicodeScalars) where one != other {
            return one.properties.isLowercase
        }
        return false
    }

    /// Whether both orders put `left` first, so that it holds whatever the version.
    static func isEarlierByBoth(_ left: String, _ right: String) -> Bool {
        isEarlierByBytes(left, right) && isEarlierByLocale(left, right)
    }

    /// White space, punctuation and symbols in the order of CLDR's root collation, then digits, then letters.
    private static let marks = Array("\t\n\u{0B}\u{0C}\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$".unicodeScalars)

    /// The weight of each ASCII character.
    private static let weights: [UInt32] = {
        var weights = [UInt32](repeating: 0, count: 128)
        for (place, mark) in marks.enumerated() { weights[Int(mark.value)] = UInt32(place) }
        for digit in 0..<10 { weights[48 + digit] = 100 + UInt32(digit) }
        for letter in 0..<26 {
            weights[97 + letter] = 200 + UInt32(letter)
            weights[65 + letter] = 200 + UInt32(letter)
        }
        return weights
    }()

    private static func weight(_ scalar: Unicode.Scalar) -> UInt32 {
        scalar.isASCII ? weights[Int(scalar.value)] : 1000 + scalar.value
    }
}
