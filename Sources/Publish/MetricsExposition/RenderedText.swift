/// Text of a metrics page, rendered once, in which growing values still move.
package struct RenderedText: Sendable, Hashable {
    private struct Slot: Sendable, Hashable {
        /// Where in `bytes` the value goes.
        var offset: Int
        var seconds: Double
        var since: UInt64
    }

    private var bytes: [UInt8] = []
    private var slots: [Slot] = []

    /// No text.
    package init() {}

    /// Whether the text reads the same at any moment.
    package var isFixed: Bool { slots.isEmpty }

    /// Whether there is none.
    package var isEmpty: Bool { bytes.isEmpty && slots.isEmpty }

    /// Adds the text as it reads at one moment to a page.
    ///
    /// - Parameters:
    ///   - monotonicNanoseconds: the monotonic clock, the one that `Sample.Value.growing` refers to.
    ///   - page: where to add it, in UTF-8.
    package func write(at monotonicNanoseconds: UInt64, to page: inout [UInt8]) {
        var copied = 0
        for slot in slots {
            page += bytes[copied..<slot.offset]
            copied = slot.offset
            let elapsed = monotonicNanoseconds > slot.since ? monotonicNanoseconds - slot.since : 0
            // To the millisecond: an age has no more meaning than that.
            let milliseconds = (slot.seconds + Double(elapsed) / 1e9) * 1000
            page += NumberText.utf8(milliseconds.rounded() / 1000)
        }
        page += slots.isEmpty ? bytes[...] : bytes[copied...]
    }

    /// Bytes that the text has, growing values left out.
    package var size: Int { bytes.count }

    mutating func append(_ text: String) { bytes += text.utf8 }

    mutating func append(_ value: Sample.Value) {
        switch value {
        case .fixed(let value): bytes += NumberText.utf8(value)
        case .growing(let seconds, let since):
            slots.append(Slot(offset: bytes.count, seconds: seconds, since: since))
        }
    }

    /// Adds another text.
    package mutating func append(_ other: RenderedText) {
        for var slot in other.slots {
            slot.offset += bytes.count
            slots.append(slot)
        }
        bytes += other.bytes
    }

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Backslash and line feed are escaped everywhere; quotes in label values, and in OpenMetrics' HELP.
    mutating func appendEscaped(_ text: String, quote: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\"") where quote: append("\\\"")
            default: bytes.append(byte)
            }
        }
    }
}
