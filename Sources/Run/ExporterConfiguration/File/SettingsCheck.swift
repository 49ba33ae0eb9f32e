/// Holds a YAML document against a list of keys, and notes every mistake.
struct SettingsCheck {
    /// The mistakes so far.
    private(set) var faults: [ConfigurationFault] = []
    /// Whether a key without a value counts as not set; otherwise it is a mistake.
    private let allowsEmptyKeys: Bool

    init(allowsEmptyKeys: Bool = false) { self.allowsEmptyKeys = allowsEmptyKeys }

    /// Notes a mistake found by whoever knows more than the kind of a value.
    mutating func fault(_ mark: Mark, _ problem: String) { faults.append(ConfigurationFault(mark, problem)) }

    /// The document as a section of these keys, without what does not fit.
    mutating func section(_ node: YAMLNode, _ keys: [SettingsKey], path: String = "") -> CheckedValue {
        guard case .mapping(let entries) = node.content else {
            let subject = path.isEmpty ? "" : "\(path): "
            fault(node.mark, "\(subject)found \(node.kind), expected \(SettingsKey.Kind.section(keys).expectation)")
            return CheckedValue(content: .section([:]), mark: node.mark)
        }
        var values: [String: CheckedValue] = [:]
        var mentioned: Set<String> = []
        for (name, entry) in distinct(entries, path: path) {
            guard let key = keys.first(where: { $0.name == name }) else {
                unknown(name, entry.key.mark, keys, path: path)
                continue
            }
            if allowsEmptyKeys, entry.value.isNull { continue }
            mentioned.insert(name)
            let place = path.isEmpty ? name : "\(path).\(name)"
            if let value = value(entry.value, key.kind, path: place) { values[name] = value }
        }
        return CheckedValue(content: .section(values), mark: node.mark, mentioned: mentioned)
    }

    /// The entries by name; a name that occurs again, or is no name, is noted and left out.
    private mutating func distinct(
        _ entries: [YAMLNode.Entry],
        path: String
    ) -> [(name: String, entry: YAMLNode.Entry)] {
        var first: [String: Mark] = [:]
        var result: [(name: String, entry: YAMLNode.Entry)] = []
        for entry in entries {
            guard case .scalar(let name, _) = entry.key.content else {
                fault(
                    entry.key.mark,
                    "\(path.isEmpty ? "" : "\(path): ")a key is a single word, found \(entry.key.kind)"
                )
                continue
            }
            if let line = first[name]?.line {
                fault(entry.key.mark, "key \(Self.shown(name)) is already set in line \(line)")
                continue
            }
            first[name] = entry.key.mark
            result.append((name, entry))
        }
        return result
    }

    private mutating func unknown(_ name: String, _ mark: Mark, _ keys: [SettingsKey], path: String) {
        let known = keys.map(\.name)
        let place = path.isEmpty ? "" : " in \(path)"
        let advice =
            NearestWord.to(name, among: known).map { "did you mean \($0)?" }
            ?? "expected one of \(known.joined(separator: ", "))"
        fault(mark, "unknown key \(Self.shown(name))\(place); \(advice)")
    }

    private mutating func value(_ node: YAMLNode, _ kind: SettingsKey.Kind, path: String) -> CheckedValue? {
        switch kind {
        case .section(let keys): return section(node, keys, path: path)
        case .sections(let keys): return items(node, kind, path: path) { $0.section($1, keys, path: $2) }
        case .list(let item): return items(node, kind, path: path) { $0.value($1, item, path: $2) }
        case .map: return pairs(node, kind, .text, path: path)
        case .secretMap: return pairs(node, kind, .secret, path: path)
        default:
            guard case .scalar(let text, _) = node.content, !node.isNull else {
                fault(node.mark, "\(path): found \(node.kind), expected \(kind.expectation)")
                return nil
            }
            guard let content = Self.content(text, kind) else {
                // A mistaken line may hold a password.
                let found = kind == .secret ? "this" : Self.shown(text)
                fault(node.mark, "\(path): \(found) is not \(kind.expectation)")
                return nil
            }
            return CheckedValue(content: content, mark: node.mark)
        }
    }

    private mutating func items(
        _ node: YAMLNode,
        _ kind: SettingsKey.Kind,
        path: String,
        _ item: (inout SettingsCheck, YAMLNode, String) -> CheckedValue?
    ) -> CheckedValue? {
        guard case .sequence(let nodes) = node.content else {
            fault(node.mark, "\(path): found \(node.kind), expected \(kind.expectation)")
            return nil
        }
        let values = nodes.enumerated().compactMap { item(&self, $1, "\(path)[\($0)]") }
        return CheckedValue(content: .list(values), mark: node.mark)
    }

    private mutating func pairs(
        _ node: YAMLNode,
        _ kind: SettingsKey.Kind,
        _ item: SettingsKey.Kind,
        path: String
    ) -> CheckedValue? {
        guard case .mapping(let entries) = node.content else {
            fault(node.mark, "\(path): found \(node.kind), expected \(kind.expectation)")
            return nil
        }
        var pairs: [CheckedValue.Pair] = []
        for (name, entry) in distinct(entries, path: path) {
            guard let value = value(entry.value, item, path: "\(path).\(name)") else { continue }
            pairs.append(CheckedValue.Pair(name: name, mark: entry.key.mark, value: value))
        }
        return CheckedValue(content: .map(pairs), mark: node.mark)
    }

    private static func content(_ text: String, _ kind: SettingsKey.Kind) -> CheckedValue.Content? {
        switch kind {
        case .duration(let least):
            return DurationText.duration(text).flatMap { $0 >= least ? .duration($0) : nil }
        case .integer(let range):
            return Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
        case .boolean:
            return ["true": true, "false": false][text.lowercased()].map { .boolean($0) }
        case .choice(let words):
            return words.contains(text) ? .text(text) : nil
        case .pattern:
            return NamePattern(text).map { .text($0.text) }
        case .variable:
            let isName = text.utf8.allSatisfy { $0 == 0x5F || $0.isASCIILetterOrDigit }
            return isName && !text.isEmpty ? .text(text) : nil
        case .path:
            // A key in place of its file has several lines.
            return text.isEmpty || text.mayHoldPassword || text.contains("\n") ? nil : .text(text)
        default:
            return .text(text)
        }
    }

    /// A text of the file in an error, in quotes; what may be a URL with a password, or is long, is not repeated.
    static func shown(_ text: String) -> String {
        text.mayHoldPassword || text.contains("@") || text.contains("\n") || text.count > 60
            ? "this text" : "\"\(text)\""
    }
}

extension UInt8 {
    /// Whether this is the code of `A` … `Z`, `a` … `z` or `0` … `9`.
    var isASCIILetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
