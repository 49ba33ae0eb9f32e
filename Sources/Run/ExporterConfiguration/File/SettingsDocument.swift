/// What is written from the list of keys.
package enum SettingsDocument {
    /// An example of the configuration file with every key, most of them in comments.
    package static let example: String = {
        let head = """
            # Configuration of prisma-migrate-exporter; give it with --config.file. Every key is here, in a comment where
            # it may be left out. Flags override this file, but not what one of several targets says of itself. Paths
            # are relative to this file.

            """
        return head + SettingsKey.exporter.map { "\n" + example(of: $0, indent: "", isShown: $0.isShown) }.joined()
    }()

    /// A table of every key, in Markdown.
    package static let reference: String = {
        let head = """
            # The configuration file

            Written by `prisma-migrate-exporter check-config --reference`. Flags override the file, but not what one of
            several targets says of itself; the file overrides the defaults. `SIGHUP`, or `POST /-/reload` where
            `--web.enable-lifecycle` is given, reads it again.

            | key | value | without it | what it does |
            |---|---|---|---|

            """
        return head + rows(SettingsKey.exporter, prefix: "")
    }()

    private static func rows(_ keys: [SettingsKey], prefix: String) -> String {
        keys.map { key in
            let name = prefix + key.name
            let fallback = key.fallback.map { $0.hasPrefix("[") || !$0.contains(" ") ? "`\($0)`" : $0 } ?? ""
            let row = "| `\(name)` | \(key.kind.summary) | \(fallback) | \(key.help) |\n"
            switch key.kind {
            case .section(let inner): return row + rows(inner, prefix: name + ".")
            case .sections(let inner): return row + rows(inner, prefix: name + "[].")
            default: return row
            }
        }
        .joined()
    }

    private static func example(of key: SettingsKey, indent: String, isShown: Bool) -> String {
        let isActive = isShown && key.isShown
        let mark = isActive ? "" : "#"
        let help = wrapped(key.help + (key.fallback.map { " Default: \($0)." } ?? ""), indent: indent)
        switch key.kind {
        case .section(let keys):
            let inner = keys.map { example(of: $0, indent: indent + "  ", isShown: isActive) }
            return help + "\(indent)\(mark)\(key.name):\n" + inner.joined()
        case .sections(let keys):
            let inner = keys.map { example(of: $0, indent: indent + "    ", isShown: isActive) }.joined()
            // The first key carries the dash of the list's item.
            let first = keys.first.map { $0.isShown && isActive ? $0.name : "#\($0.name)" } ?? ""
            let dashed = first.hasPrefix("#") ? "#- \(first.dropFirst())" : "- \(first)"
            return help + "\(indent)\(mark)\(key.name):\n"
                + inner.replacing("\(indent)    \(first):", with: "\(indent)  \(dashed):", maxReplacements: 1)
        default:
            return help + "\(indent)\(mark)\(key.name): \(key.example)\n"
        }
    }

    private static func wrapped(_ text: String, indent: String) -> String {
        var lines = ["\(indent)#"]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count > 110 { lines.append("\(indent)#") }
            lines[lines.count - 1] += " \(word)"
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
