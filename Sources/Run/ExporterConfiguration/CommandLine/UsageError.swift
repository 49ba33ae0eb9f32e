/// A command line that can't be used, said for the person who typed it.
package struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and what would be right.
    package var description: String

    /// An error with that text.
    package init(_ description: String) {
        self.description = description
    }

    static func unknownCommand(_ word: String) -> UsageError {
        let known = Command.allCases.map(\.rawValue)
        return UsageError(
            "unknown command \"\(word)\"\(nearest(word, among: known)); commands: \(known.joined(separator: ", "))"
        )
    }

    static func unexpectedWord(_ word: String) -> UsageError {
        // A conninfo has this in each of its words.
        guard !word.contains("=") else { return databaseURL }
        return UsageError("unexpected \"\(word)\"; flags begin with --")
    }

    /// What is said of a URL or a conninfo, wherever it stands: it may hold a password, and is never repeated.
    static let databaseURL = UsageError(
        "a database URL does not belong on the command line, where everyone sees it in ps: "
            + "put it into DATABASE_URL, or into a file named by --database-url-file"
    )

    static func unknownFlag(_ name: String) -> UsageError {
        UsageError(
            "unknown flag --\(name)\(nearest(name, among: Flag.all.map(\.name), prefix: "--")); --help lists them"
        )
    }

    static func foreignFlag(_ name: String, _ command: Command) -> UsageError {
        UsageError("--\(name) is no flag of \(command.rawValue); \(command.rawValue) --help lists those")
    }

    static func needlessValue(_ name: String) -> UsageError { UsageError("--\(name) takes no value") }

    static func missingValue(_ flag: Flag) -> UsageError {
        UsageError("--\(flag.name) needs a value: --\(flag.name)=\(flag.value ?? "VALUE")")
    }

    static func repeated(_ name: String) -> UsageError { UsageError("--\(name) is given twice") }

    /// A value that does not fit its flag; the value itself is repeated.
    package static func badValue(_ flag: String, _ value: String, expected: String) -> UsageError {
        UsageError("--\(flag): \"\(value)\" is not \(expected)")
    }

    private static func nearest(_ word: String, among known: [String], prefix: String = "") -> String {
        NearestWord.to(word, among: known).map { "; did you mean \(prefix)\($0)?" } ?? ""
    }
}

extension StringProtocol {
    /// Whether this is a URL, or has libpq's word for a password in it.
    var mayHoldPassword: Bool { contains("://") || lowercased().contains("password=") }
}
