import ExporterConfiguration
import PostgresClient

/// Looks for the databases of a server for as long as its task runs.
struct Discoverer: Sendable {
    /// Databases that the role may connect to (PostgreSQL documentation, "pg_database").
    private static let statement = """
        SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate \
        AND pg_catalog.has_database_privilege(oid, 'CONNECT') ORDER BY datname
        """

    private let target: ExporterSettings.Target
    private let session: PostgresSession
    private let budget: ConnectionBudget
    private let facts: ReloadableFacts
    private let warn: @Sendable (String) -> Void

    init(
        target: ExporterSettings.Target,
        url: RotatingURL,
        budget: ConnectionBudget,
        facts: ReloadableFacts,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.target = target
        self.budget = budget
        self.facts = facts
        self.warn = warn
        session = PostgresSession(
            name: target.name,
            url: { try url.current() },
            connectTimeout: target.poll.timeout / 2
        )
    }

    /// Looks at each interval; a look that fails changes nothing.
    ///
    /// - Parameter found: told the names of the databases that are watched, after each good look.
    func run(found: ([String]) -> Void) async {
        var schedule = PollSchedule(interval: target.poll.interval)
        var hasFailed = false
        while !Task.isCancelled {
            guard let slot = await budget.take(target.server, isSuspect: hasFailed) else { break }
            let result = await look()
            await session.close()
            budget.giveBack(slot)
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
            let delay = schedule.delay(afterSuccess: !hasFailed, chance: Double.random(in: 0..<1))
            do { try await Task.sleep(for: delay) } catch { break }
        }
        await session.close()
    }

    /// One look: the names of the databases that are watched.
    func look() async -> Result<[String], PostgresError> {
        do throws(PostgresError) {
            let results = try await session.query(Self.statement, timeout: target.poll.timeout / 2)
            let names = (results.first?.rows ?? []).compactMap { $0.first ?? nil }
            return .success(target.discovery?.selected(names) ?? names)
        } catch {
            return .failure(error)
        }
    }

    /// Closes the connection.
    func close() async { await session.close() }
}
