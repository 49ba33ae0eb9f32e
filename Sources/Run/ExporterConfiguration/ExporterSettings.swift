package import TargetReport

/// All that one run of the program is told, checked.
package struct ExporterSettings: Sendable, Hashable {
    /// The form of a `diagnose` report.
    package enum ReportFormat: String, Sendable, CaseIterable {
        /// For people.
        case text
        /// For programs.
        case json
        /// The metrics page.
        case prometheus
    }

    /// The databases to watch.
    package var targets: [Target]
    /// When targets are polled that have no times of their own.
    package var poll = PollTimes()
    /// What connections and series there may be.
    package var limits = Limits()
    /// How the web server is to be.
    package var web = Web()
    /// The configuration file to watch, and how often to look at it; nil where it is not watched.
    package var watch: Watch?
    /// `debug`, `info`, `warn` or `error`.
    package var logLevel = "info"
    /// `logfmt` or `json`.
    package var logFormat = "logfmt"
    /// The form of a report.
    package var reportFormat = ReportFormat.text

    /// What makes the exit status of `diagnose` 1.
    package var failOn = ExitCause.usual
    /// Whether the SQL that brings schemas back is printed in place of a report.
    package var printsScript = false

    /// A file that is watched.
    package struct Watch: Sendable, Hashable {
        /// The file.
        package var path: String
        /// Time between two looks.
        package var interval: Duration
    }

    /// What connections and series there may be.
    package struct Limits: Sendable, Hashable {
        /// Most database connections of all targets together.
        package var connections = 100
        /// Most connections to one server.
        package var connectionsPerServer = 10
        /// Most unfinished migrations of a history with series of their own.
        package var migrationSeries = 50

        /// The defaults.
        package init() {}
    }

    /// How the web server is to be.
    package struct Web: Sendable, Hashable {
        /// Addresses to listen on, as written.
        package var listenAddresses = [":10727"]
        /// Whether the sockets must come from systemd.
        package var needsSystemdSockets = false
        /// Path of the metrics.
        package var telemetryPath = "/metrics"
        /// Most connections at a time.
        package var maxConnections = 256
        /// The file with TLS, users, headers and the rate limit; nil for none of these.
        package var configurationFile: String?
        /// Whether `/-/reload` may be asked for a reload.
        package var allowsReload = false
        /// Whether `/-/healthy` and `/-/ready` are answered without authentication and rate limit.
        package var exemptsHealth = false

        /// The defaults.
        package init() {}
    }

    /// The settings that the command line, the environment and the files name together.
    ///
    /// - Parameters:
    ///   - invocation: the command line.
    ///   - environment: the process's environment.
    ///   - workingDirectory: where a project is looked for when none is named.
    ///   - files: what is on disk.
    /// - Throws: `UsageError` for a flag, `UnusableConfiguration` with every mistake of the file; never a secret.
    package init(
        _ invocation: Invocation,
        environment: [String: String],
        workingDirectory: String,
        files: any FileReading
    ) throws {
        var reader = try SettingsReader(
            invocation,
            environment: environment,
            workingDirectory: workingDirectory,
            files: files
        )
        self = try reader.settings()
    }

    /// Settings of these targets, all else as it is by default.
    init(targets: [Target]) { self.targets = targets }
}
