import PostgresClient

/// All that one run of the program is told, checked.
package struct ExporterSettings: Sendable, Hashable {
    /// One database to watch.
    package struct Target: Sendable, Hashable {
        /// The label `target`.
        package var name: String
        /// Where its URL is read.
        package var url: DatabaseURLSource
        /// The URL's `?schema=`: the only namespace wanted; nil for all.
        package var schema: String?
        /// The migrations folder; nil where none is known.
        package var migrations: String?
        /// schema.prisma or its folder; nil where none is known.
        package var prismaSchema: String?
    }

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
    /// Time between polls.
    package var pollInterval: Duration = .seconds(15)
    /// Longest time for one poll.
    package var pollTimeout: Duration = .seconds(10)
    /// How long the last good state is shown while a target is down.
    package var staleAfter: Duration = .seconds(75)
    /// Addresses to listen on, as written.
    package var listenAddresses = [":10727"]
    /// Path of the metrics.
    package var telemetryPath = "/metrics"
    /// Most connections at a time.
    package var maxConnections = 256
    /// `debug`, `info`, `warn` or `error`.
    package var logLevel = "info"
    /// `logfmt` or `json`.
    package var logFormat = "logfmt"
    /// The form of a report.
    package var reportFormat = ReportFormat.text

    /// The settings that the command line, the environment and the files name together.
    ///
    /// - Parameters:
    ///   - invocation: the command line.
    ///   - environment: the process's environment.
    ///   - workingDirectory: where a project is looked for when none is named.
    ///   - files: what is on disk.
    /// - Throws: `UsageError` with the fault and what would be right; never a secret.
    package init(
        _ invocation: Invocation,
        environment: [String: String],
        workingDirectory: String,
        files: any FileReading
    ) throws(UsageError) {
        let folder = invocation.value("project")
        let project = PrismaProject(folder: folder ?? workingDirectory, files: files)
        if let folder, project == nil {
            throw UsageError("--project: \(folder) holds neither a prisma/ folder nor a schema.prisma")
        }
        guard
            let source = DatabaseURLSource.first(
                flag: invocation.value("database-url-file"),
                environment: environment,
                project: project,
                files: files
            )
        else {
            throw UsageError(
                "no database URL: give --database-url-file, or set DATABASE_URL, or run in a project whose .env has it"
            )
        }
        let url: DatabaseURL
        do throws(UnusableURL) { url = try source.read(files) } catch { throw UsageError(error.description) }
        let migrations = invocation.value("migrations")
        if let migrations, !files.isDirectory(migrations) {
            throw UsageError("--migrations: \(migrations) is no directory")
        }
        if let schema = invocation.value("schema"), !files.isFile(schema), !files.isDirectory(schema) {
            throw UsageError("--schema: \(schema) is neither a file nor a directory")
        }
        targets = [
            Target(
                name: invocation.value("target.name") ?? url.database,
                url: source,
                schema: url.schema,
                migrations: migrations ?? project?.migrations,
                prismaSchema: invocation.value("schema") ?? project?.schema
            )
        ]
        try readPolling(invocation)
        try readServing(invocation)
    }

    private mutating func readPolling(_ invocation: Invocation) throws(UsageError) {
        pollInterval = try Self.duration(invocation, "poll.interval", atLeast: .milliseconds(100)) ?? pollInterval
        pollTimeout =
            try Self.duration(invocation, "poll.timeout", atLeast: .milliseconds(50))
            ?? min(pollInterval * 2 / 3, .seconds(10))
        guard pollTimeout < pollInterval || invocation.command == .diagnose else {
            throw UsageError(
                "--poll.timeout: \(DurationText.text(pollTimeout)) is not below the interval of "
                    + DurationText.text(pollInterval)
            )
        }
        staleAfter = try Self.duration(invocation, "poll.stale-after", atLeast: .zero) ?? pollInterval * 5
    }

    private mutating func readServing(_ invocation: Invocation) throws(UsageError) {
        listenAddresses = invocation.values["web.listen-address"] ?? listenAddresses
        telemetryPath = invocation.value("web.telemetry-path") ?? telemetryPath
        guard telemetryPath.hasPrefix("/"), telemetryPath.count > 1 else {
            throw UsageError.badValue("web.telemetry-path", telemetryPath, expected: "a path such as /metrics")
        }
        if let text = invocation.value("web.max-connections") {
            guard let number = Int(text), (1...65536).contains(number) else {
                throw UsageError.badValue("web.max-connections", text, expected: "a number from 1 to 65536")
            }
            maxConnections = number
        }
        logLevel = try Self.choice(invocation, "log.level", ["debug", "info", "warn", "error"]) ?? logLevel
        logFormat = try Self.choice(invocation, "log.format", ["logfmt", "json"]) ?? logFormat
        let formats = ReportFormat.allCases.map(\.rawValue)
        reportFormat = try Self.choice(invocation, "format", formats).flatMap(ReportFormat.init) ?? reportFormat
    }

    private static func duration(
        _ invocation: Invocation,
        _ flag: String,
        atLeast least: Duration
    ) throws(UsageError) -> Duration? {
        guard let text = invocation.value(flag) else { return nil }
        guard let duration = DurationText.duration(text) else {
            throw UsageError.badValue(flag, text, expected: "a duration such as 15s or 1m30s")
        }
        guard duration >= least else {
            throw UsageError.badValue(flag, text, expected: "at least \(DurationText.text(least))")
        }
        return duration
    }

    private static func choice(
        _ invocation: Invocation,
        _ flag: String,
        _ choices: [String]
    ) throws(UsageError) -> String? {
        guard let text = invocation.value(flag) else { return nil }
        guard choices.contains(text) else {
            throw UsageError.badValue(flag, text, expected: "one of \(choices.joined(separator: ", "))")
        }
        return text
    }
}
