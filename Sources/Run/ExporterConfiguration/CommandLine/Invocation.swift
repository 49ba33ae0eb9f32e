/// A command line taken apart: the command and the values of its flags.
package struct Invocation: Sendable, Hashable {
    /// What to do; `serve` where the command line names nothing.
    package var command: Command
    /// The values given, by flag name; a flag without a value has one empty string.
    package var values: [String: [String]]

    /// Takes apart what follows the program's name.
    ///
    /// - Throws: `UsageError` that names the word, what was expected, and the nearest flag.
    package init(arguments: [String]) throws(UsageError) {
        var words = arguments[...]
        command = .serve
        if let first = words.first, !first.hasPrefix("-") {
            guard let named = Command(rawValue: first) else { throw UsageError.unknownCommand(first) }
            command = named
            words = words.dropFirst()
        }
        values = [:]
        while let word = words.popFirst() {
            guard !word.mayHoldPassword else { throw UsageError.databaseURL }
            guard word.hasPrefix("--") || word == "-h" else { throw UsageError.unexpectedWord(word) }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = word == "-h" ? "help" : String(parts[0].dropFirst(2))
            guard let flag = Flag.all.first(where: { $0.name == name }) else { throw UsageError.unknownFlag(name) }
            guard flag.commands.contains(command) else { throw UsageError.foreignFlag(name, command) }
            var value = parts.count == 2 ? String(parts[1]) : nil
            if flag.value == nil {
                guard value == nil else { throw UsageError.needlessValue(name) }
                value = ""
            } else if value == nil {
                value = words.popFirst()
            }
            guard let value else { throw UsageError.missingValue(flag) }
            guard !value.mayHoldPassword else { throw UsageError.databaseURL }
            guard flag.choices.isEmpty || flag.choices.contains(value) else {
                let expected = "one of \(flag.choices.joined(separator: ", "))"
                throw UsageError.badValue(name, value, expected: expected)
            }
            guard flag.isRepeatable || values[name] == nil else { throw UsageError.repeated(name) }
            values[name, default: []].append(value)
        }
    }

    /// The value of a flag that is given at most once; nil where it is not given.
    package func value(_ flag: String) -> String? { values[flag]?.first }

    /// Whether the flag was given.
    package func has(_ flag: String) -> Bool { values[flag] != nil }
}
