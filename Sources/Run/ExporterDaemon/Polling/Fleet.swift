package import ExporterConfiguration
package import TargetReport

/// The pollers of every target, as the newest settings and the discovered databases want them.
package final class Fleet: Sendable {
    /// Told of each poll: the report, the one before, and those of all targets.
    package typealias Listener = @Sendable (TargetReport, TargetReport, LatestReports) -> Void

    private enum Change: Sendable {
        case settings(ExporterSettings)
        case databases([String], of: String)
    }

    private let latest: LatestReports
    private let budget: ConnectionBudget
    private let facts: ReloadableFacts
    private let world: PollingWorld
    private let polled: Listener
    private let warn: @Sendable (String) -> Void
    private let changes = AsyncStream<Change>.makeStream()

    /// A fleet without targets.
    ///
    /// - Parameters:
    ///   - latest: where reports go.
    ///   - budget: how many connections there may be.
    ///   - facts: where the state of discovery goes.
    ///   - world: what polling happens in.
    ///   - polled: told of each poll.
    ///   - warn: told what a person should know.
    package init(
        latest: LatestReports,
        budget: ConnectionBudget,
        facts: ReloadableFacts,
        world: PollingWorld,
        polled: @escaping Listener,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.latest = latest
        self.budget = budget
        self.facts = facts
        self.world = world
        self.polled = polled
        self.warn = warn
    }

    /// Takes new settings; targets that are the same as before go on undisturbed.
    package func apply(_ settings: ExporterSettings) { changes.continuation.yield(.settings(settings)) }

    /// Polls until the task is cancelled.
    package func run() async {
        latest.begin()
        // Pollers that have ended leave nothing behind in a discarding group.
        await withDiscardingTaskGroup { group in
            var roster = Roster()
            for await change in changes.stream {
                switch change {
                case .settings(let settings):
                    roster.settings = settings
                    budget.setLimits(settings.limits)
                    facts.setMigrationLimit(settings.limits.migrationSeries)
                case .databases(let names, let server): roster.databases[server] = names
                }
                let (stopped, started, renewed) = roster.muster()
                for worker in stopped { worker.stop() }
                latest.retarget(roster.subjects, renewed: renewed)
                facts.keepDiscoveries(Set(roster.settings?.targets.filter { $0.discovery != nil }.map(\.name) ?? []))
                for (index, worker) in started.enumerated() {
                    let place = Double(index) / Double(started.count)
                    let turn = TargetPoller.Turn(
                        generation: latest.generation(of: worker.target.name),
                        place: place,
                        count: started.count,
                        budget: budget
                    )
                    group.addTask { await self.work(worker, turn) }
                }
            }
            group.cancelAll()
        }
    }

    /// Works until the worker is stopped or the task is cancelled.
    private func work(_ worker: Roster.Worker, _ turn: TargetPoller.Turn) async {
        let target = worker.target
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                budget.join(target.server)
                if target.discovery == nil {
                    let poller = TargetPoller(target: target, world: world)
                    await poller.run(latest: latest, turn: turn) { [polled, latest] in polled($0, $1, latest) }
                } else {
                    await Discoverer(target: target, world: world, budget: budget, facts: facts, warn: warn)
                        .run(
                            moved: { latest.noteTurn(at: world.clock.monotonicNanoseconds) },
                            found: { changes.continuation.yield(.databases($0, of: target.name)) }
                        )
                }
                budget.leave(target.server)
            }
            for await _ in worker.stopping.stream {}
            group.cancelAll()
        }
    }
}
