/// The text of `--help`.
package enum HelpText {
    /// The help of one command: usage, its flags, where the database URL comes from, exit status.
    package static func text(for command: Command) -> String {
        let flags = flags(of: command)
            .map { flag in
                let name = "  --\(flag.name)" + (flag.value.map { "=\($0)" } ?? "")
                return wrapped(name, flag.help)
            }
        let usage = """
            Usage: prisma-migrate-exporter \(command == .serve ? "[serve]" : command.rawValue) [FLAGS]

            \(summary(of: command))

            \(flags.joined(separator: "\n"))

            """
        return command == .health ? usage : "\(usage)\n\(urlSources)\n"
    }

    /// The flags of a command, in the order of `--help`.
    static func flags(of command: Command) -> [Flag] { Flag.all.filter { $0.commands.contains(command) } }

    /// Where the database URL comes from.
    static let urlSources = """
        The database URL comes from the configuration file, else --database-url-file, else
        $CREDENTIALS_DIRECTORY/database-url, else $DATABASE_URL, else DATABASE_URL in the project's .env; never from
        the command line.
        """

    /// What a command does, and its exit status where that says something.
    static func summary(of command: Command) -> String {
        switch command {
        case .serve:
            """
            Watches _prisma_migrations and serves Prometheus metrics. Reads only. Commands: serve (this one, the
            default), diagnose, check-config, health.
            """
        case .diagnose:
            """
            Inspects the database once and reports on its migrations.
            Exit status: 0 nothing needs a person, 1 something does, 2 it could not be judged.
            """
        case .checkConfig:
            """
            Reads the configuration as serve would and prints every mistake as file:line:column: problem.
            Exit status: 0 it can be used, 1 it can't.
            """
        case .health:
            """
            Asks the exporter on this machine whether it answers; give it the flags below that the exporter has. For a
            container's health check. Exit status: 0 it answers, 1 it doesn't.
            """
        }
    }

    private static func wrapped(_ name: String, _ help: String) -> String {
        let indent = 34
        var lines = [name.count < indent - 1 ? name + String(repeating: " ", count: indent - name.count) : name]
        if name.count >= indent - 1 { lines.append(String(repeating: " ", count: indent)) }
        for word in help.split(separator: " ") {
            if lines[lines.count - 1].count + word.count > 108 { lines.append(String(repeating: " ", count: indent)) }
            let line = lines[lines.count - 1]
            lines[lines.count - 1] += (line.hasSuffix(" ") || line.isEmpty ? "" : " ") + word
        }
        return lines.joined(separator: "\n")
    }
}
