import Glibc
import SystemdNotify

/// Log lines on standard error: logfmt or JSON, or priorities for the journal.
package struct Log: Sendable {
    /// How much a line matters.
    package enum Level: Int, Sendable, Comparable, CaseIterable {
        case debug
        case info
        case warn
        case error

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        /// The level of that name; nil where there is none.
        package init?(name: String) {
            guard let level = Level.allCases.first(where: { "\($0)" == name }) else { return nil }
            self = level
        }

        /// The priority of syslog(3).
        var priority: Int { [7, 6, 4, 3][rawValue] }
    }

    /// How a line is written.
    package enum Format: String, Sendable {
        /// `time=… level=… msg=… key=value`.
        case logfmt
        /// One JSON object.
        case json
        /// A record of the journal's own, with a field for each key; where that takes none, `<priority>message key=value`
        /// on standard error.
        case journal
    }

    private let least: Level
    private let format: Format

    /// A log of lines that matter at least that much.
    package init(least: Level, format: Format) {
        self.least = least
        self.format = format
    }

    /// Whether standard error leads to the journal.
    ///
    /// `$JOURNAL_STREAM` holds the device and inode of the stream (systemd.exec(5)).
    package static func leadsToJournal(_ environment: [String: String]) -> Bool {
        var status = stat()
        guard let stream = environment["JOURNAL_STREAM"], unsafe fstat(STDERR_FILENO, &status) == 0 else {
            return false
        }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }

    /// Writes a line.
    ///
    /// - Parameters:
    ///   - event: what it tells of.
    ///   - message: what happened; never a secret.
    ///   - fields: what it is about, in order.
    package func write(_ event: LogEvent, _ message: String, _ fields: [(String, String)] = []) {
        guard event.level >= least else { return }
        if format == .journal, Journal.send(Self.record(event, message, fields)) { return }
        let fields = [("event", event.name)] + fields + (event.runbook.map { [("runbook", $0)] } ?? [])
        let bytes = Array(Self.line(event.level, message, fields, format, time: Self.time()).utf8)
        _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// The record for the journal: the line to read, and each field by itself.
    static func record(_ event: LogEvent, _ message: String, _ fields: [(String, String)]) -> [Journal.Field] {
        let pairs = fields.map { " \($0)=\(value($1))" }.joined()
        let own = [("event", event.name)] + fields + (event.runbook.map { [("runbook", $0)] } ?? [])
        return [
            ("MESSAGE", oneLine(message) + pairs), ("PRIORITY", "\(event.level.priority)"), ("MESSAGE_ID", event.id),
        ] + own.map { ("PRISMA_" + $0.uppercased(), $1) }
    }

    /// The text of a line, line feed included.
    static func line(
        _ level: Level,
        _ message: String,
        _ fields: [(String, String)],
        _ format: Format,
        time: String
    ) -> String {
        switch format {
        case .logfmt:
            let pairs = [("time", time), ("level", "\(level)"), ("msg", message)] + fields
            return pairs.map { "\($0)=\(value($1))" }.joined(separator: " ") + "\n"
        case .json:
            let pairs = [("time", time), ("level", "\(level)"), ("msg", message)] + fields
            return "{" + pairs.map { "\(quoted($0)):\(quoted($1))" }.joined(separator: ",") + "}\n"
        case .journal:
            let pairs = fields.map { " \($0)=\(value($1))" }.joined()
            return "<\(level.priority)>\(oneLine(message))\(pairs)\n"
        }
    }

    private static func value(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0 != "\"" && $0 != "=" && $0 != "\\" && $0.value != 0x7F
            }
        return isPlain ? text : quoted(text)
    }

    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }

    /// A JSON string.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    private static func time() -> String {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        var parts = unsafe tm()
        _ = unsafe gmtime_r(&now.tv_sec, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = unsafe strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let milliseconds = String(1000 + now.tv_nsec / 1_000_000).dropFirst()
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) + ".\(milliseconds)Z"
    }
}
