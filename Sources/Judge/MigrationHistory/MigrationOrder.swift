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
        let primary = (left.unicodeScalars.lazy.map(weight), right.unicodeScalars.lazy.map(weight))
        if !primary.0.elementsEqual(primary.1) { return primary.0.lexicographicallyPrecedes(primary.1) }
        // Lower case before upper case, decided at the first difference.
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

    private static let markWeights = Dictionary(uniqueKeysWithValues: marks.enumerated().map { ($1, UInt32($0)) })

    private static func weight(_ scalar: Unicode.Scalar) -> UInt32 {
        switch scalar {
        case "0"..."9": 100 + scalar.value - 48
        case "a"..."z": 200 + scalar.value - 97
        case "A"..."Z": 200 + scalar.value - 65
        default: scalar.isASCII ? markWeights[scalar] ?? 0 : 1000 + scalar.value
        }
    }
}
