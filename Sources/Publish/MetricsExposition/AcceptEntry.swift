/// One entry of an `Accept` or `Accept-Encoding` header (RFC 9110, section 12.5).
struct AcceptEntry: Hashable {
    /// The media type or coding, in lower case.
    var name: String
    /// The parameters before `q`, by name in lower case.
    var parameters: [String: String] = [:]
    /// The weight, 0 to 1; 0 excludes.
    var quality = 1.0

    /// Entries beyond this number are not looked at.
    private static let limit = 64

    /// The entries of a header in its order; what can't be read is passed over.
    static func list(_ header: String) -> [AcceptEntry] {
        header.split(separator: ",", maxSplits: limit).prefix(limit).compactMap { AcceptEntry($0) }
    }

    private init?(_ text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
        guard let first = parts.first, !first.isEmpty else { return nil }
        name = first.lowercased()
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map(Self.trimmed)
            guard pair.count == 2 else { continue }
            let value = pair[1].hasPrefix("\"") ? pair[1].filter { $0 != "\"" } : pair[1]
            if pair[0].lowercased() == "q" {
                guard let number = Double(value), (0...1).contains(number) else { return nil }
                quality = number
            } else {
                parameters[pair[0].lowercased()] = value
            }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
