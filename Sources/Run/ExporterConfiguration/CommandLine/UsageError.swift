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
        let distances = known.map { ($0, editDistance(word, $0)) }
        guard let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= max(2, word.count / 3) else { return "" }
        return "; did you mean \(prefix)\(best.0)?"
    }

    /// Levenshtein's distance: how many letters to insert, remove or replace.
    private static func editDistance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in right.indices {
                let replaced = diagonal + (letter == right[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
