/// The database's error as Prisma wrote it into `logs`.
///
/// Two forms exist. Prisma's native engine writes a line `Database error code: 42P07` and, after `Database error:`,
/// the server's message. With a driver adapter the second line is `Error querying the database: ERROR: …`, or a
/// sentence of Prisma's own, and there is no code.
struct RecordedError {
    /// The server's five-character code; nil where none is recorded.
    var sqlstate: String?
    /// One line of what went wrong; nil where nothing readable is recorded.
    var message: String?

    /// Longest message kept, in characters.
    private static let messageLimit = 300

    /// Reads the text of `logs`.
    init(logs: String) {
        let lines = Self.withoutEscapes(logs).split(separator: "\n")
            .map { $0.drop(while: \.isWhitespace) }
        var text: Substring?
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("Database error code:") {
                let code = line.dropFirst("Database error code:".count).drop(while: \.isWhitespace)
                    .prefix { !$0.isWhitespace }
                if code.utf8.count == 5, code.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) }) {
                    sqlstate = String(code)
                }
            } else if line.hasPrefix("Database error:"), text == nil {
                text = lines[(index + 1)...].first { !$0.isEmpty }
            }
        }
        if text == nil, lines.first?.hasPrefix("external connector error") == true {
            text = lines.dropFirst().first { !$0.isEmpty }
        }
        text =
            text ?? lines.first { $0.hasPrefix("db error:") || $0.hasPrefix("ERROR:") } ?? lines.first { !$0.isEmpty }
        for prefix in ["Error querying the database: ", "db error: "] where text?.hasPrefix(prefix) == true {
            text = text?.dropFirst(prefix.count)
        }
        message = text.map { String($0.prefix(Self.messageLimit)) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The text without ANSI escape sequences and carriage returns.
    private static func withoutEscapes(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isInEscape = false
        for scalar in text.unicodeScalars {
            if isInEscape {
                if scalar.properties.isAlphabetic { isInEscape = false }
            } else if scalar == "\u{1B}" {
                isInEscape = true
            } else if scalar == "\n" || scalar == "\t" || scalar.value >= 0x20 {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
