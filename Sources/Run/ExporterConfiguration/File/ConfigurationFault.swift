/// One mistake in a configuration file.
package struct ConfigurationFault: Error, Sendable, Hashable {
    /// Where it is.
    package var mark: Mark
    /// What is wrong and what would be right; never a secret.
    package var problem: String

    init(_ mark: Mark, _ problem: String) {
        self.mark = mark
        self.problem = problem
    }
}

/// A configuration file that can't be used, with all of its mistakes.
package struct UnusableConfiguration: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, as it was named.
    package var path: String
    /// The mistakes, in the order of the file; empty where the file can't be read.
    package var faults: [ConfigurationFault]
    /// Why the file can't be read; nil where it can.
    package var failure: String?

    init(path: String, faults: [ConfigurationFault]) {
        self.path = path
        self.faults = faults.sorted { ($0.mark, $0.problem) < ($1.mark, $1.problem) }
    }

    init(_ failure: FileFailure) {
        path = failure.path
        faults = []
        self.failure = failure.reason
    }

    /// One line a mistake, `file:line:column: problem`.
    package var description: String {
        if let failure { return "\(path): \(failure)" }
        return faults.map { "\(path):\($0.mark.line):\($0.mark.column): \($0.problem)" }.joined(separator: "\n")
    }
}
