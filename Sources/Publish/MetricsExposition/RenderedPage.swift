/// A metrics page rendered once, in which growing values still move.
package struct RenderedPage: Sendable {
    private struct Slot: Sendable {
        /// Where in `bytes` the value goes.
        var offset: Int
        var seconds: Double
        var since: UInt64
    }

    private var bytes: [UInt8] = []
    private var slots: [Slot] = []

    /// The format that the page is in.
    package let format: ExpositionFormat

    /// Renders the families in the given order; families without samples are left out.
    package init(_ families: [MetricFamily], format: ExpositionFormat) {
        self.format = format
        for family in families where !family.samples.isEmpty { append(family) }
        if format.isOpenMetrics { bytes += Self.endOfOpenMetrics }
    }

    /// The last line of a page in OpenMetrics, which nothing may follow.
    package static let endOfOpenMetrics = Array("# EOF\n".utf8)

    /// The page as it reads at one moment.
    ///
    /// - Parameter monotonicNanoseconds: the monotonic clock, the one that `Sample.Value.growing` refers to.
    /// - Returns: the page in UTF-8.
    package func text(at monotonicNanoseconds: UInt64) -> [UInt8] {
        guard !slots.isEmpty else { return bytes }
        var page: [UInt8] = []
        page.reserveCapacity(bytes.count + slots.count * 12)
        var copied = 0
        for slot in slots {
            page += bytes[copied..<slot.offset]
            copied = slot.offset
            let elapsed = monotonicNanoseconds > slot.since ? monotonicNanoseconds - slot.since : 0
            // To the millisecond: an age has no more meaning than that.
            let milliseconds = (slot.seconds + Double(elapsed) / 1e9) * 1000
            page += NumberText.utf8(milliseconds.rounded() / 1000)
        }
        page += bytes[copied...]
        return page
    }

    private mutating func append(_ family: MetricFamily) {
        let isCounter = family.kind == .counter
        let name = format.isOpenMetrics && isCounter ? String(family.name.dropLast("_total".count)) : family.name
        append("# HELP \(name) ")
        appendEscaped(family.help, quote: format.isOpenMetrics)
        append("\n# TYPE \(name) \(isCounter ? "counter" : "gauge")\n")
        if format.isOpenMetrics, let unit = family.unit { append("# UNIT \(name) \(unit)\n") }
        for sample in family.samples {
            append(family.name)
            appendLabels(sample.labels)
            append(" ")
            switch sample.value {
            case .fixed(let value): bytes += NumberText.utf8(value)
            case .growing(let seconds, let since):
                slots.append(Slot(offset: bytes.count, seconds: seconds, since: since))
            }
            append("\n")
            guard format.isOpenMetrics, isCounter, let created = sample.created else { continue }
            append(name + "_created")
            appendLabels(sample.labels)
            append(" ")
            bytes += NumberText.utf8(created)
            append("\n")
        }
    }

    private mutating func appendLabels(_ labels: [Label]) {
        guard !labels.isEmpty else { return }
        for (index, label) in labels.enumerated() {
            append(index == 0 ? "{" : ",")
            append(label.name)
            append("=\"")
            appendEscaped(label.value, quote: true)
            append("\"")
        }
        append("}")
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }

    /// Backslash and line feed are escaped everywhere; quotes in label values, and in OpenMetrics' HELP.
    private mutating func appendEscaped(_ text: String, quote: Bool) {
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
