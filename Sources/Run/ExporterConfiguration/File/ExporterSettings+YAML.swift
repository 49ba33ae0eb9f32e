import TargetReport

extension ExporterSettings {
    /// The settings in force as YAML in the form of the configuration file, with secrets hidden.
    package var yaml: String {
        var lines = YAMLLines()
        lines.section("poll") { $0.poll(poll) }
        // All targets keep their baselines in one folder.
        if let baseline = targets.lazy.compactMap(\.baseline).first {
            lines.section("state") { $0.text("directory", baseline.directory) }
        }
        lines.section("limits") { lines in
            lines.value("max_connections", "\(limits.connections)")
            lines.value("max_connections_per_server", "\(limits.connectionsPerServer)")
            lines.value("migration_series", "\(limits.migrationSeries)")
        }
        lines.section("web") { lines in
            lines.list("listen_addresses", web.needsSystemdSockets ? [] : web.listenAddresses)
            lines.text("telemetry_path", web.telemetryPath)
            lines.value("max_connections", "\(web.maxConnections)")
        }
        lines.section("log") { lines in
            lines.value("level", logLevel)
            lines.value("format", logFormat)
        }
        lines.items("targets", targets) { $0.target($1) }
        return lines.text
    }
}

/// YAML written line by line.
private struct YAMLLines {
    private(set) var text = ""
    private var indent = ""
    /// What stands before the next key instead of the indent: the dash of a list's item.
    private var dash: String?

    mutating func value(_ key: String, _ value: String) {
        text += "\(dash ?? indent)\(key): \(value)\n"
        dash = nil
    }

    mutating func text(_ key: String, _ text: String?) {
        if let text { value(key, Self.quoted(text)) }
    }

    mutating func list(_ key: String, _ items: [String]) {
        value(key, "[\(items.map(Self.quoted).joined(separator: ", "))]")
    }

    mutating func section(_ key: String, _ body: (inout YAMLLines) -> Void) {
        text += "\(dash ?? indent)\(key):\n"
        dash = nil
        let outer = indent
        indent += "  "
        body(&self)
        indent = outer
    }

    mutating func items<Item>(_ key: String, _ items: [Item], _ body: (inout YAMLLines, Item) -> Void) {
        guard !items.isEmpty else { return value(key, "[]") }
        text += "\(indent)\(key):\n"
        let outer = indent
        indent += "    "
        for item in items {
            dash = "\(outer)  - "
            body(&self, item)
        }
        indent = outer
    }

    mutating func poll(_ times: PollTimes) {
        value("interval", DurationText.text(times.interval))
        value("timeout", DurationText.text(times.timeout))
        value("stale_after", DurationText.text(times.staleAfter))
    }

    mutating func target(_ target: ExporterSettings.Target) {
        text("name", target.name)
        switch target.url {
        case .file(let path): text("url_file", path)
        case .environment(let variable, _): text("url_env", variable)
        case .inline, .dotEnv: value("url", "<secret>")
        }
        text("schema", target.schema)
        text("migrations", target.migrations)
        text("prisma_schema", target.prismaSchema)
        if !target.labels.isEmpty {
            section("labels") { lines in
                for (name, value) in target.labels.sorted(by: { $0.key < $1.key }) { lines.text(name, value) }
            }
        }
        section("poll") { $0.poll(target.poll) }
        section("drift") { lines in
            lines.value("scope", target.driftScope.rawValue)
            lines.list("ignore", target.ignore)
        }
        guard let discovery = target.discovery else { return }
        section("discover") { lines in
            lines.text("databases", discovery.databases.text)
            lines.text("exclude", discovery.exclude?.text)
        }
    }

    /// A double-quoted scalar, which may hold any text (YAML 1.2, "Double-Quoted Style").
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
