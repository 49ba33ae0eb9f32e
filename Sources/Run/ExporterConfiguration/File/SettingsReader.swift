import TargetReport
import PostgresClient

/// Puts the settings together: flags override the file, the file overrides defaults.
struct SettingsReader {
    let invocation: Invocation
    let environment: [String: String]
    let files: any FileReading
    /// The project that a flag or the working directory names; nil where there is none.
    let project: PrismaProject?
    /// The file's path; nil where none is given.
    let path: String?
    /// The file's keys; nil where none is given.
    let root: CheckedValue?
    /// The mistakes in the file.
    var check = SettingsCheck()

    init(
        _ invocation: Invocation,
        environment: [String: String],
        workingDirectory: String,
        files: any FileReading
    ) throws {
        self.invocation = invocation
        self.environment = environment
        self.files = files
        let folder = invocation.value("project")
        project = PrismaProject(folder: folder ?? workingDirectory, files: files)
        if let folder, project == nil {
            throw UsageError("--project: \(folder) holds neither a prisma/ folder nor a schema.prisma")
        }
        path = invocation.value("config.file")
        guard let path else {
            root = nil
            return
        }
        let text: String
        do throws(FileFailure) { text = try files.text(of: path) } catch { throw UnusableConfiguration(error) }
        do throws(ConfigurationFault) {
            guard let document = try YAMLReader.document(text) else {
                root = nil
                return
            }
            root = check.section(document, SettingsKey.exporter)
        } catch {
            throw UnusableConfiguration(path: path, faults: [error])
        }
    }

    mutating func settings() throws -> ExporterSettings {
        var settings = ExporterSettings(targets: [])
        let times = GivenTimes(
            interval: try duration("poll.interval", atLeast: .milliseconds(100))
                ?? root?["poll"]?["interval"]?.duration,
            timeout: try duration("poll.timeout", atLeast: .milliseconds(50)) ?? root?["poll"]?["timeout"]?.duration,
            staleAfter: try duration("poll.stale-after", atLeast: .zero) ?? root?["poll"]?["stale_after"]?.duration
        )
        settings.poll = times.times
        try checkTimeout(settings.poll)
        // Whoever asks for the daemon's health needs no database of it.
        settings.targets = invocation.command == .health ? [] : try targets(times)
        settings.limits.connections = root?["limits"]?["max_connections"]?.integer ?? settings.limits.connections
        settings.limits.connectionsPerServer =
            root?["limits"]?["max_connections_per_server"]?.integer ?? settings.limits.connectionsPerServer
        settings.limits.migrationSeries =
            root?["limits"]?["migration_series"]?.integer ?? settings.limits.migrationSeries
        try readServing(&settings)
        if let path, invocation.has("config.enable-auto-reload") {
            let interval = try duration("config.auto-reload-interval", atLeast: .milliseconds(100))
            settings.watch = ExporterSettings.Watch(path: path, interval: interval ?? .seconds(30))
        }
        if let path, !check.faults.isEmpty { throw UnusableConfiguration(path: path, faults: check.faults) }
        return settings
    }

    private mutating func checkTimeout(_ times: PollTimes) throws {
        guard times.timeout >= times.interval, invocation.command != .diagnose else { return }
        let problem =
            "\(DurationText.text(times.timeout)) is not below the interval of \(DurationText.text(times.interval))"
        guard let timeout = root?["poll"]?["timeout"], !invocation.has("poll.timeout") else {
            throw UsageError("--poll.timeout: \(problem)")
        }
        check.fault(timeout.mark, "poll.timeout: \(problem)")
    }

    private mutating func readServing(_ settings: inout ExporterSettings) throws {
        let file = root?["web"]
        settings.web.listenAddresses =
            invocation.values["web.listen-address"] ?? file?["listen_addresses"]?.texts ?? settings.web.listenAddresses
        if let path = invocation.value("web.telemetry-path") {
            guard Self.isPath(path) else {
                throw UsageError.badValue("web.telemetry-path", path, expected: "a path such as /metrics")
            }
            settings.web.telemetryPath = path
        } else if let path = file?["telemetry_path"], let text = path.text {
            if !Self.isPath(text) {
                check.fault(
                    path.mark,
                    "web.telemetry_path: \(SettingsCheck.shown(text)) is not a path such as /metrics"
                )
            }
            settings.web.telemetryPath = text
        }
        if let text = invocation.value("web.max-connections") {
            guard let number = Int(text), (1...65536).contains(number) else {
                throw UsageError.badValue("web.max-connections", text, expected: "a number from 1 to 65536")
            }
            settings.web.maxConnections = number
        } else {
            settings.web.maxConnections = file?["max_connections"]?.integer ?? settings.web.maxConnections
        }
        settings.web.needsSystemdSockets = invocation.has("web.systemd-socket")
        settings.web.configurationFile = invocation.value("web.config.file")
        settings.web.allowsReload = invocation.has("web.enable-lifecycle")
        settings.web.exemptsHealth = invocation.has("web.health-without-auth")
        settings.logLevel =
            invocation.value("log.level") ?? root?["log"]?["level"]?.text
            ?? settings.logLevel
        settings.logFormat =
            invocation.value("log.format") ?? root?["log"]?["format"]?.text ?? settings.logFormat
        settings.reportFormat =
            invocation.value("format").flatMap(ExporterSettings.ReportFormat.init) ?? settings.reportFormat
        settings.printsScript = invocation.has("script")
        settings.failOn = try exitCauses() ?? settings.failOn
    }

    private func exitCauses() throws(UsageError) -> Set<ExitCause>? {
        guard let text = invocation.value("fail-on") else { return nil }
        var causes: Set<ExitCause> = []
        for word in text.split(separator: ",") {
            guard let cause = ExitCause(rawValue: String(word)) else {
                let words = ExitCause.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError.badValue("fail-on", String(word), expected: "one of \(words)")
            }
            causes.insert(cause)
        }
        return causes
    }

    private static func isPath(_ text: String) -> Bool { text.hasPrefix("/") && text.count > 1 }

    private func duration(_ flag: String, atLeast least: Duration) throws(UsageError) -> Duration? {
        guard let text = invocation.value(flag) else { return nil }
        guard let duration = DurationText.duration(text) else {
            throw UsageError.badValue(flag, text, expected: "a duration such as 15s or 1m30s")
        }
        guard duration >= least else {
            throw UsageError.badValue(flag, text, expected: "at least \(DurationText.text(least))")
        }
        return duration
    }
}

/// Poll times as they are given, before what is left out follows from the interval.
struct GivenTimes {
    var interval: Duration?
    var timeout: Duration?
    var staleAfter: Duration?

    /// All three.
    var times: PollTimes {
        PollTimes(interval: interval ?? .seconds(15), timeout: timeout, staleAfter: staleAfter)
    }

    /// The times of a target whose section gives these; a time that follows from the interval follows from its own.
    func overridden(by section: CheckedValue?) -> GivenTimes {
        let own = section?["interval"]?.duration
        var result = self
        if let own {
            result.interval = own
            if let timeout, timeout >= own { result.timeout = nil }
            if own != interval { result.staleAfter = nil }
        }
        result.timeout = section?["timeout"]?.duration ?? result.timeout
        result.staleAfter = section?["stale_after"]?.duration ?? result.staleAfter
        return result
    }
}
