import ExporterConfiguration

/// Who is to work for which target.
struct Roster {
    /// Works for one target until it is stopped.
    struct Worker: Sendable {
        let target: ExporterSettings.Target
        let stopping = AsyncStream<Void>.makeStream()

        func stop() { stopping.continuation.finish() }
    }

    /// The settings in force; nil before the first.
    var settings: ExporterSettings?
    /// The databases found, by the name of the target that looks for them.
    var databases: [String: [String]] = [:]
    /// Those at work, by their target's name, which a server and its databases never share.
    private var workers: [String: Worker] = [:]
    private(set) var subjects: [LatestReports.Subject] = []

    /// Brings the workers in line with the settings and the databases.
    ///
    /// - Returns: whom to stop, whom to start, and the names of those that are polled by another than before.
    mutating func muster() -> (stopped: [Worker], started: [Worker], renewed: Set<String>) {
        let wanted = targets()
        let servers = Set(wanted.filter { $0.discovery != nil }.map(\.name))
        databases = databases.filter { servers.contains($0.key) }
        var stopped: [Worker] = []
        var started: [Worker] = []
        var next: [String: Worker] = [:]
        for target in wanted {
            if let worker = workers.removeValue(forKey: target.name) {
                if worker.target.isPolledLike(target) {
                    next[target.name] = worker
                    continue
                }
                stopped.append(worker)
            }
            let worker = Worker(target: target)
            next[target.name] = worker
            started.append(worker)
        }
        let renewed = Set(stopped.map(\.target.name))
        stopped += workers.values.sorted { $0.target.name < $1.target.name }
        workers = next
        subjects = wanted.filter { $0.discovery == nil }
            .map { LatestReports.Subject($0) }
        return (stopped, started, renewed)
    }

    /// The targets of the settings, each server followed by the databases found there but for those whose name is
    /// taken.
    private func targets() -> [ExporterSettings.Target] {
        let configured = settings?.targets ?? []
        var names = Set(configured.map(\.name))
        return configured.flatMap { target in
            guard let discovery = target.discovery else { return [target] }
            // What was found may have been found by an earlier choice.
            let found = discovery.selected(databases[target.name] ?? []).map { target.discovered($0) }
            return [target] + found.filter { names.insert($0.name).inserted }
        }
    }
}

extension ExporterSettings.Target {
    /// Whether one poller can go on for the other: nothing differs that polling depends on.
    fileprivate func isPolledLike(_ other: ExporterSettings.Target) -> Bool {
        var other = other
        other.labels = labels
        return self == other
    }
}
