/// A flag of the command line: the one list that parsing, `--help`, the manual pages and shell completion are made of.
package struct Flag: Sendable, Hashable {
    /// The name after the two dashes.
    package var name: String
    /// What stands for the value in `--help`; nil for a flag that takes none.
    package var value: String?
    /// What it does, with its default; one or two sentences.
    package var help: String
    /// The commands that take it.
    package var commands: Set<Command>
    /// Whether it may be given more than once.
    package var isRepeatable = false
    /// The only values that it takes; empty where there are too many to list.
    package var choices: [String] = []

    /// Every flag, in the order of `--help`.
    package static let all: [Flag] = [
        Flag(
            name: "config.file",
            value: "FILE",
            help: "Configuration file with targets, intervals and limits; check-config prints an example. Flags "
                + "override it.",
            commands: [.serve, .diagnose, .checkConfig, .health]
        ),
        Flag(
            name: "config.enable-auto-reload",
            help: "Read the configuration file again whenever it changes.",
            commands: [.serve]
        ),
        Flag(
            name: "config.auto-reload-interval",
            value: "DURATION",
            help: "How often to look whether it has changed. Default: 30s.",
            commands: [.serve]
        ),
        Flag(
            name: "database-url-file",
            value: "FILE",
            help: "File that holds the database URL; read again at each connect.",
            commands: [.serve, .diagnose, .checkConfig]
        ),
        Flag(
            name: "project",
            value: "DIR",
            help: "Folder of a Prisma project: its schema, migrations and .env are found there. Default: the working "
                + "directory, where it is one.",
            commands: [.serve, .diagnose, .checkConfig]
        ),
        Flag(
            name: "migrations",
            value: "PATH",
            help: "The migrations folder, where it is not the project's own, or an archive of it (.tar, .tar.gz, .tgz, "
                + ".zip).",
            commands: [.serve, .diagnose, .checkConfig]
        ),
        Flag(
            name: "schema",
            value: "PATH",
            help: "schema.prisma, the folder of a schema in several files, or an archive of either.",
            commands: [.serve, .diagnose, .checkConfig]
        ),
        Flag(
            name: "state.directory",
            value: "DIR",
            help: "Folder that keeps what the schema was when the last migration finished, so that drift from that is "
                + "told after a restart, too. Default: systemd's $STATE_DIRECTORY.",
            commands: [.serve, .diagnose, .checkConfig]
        ),
        Flag(
            name: "target.name",
            value: "NAME",
            help: "The value of the label \"target\". Default: the database's name.",
            commands: [.serve, .diagnose, .checkConfig]
        ),
        Flag(
            name: "poll.interval",
            value: "DURATION",
            help: "Time between polls. Default: 15s.",
            commands: [.serve]
        ),
        Flag(
            name: "poll.timeout",
            value: "DURATION",
            help: "Longest time for one poll, below the interval. Default: two thirds of the interval, at most 10s.",
            commands: [.serve, .diagnose]
        ),
        Flag(
            name: "poll.stale-after",
            value: "DURATION",
            help: "How long the last good state is shown while a target is down. Default: 5 poll intervals.",
            commands: [.serve]
        ),
        Flag(
            name: "web.listen-address",
            value: "ADDRESS",
            help: "Address to listen on, HOST:PORT or unix:PATH; may be repeated. Default: :10727.",
            commands: [.serve, .health],
            isRepeatable: true
        ),
        Flag(
            name: "web.systemd-socket",
            help: "Fail unless systemd hands over the listening sockets; where it does, they are taken in any case.",
            commands: [.serve]
        ),
        Flag(
            name: "web.config.file",
            value: "FILE",
            help: "File with TLS, users, headers and a rate limit, in the format of Prometheus' exporter-toolkit; "
                + "read again when it changes.",
            commands: [.serve, .checkConfig, .health]
        ),
        Flag(
            name: "web.health-without-auth",
            help: "Answer /-/healthy and /-/ready without authentication and rate limit.",
            commands: [.serve]
        ),
        Flag(
            name: "web.enable-lifecycle",
            help: "Let POST or PUT of /-/reload read the configuration again.",
            commands: [.serve]
        ),
        Flag(
            name: "web.telemetry-path",
            value: "PATH",
            help: "Path of the metrics. Default: /metrics.",
            commands: [.serve]
        ),
        Flag(
            name: "web.max-connections",
            value: "NUMBER",
            help: "Most connections at a time; beyond it those without a request go first. Default: 256.",
            commands: [.serve]
        ),
        Flag(
            name: "log.level",
            value: "LEVEL",
            help: "debug, info, warn or error. Default: info.",
            commands: [.serve, .diagnose],
            choices: ["debug", "info", "warn", "error"]
        ),
        Flag(
            name: "log.format",
            value: "FORMAT",
            help: "logfmt or json. Default: logfmt.",
            commands: [.serve, .diagnose],
            choices: ["logfmt", "json"]
        ),
        Flag(
            name: "fail-on",
            value: "WORDS",
            help:
                "What makes the exit status 1, separated by commas: failed, history, drift, unjudged, pending, running. "
                + "Default: failed,history,drift.",
            commands: [.diagnose]
        ),
        Flag(
            name: "script",
            help:
                "Print the SQL that would bring drifted schemas back, marked where it loses data. It is never executed.",
            commands: [.diagnose]
        ),
        Flag(
            name: "format",
            value: "FORMAT",
            help: "text, json or prometheus. Default: text.",
            commands: [.diagnose],
            choices: ExporterSettings.ReportFormat.allCases.map(\.rawValue)
        ),
        Flag(
            name: "accept-baseline",
            help: "Take the schema of every target as it stands for what it should be, until the next migration.",
            commands: [.diagnose]
        ),
        Flag(
            name: "example",
            help: "Print an example of the configuration file with every key, and check nothing.",
            commands: [.checkConfig]
        ),
        Flag(
            name: "reference",
            help: "Print a table of every key of the configuration file, and check nothing.",
            commands: [.checkConfig]
        ),
        Flag(
            name: "metrics",
            help: "Print a table of every metric, its labels and their values, and check nothing.",
            commands: [.checkConfig]
        ),
        Flag(name: "help", help: "Show this text.", commands: Set(Command.allCases)),
        Flag(name: "help-man", help: "Print it as a manual page.", commands: Set(Command.allCases)),
        Flag(
            name: "completion-script",
            value: "SHELL",
            help: "Print what completes the command line in bash, zsh or fish.",
            commands: [.serve],
            choices: ShellCompletion.Shell.allCases.map(\.rawValue)
        ),
        Flag(name: "version", help: "Show the version.", commands: Set(Command.allCases)),
    ]
}

/// What the program is asked to do.
package enum Command: String, Sendable, Hashable, CaseIterable {
    /// The daemon.
    case serve
    /// One inspection, a report, an exit status.
    case diagnose
    /// A look at the configuration: every mistake, an exit status.
    case checkConfig = "check-config"
    /// A question to the daemon on this machine: an exit status.
    case health
}
