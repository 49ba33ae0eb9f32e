/// A generator whose numbers are the same at every run (Steele and others, SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// The generator of that seed.
    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var number = state
        number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
        number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
        return number ^ number >> 31
    }

    /// True once in so many times.
    package mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

    /// The text with some bytes cut out, doubled, moved or replaced.
    package mutating func mutate(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for _ in 0...Int.random(in: 0...2, using: &self) where !bytes.isEmpty {
            let start = Int.random(in: 0..<bytes.count, using: &self)
            let end = min(bytes.count, start + Int.random(in: 1...12, using: &self))
            let piece = Array(bytes[start..<end])
            switch Int.random(in: 0...3, using: &self) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: piece, at: start)
            case 2: bytes.insert(contentsOf: piece, at: Int.random(in: 0...bytes.count, using: &self))
            default: bytes[start] = UInt8.random(in: 0...255, using: &self)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
