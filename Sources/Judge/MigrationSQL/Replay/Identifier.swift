/// Names as PostgreSQL makes and cuts them.
enum Identifier {
    /// Bytes that a name may have (`NAMEDATALEN` - 1).
    static let limit = 63

    /// The name cut to its limit, at the border of a character.
    static func truncated(_ name: String, to limit: Int = limit) -> String {
        guard name.utf8.count > limit else { return name }
        var bytes = Array(name.utf8.prefix(limit))
        let next = Array(name.utf8)[limit]
        if next & 0xC0 == 0x80 {
            while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
            bytes.removeLast()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The name that the server gives an object without one (PostgreSQL source, `makeObjectName`).
    ///
    /// The longer of the two names is cut first, byte by byte, until all fits.
    static func made(_ first: String, _ second: String, _ label: String) -> String {
        let overhead = label.utf8.count + 1 + (second.isEmpty ? 0 : 1)
        var firstSize = first.utf8.count
        var secondSize = second.utf8.count
        while firstSize + secondSize + overhead > limit {
            if firstSize > secondSize { firstSize -= 1 } else { secondSize -= 1 }
        }
        return [truncated(first, to: firstSize), truncated(second, to: secondSize), label]
            .filter { !$0.isEmpty }.joined(separator: "_")
    }

    /// The first of `made`'s names, numbered from 1, that is not taken.
    static func chosen(_ first: String, _ second: String, _ label: String, isTaken: (String) -> Bool) -> String {
        var name = made(first, second, label)
        var number = 0
        while isTaken(name), number < 1000 {
            number += 1
            name = made(first, second, "\(label)\(number)")
        }
        return name
    }
}
