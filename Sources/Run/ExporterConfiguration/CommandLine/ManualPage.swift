/// What `--help` says, as a manual page (man(7)).
package enum ManualPage {
    private static let program = "prisma-migrate-exporter"

    /// The page of one command; that of `serve` is the program's own and names the others.
    ///
    /// - Parameters:
    ///   - command: which command.
    ///   - version: of the program.
    /// - Returns: the page's source.
    package static func text(for command: Command, version: String) -> String {
        let title = command == .serve ? program : "\(program)-\(command.rawValue)"
        let options = HelpText.flags(of: command)
            .map { flag in
                let value = flag.value.map { "=\\fI\(escaped($0))\\fR" } ?? ""
                return ".TP\n\\fB\\-\\-\(escaped(flag.name))\\fR\(value)\n\(line(flag.help))"
            }
        return """
            .TH "\(title.uppercased())" "1" "" "\(program) \(version)" "User Commands"
            .SH NAME
            \(escaped(title)) \\- \(escaped(purpose(of: command)))
            .SH SYNOPSIS
            \(synopsis(of: command))
            .SH DESCRIPTION
            \(lines(HelpText.summary(of: command)))
            .SH OPTIONS
            \(options.joined(separator: "\n"))
            \(closing(of: command))
            .SH SEE ALSO
            \(others(than: command))

            """
    }

    private static func closing(of command: Command) -> String {
        let url = ".SH DATABASE URL\n\(lines(HelpText.urlSources))"
        return switch command {
        case .serve: "\(url)\n\(files)"
        case .diagnose, .checkConfig: url
        case .health: ".\\\""
        }
    }

    private static func purpose(of command: Command) -> String {
        switch command {
        case .serve: "Prometheus exporter for Prisma Migrate on PostgreSQL"
        case .diagnose: "report once on the migrations of Prisma Migrate"
        case .checkConfig: "check the configuration of prisma-migrate-exporter"
        case .health: "ask a running prisma-migrate-exporter whether it answers"
        }
    }

    private static func synopsis(of command: Command) -> String {
        let words = command == .serve ? "[\\fBserve\\fR]" : "\\fB\(escaped(command.rawValue))\\fR"
        return "\\fB\(escaped(program))\\fR \(words) [\\fIFLAGS\\fR]"
    }

    private static let files = """
        .SH FILES
        .TP
        .I /etc/prisma-migrate-exporter/database-url
        The database URL that the service reads, for root alone.
        .TP
        .I /etc/prisma-migrate-exporter/prisma-migrate-exporter.yml
        The service's configuration;
        .BR prisma\\-migrate\\-exporter\\-check\\-config (1)
        tells how to print what each key means.
        .TP
        .I /etc/prisma-migrate-exporter/NAME.yml
        The configuration of the instance
        .BR prisma\\-migrate\\-exporter@NAME.service ,
        whose URL is in
        .IR /etc/prisma-migrate-exporter/NAME-database-url .
        """

    private static func others(than command: Command) -> String {
        let pages = Command.allCases.filter { $0 != command }
            .map { $0 == .serve ? program : "\(program)-\($0.rawValue)" }
        return (pages.map { "\\fB\(escaped($0))\\fR(1)" } + ["\\fBsystemd.exec\\fR(5)"]).joined(separator: ",\n")
    }

    private static func lines(_ text: String) -> String {
        text.split(separator: "\n").map { line(String($0)) }.joined(separator: "\n")
    }

    /// A line of text: one that begins with a dot or a quote would be a request.
    private static func line(_ text: String) -> String {
        let text = escaped(text)
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    }
}
