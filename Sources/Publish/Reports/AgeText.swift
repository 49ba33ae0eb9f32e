/// Ages as people say them.
package enum AgeText {
    /// The two largest units of an age, such as `3h12m`, `45s`, `9d4h`; `0s` for a negative one.
    ///
    /// - Parameter seconds: the age.
    /// - Returns: the text.
    package static func text(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 1 else { return "0s" }
        let whole = Int64(min(seconds, 1e15))
        let units: [(name: String, seconds: Int64)] = [("d", 86400), ("h", 3600), ("m", 60), ("s", 1)]
        guard let first = units.firstIndex(where: { whole >= $0.seconds }) else { return "0s" }
        let text = "\(whole / units[first].seconds)\(units[first].name)"
        let rest = whole % units[first].seconds
        guard first + 1 < units.count, rest >= units[first + 1].seconds else { return text }
        return text + "\(rest / units[first + 1].seconds)\(units[first + 1].name)"
    }
}
