package import ExporterConfiguration
import PostgresClient
package import TargetReport

/// One poll of every target, side by side within the limits.
package struct DiagnosisRound: Sendable {
    private let settings: ExporterSettings
    private let budget: ConnectionBudget
    private let world: PollingWorld
    private let warn: @Sendable (String) -> Void

    /// A round over the targets of the settings.
    package init(_ settings: ExporterSettings, warn: @escaping @Sendable (String) -> Void) {
        self.settings = settings
        self.warn = warn
        budget = ConnectionBudget(settings.limits)
        world = .machine(warn: warn)
    }

    /// Polls; a server whose databases can't be discovered is reported as a target that is down.
    ///
    /// - Parameter progress: told how many of how many targets are done.
    /// - Returns: the reports in the order of the settings; of discovered databases only those that hold a
    ///   `_prisma_migrations` or could not be read.
    package func run(progress: (Int, Int) -> Void) async -> [TargetReport] {
        await withTaskGroup(of: (Place, Outcome).self) { group in
            var reports: [(Place, TargetReport)] = []
            var expected = 0
            func begin(_ target: ExporterSettings.Target, at place: Place) {
                expected += 1
                group.addTask { (place, await outcome(of: target)) }
            }
            for (index, target) in settings.targets.enumerated() {
                begin(target, at: Place(target: index, database: 0))
            }
            var done = 0
            for await (place, outcome) in group {
                done += 1
                switch outcome {
                case .report(let report?): reports.append((place, report))
                case .report(nil): break
                case .targets(let found):
                    for (index, target) in found.enumerated() {
                        begin(target, at: Place(target: place.target, database: index))
                    }
                }
                progress(done, expected)
            }
            return reports.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private struct Place: Sendable, Comparable {
        var target: Int
        var database: Int

        static func < (left: Place, right: Place) -> Bool {
            (left.target, left.database) < (right.target, right.database)
        }
    }

    private enum Outcome: Sendable {
        case report(TargetReport?)
        case targets([ExporterSettings.Target])
    }

    private func outcome(of target: ExporterSettings.Target) async -> Outcome {
        guard let slot = await budget.take(target.server, isSuspect: false) else { return .report(nil) }
        defer { budget.giveBack(slot) }
        guard target.discovery == nil else { return await databases(of: target) }
        let report = await TargetPoller(target: target, world: world).pollOnce()
        let isManaged =
            report.observation.map { $0.histories.contains { $0.tablePresent || $0.problem != nil } } ?? true
        return .report(target.isDiscovered && !isManaged ? nil : report)
    }

    private func databases(of target: ExporterSettings.Target) async -> Outcome {
        let discoverer = Discoverer(
            target: target,
            world: world,
            budget: budget,
            facts: ReloadableFacts(.current(startSeconds: 0)),
            warn: warn
        )
        let found = await discoverer.look()
        await discoverer.close()
        switch found {
        case .success(let names): return .targets(names.map { target.discovered($0) })
        case .failure(let error):
            var report = TargetReport(name: target.name)
            report.labels = target.labels
            report.finishPoll(
                .failure(Downtime(reason: error.reason, message: error.message)),
                at: world.clock.now,
                seconds: 0
            )
            return .report(report)
        }
    }
}
