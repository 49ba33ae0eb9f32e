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
        // A URL or a conninfo may hold a password: the word is never repeated.
        guard !word.contains("://"), !word.contains("=") else {
            return UsageError(
                "a database URL does not belong on the command line, where everyone sees it in ps: "
                    + "put it into DATABASE_URL, or into a file named by --database-url-file"
            )
        }
        return UsageError("unexpected \"\(word)\"; flags begin with --")
    }

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
