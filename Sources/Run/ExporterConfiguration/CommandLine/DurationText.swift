/// Durations as Prometheus writes them: `15s`, `1m30s`, `500ms`, `2h`.
///
/// The grammar is Prometheus' own (documentation, "Configuration", `<duration>`): whole numbers with the units
/// y w d h m s ms, largest first, each at most once; a bare `0` is allowed.
package enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
        ("ms", 1),
    ]

    /// The duration that the text names; nil where it is not one, or is longer than 292 years.
    package static func duration(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        var rest = text[...]
        var milliseconds: Int64 = 0
        var next = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let unit = rest[digits.endIndex...].prefix { $0.isASCII && $0.isLetter }
            guard let number = Int64(digits), let index = units.firstIndex(where: { $0.name == unit }), index >= next
            else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: units[index].milliseconds)
            let (sum, tooLarge) = milliseconds.addingReportingOverflow(product)
            guard !overflow, !tooLarge else { return nil }
            milliseconds = sum
            next = index + 1
            rest = rest[unit.endIndex...]
        }
        return text.isEmpty ? nil : .milliseconds(milliseconds)
    }

    /// The shortest text for a duration of whole milliseconds, such as `1m30s`.
    package static func text(_ duration: Duration) -> String {
        let parts = duration.components
        var rest = parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
        guard rest > 0 else { return "0s" }
        var text = ""
        for unit in units where rest >= unit.milliseconds {
            text += "\(rest / unit.milliseconds)\(unit.name)"
            rest %= unit.milliseconds
        }
        return text
    }
}
