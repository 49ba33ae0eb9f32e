import PostgresClient
import TargetInspection
import TargetReport

extension SettingsReader {
    /// The targets of the file, or the one of the flags and the environment.
    mutating func targets(_ times: GivenTimes) throws -> [ExporterSettings.Target] {
        if let migrations = invocation.value("migrations"), !Self.isMigrations(files, migrations) {
            throw UsageError("--migrations: \(migrations) is \(Self.noMigrations)")
        }
        if let schema = invocation.value("schema"), !files.isFile(schema), !files.isDirectory(schema) {
            throw UsageError("--schema: \(schema) is neither a file nor a directory")
        }
        guard stateDirectory != nil || !invocation.has("accept-baseline") else {
            throw UsageError(
                "--accept-baseline: there is no folder to keep it in: give --state.directory, the exporter's own, which "
                    + "systemd makes below /var/lib"
            )
        }
        let entries = root?["targets"]?.list ?? []
        guard !entries.isEmpty else {
            // The file's own mistakes may be why it names no target.
            if let path, !check.faults.isEmpty { throw UnusableConfiguration(path: path, faults: check.faults) }
            return [try target(of: nil, at: "targets[0]", times)].compactMap(\.self)
        }
        if entries.count > 1, let path {
            for flag in ["target.name", "database-url-file", "project", "migrations", "schema"]
            where invocation.has(flag) {
                throw UsageError("--\(flag) is about one target, but \(path) has \(entries.count)")
            }
        }
        var targets: [ExporterSettings.Target] = []
        var lines: [String: Int] = [:]
        for (index, entry) in entries.enumerated() {
            let place = "targets[\(index)]"
            guard let target = try target(of: entry, at: place, times, isAlone: entries.count == 1) else { continue }
            if let line = lines[target.name] {
                let mark = entry["name"]?.mark ?? entry.mark
                let name = SettingsCheck.shown(target.name)
                check.fault(mark, "\(place).name: \(name) is already the name of the target in line \(line)")
            } else {
                lines[target.name] = (entry["name"]?.mark ?? entry.mark).line
            }
            targets.append(target)
        }
        return targets
    }

    /// The target of a section of the file, completed by the flags where it is alone; nil after a noted mistake.
    private mutating func target(
        of entry: CheckedValue?,
        at place: String,
        _ times: GivenTimes,
        isAlone: Bool = true
    ) throws -> ExporterSettings.Target? {
        let source = try source(of: entry, at: place, isAlone: isAlone)
        let url = try source.flatMap { try self.url($0, at: place) }
        let given = (isAlone ? invocation.value("target.name") : nil) ?? entry?["name"]?.text
        // Whatever else is wrong with the target is to be told as well.
        let name = given ?? url?.database ?? place
        var target = ExporterSettings.Target(
            name: name,
            url: source?.url ?? .inline(url: ""),
            server: url?.server ?? ""
        )
        if let name = entry?["name"], name.text?.isEmpty == true {
            check.fault(name.mark, "\(place).name: a name is not empty")
        }
        target.schema = entry?["schema"]?.text ?? url?.schema
        target.migrations = path(entry, "migrations", at: place, Self.isMigrations, Self.noMigrations)
        target.prismaSchema = path(
            entry,
            "prisma_schema",
            at: place,
            { $0.isFile($1) || $0.isDirectory($1) },
            "neither a file nor a directory"
        )
        if isAlone {
            target.migrations = invocation.value("migrations") ?? target.migrations ?? project?.migrations
            target.prismaSchema = invocation.value("schema") ?? target.prismaSchema ?? project?.schema
        }
        readKeys(of: entry, times, into: &target, at: place)
        return url != nil || given != nil ? target : nil
    }

    /// The URL as it stands there now; nil after a noted mistake.
    private mutating func url(_ source: (url: DatabaseURLSource, mark: Mark?), at place: String) throws -> DatabaseURL?
    {
        do throws(UnusableURL) {
            return try source.url.read(files)
        } catch {
            guard let mark = source.mark else { throw UsageError(error.description) }
            check.fault(mark, "\(place): \(error.description)")
            return nil
        }
    }

    /// Where the target's URL is read, and the place in the file that says so; nil after a noted mistake.
    private mutating func source(
        of entry: CheckedValue?,
        at place: String,
        isAlone: Bool
    ) throws -> (url: DatabaseURLSource, mark: Mark?)? {
        let keys = ["url", "url_file", "url_env"].filter { entry?.mentioned.contains($0) == true }
        let given = keys.compactMap { key in entry?[key].map { (key, $0) } }
        if given.count > 1 {
            check.fault(given[1].1.mark, "\(place): \(given[0].0) and \(given[1].0) exclude one another")
        }
        if let (key, value) = given.first, let text = value.text {
            switch key {
            case "url": return (.inline(url: text), value.mark)
            case "url_file": return (.file(path: resolved(text)), value.mark)
            default:
                guard let url = environment[text] else {
                    check.fault(value.mark, "\(place).url_env: the environment has no \(text)")
                    return nil
                }
                return (.environment(variable: text, url: url), value.mark)
            }
        }
        guard keys.isEmpty else { return nil }
        if let entry, !isAlone {
            check.fault(entry.mark, "\(place): expected one of url_file, url_env, url")
            return nil
        }
        let source = DatabaseURLSource.first(
            flag: invocation.value("database-url-file"),
            environment: environment,
            project: project,
            files: files
        )
        if source == nil, let entry, !check.faults.isEmpty {
            check.fault(entry.mark, "\(place): expected one of url_file, url_env, url")
            return nil
        }
        guard let source else {
            throw UsageError(
                "no database URL: give --database-url-file, or set DATABASE_URL, or run in a project whose .env has it"
            )
        }
        return (source, nil)
    }

    private mutating func path(
        _ entry: CheckedValue?,
        _ key: String,
        at place: String,
        _ fits: (any FileReading, String) -> Bool,
        _ otherwise: String
    ) -> String? {
        guard let value = entry?[key], let text = value.text else { return nil }
        let path = resolved(text)
        if !fits(files, path) { check.fault(value.mark, "\(place).\(key): \(path) is \(otherwise)") }
        return path
    }

    /// What is said of a path that can't be the migrations folder.
    private static let noMigrations = "neither a directory nor a \(ProjectArchives.suffixes.joined(separator: ", "))"

    private static func isMigrations(_ files: any FileReading, _ path: String) -> Bool {
        files.isDirectory(path) || (ProjectArchives.isArchive(path) && files.isFile(path))
    }

    private func resolved(_ text: String) -> String { ConfigurationPath.resolved(text, besides: path ?? "") }

    /// The folder for what is kept across restarts; nil where none is named.
    ///
    /// systemd separates several folders by colons (systemd.exec(5), "StateDirectory=").
    var stateDirectory: String? {
        if let flag = invocation.value("state.directory") { return flag }
        if let path = root?["state"]?["directory"]?.text { return resolved(path) }
        return environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init)
    }
}

/// Paths in a configuration file.
enum ConfigurationPath {
    /// A path as it is meant in a file: relative to the file's folder.
    static func resolved(_ text: String, besides file: String) -> String {
        guard !text.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return text }
        return file[...slash] + text
    }
}
