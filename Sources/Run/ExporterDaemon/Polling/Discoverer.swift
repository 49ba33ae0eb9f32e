import ExporterConfiguration
import PostgresClient

/// Looks for the databases of a server for as long as its task runs.
struct Discoverer: Sendable {
    private let target: ExporterSettings.Target
    private let world: PollingWorld
    private let lister: any DatabaseListing
    private let budget: ConnectionBudget
    private let facts: ReloadableFacts
    private let warn: @Sendable (String) -> Void

    init(
        target: ExporterSettings.Target,
        world: PollingWorld,
        budget: ConnectionBudget,
        facts: ReloadableFacts,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.target = target
        self.budget = budget
        self.facts = facts
        self.warn = warn
        self.world = world
        lister = world.lister(target)
    }

    /// Looks at each interval; a look that fails changes nothing.
    ///
    /// - Parameters:
    ///   - moved: told when a turn with a connection begins, and when it has ended.
    ///   - found: told the names of the databases that are watched, after each good look.
    func run(moved: () -> Void, found: ([String]) -> Void) async {
        var schedule = PollSchedule(interval: target.poll.interval)
        var hasFailed = false
        while !Task.isCancelled {
            guard var slot = await budget.take(target.server, isSuspect: hasFailed) else { break }
            moved()
            let result = await look()
            await lister.close()
            switch result {
            case .success: budget.note(.well, on: &slot)
            case .failure(let error): budget.note(.init(error.reason), on: &slot)
            }
            budget.giveBack(slot)
            moved()
            guard !Task.isCancelled else { break }
            switch result {
            case .success(let names):
                found(names)
                facts.noteDiscovery(of: target.name, count: names.count)
            case .failure(let error):
                if !hasFailed { warn("databases can't be discovered: \(error.message)") }
                facts.noteDiscovery(of: target.name, count: nil)
            }
            hasFailed = (try? result.get()) == nil
            let delay = schedule.delay(afterSuccess: !hasFailed, chance: world.chance())
            do { try await world.clock.sleep(for: delay) } catch { break }
        }
        await lister.close()
    }

    /// One look: the names of the databases that are watched.
    func look() async -> Result<[String], PostgresError> {
        await lister.databases().map { target.discovery?.selected($0) ?? $0 }
    }

    /// Closes the connection.
    func close() async { await lister.close() }
}
