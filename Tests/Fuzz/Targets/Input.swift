/// Bytes taken from the front one by one, for targets that need more than a text; zeros where none are left.
struct Input {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isEmpty: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func truth() -> Bool { byte() & 1 == 1 }

    /// One of the list.
    mutating func choice<Element>(_ list: [Element]) -> Element { list[Int(byte()) % list.count] }

    /// A number of any size.
    mutating func number() -> Int64 { (0..<8).reduce(0) { sum, _ in sum << 8 | Int64(byte()) } }

    /// The text up to the next line feed.
    mutating func line() -> String {
        let line = rest.prefix { $0 != 0x0A }
        rest = rest.dropFirst(line.count + 1)
        return String(decoding: line, as: UTF8.self)
    }

    /// All that is left, as text.
    var text: String { String(decoding: rest, as: UTF8.self) }
}
