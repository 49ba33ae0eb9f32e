package import MigrationMetrics
import Synchronization

/// What the exporter tells of itself, changed by each reload.
package final class ReloadableFacts: Sendable {
    private struct State {
        var facts: ExporterFacts
        var version: UInt64 = 0
        var migrationLimit = MigrationMetrics.defaultMigrationLimit
    }

    private let state: Mutex<State>

    /// The facts at the start.
    package init(_ facts: ExporterFacts) {
        state = Mutex(State(facts: facts))
    }

    /// The facts as they stand.
    package var current: ExporterFacts { state.withLock(\.facts) }

    /// A number that grows with each change.
    package var version: UInt64 { state.withLock(\.version) }

    /// Notes how a reload went.
    ///
    /// - Parameter seconds: the time of the reload in Unix seconds; nil where it failed and the old settings stay.
    package func noteReload(_ seconds: Double?) {
        state.withLock { state in
            state.facts.lastReloadSuccessful = seconds != nil
            if let seconds { state.facts.lastReloadSeconds = seconds }
            state.version += 1
        }
    }

    /// Most migrations of a history that get series of their own.
    package var migrationLimit: Int { state.withLock(\.migrationLimit) }

    /// Changes how many migrations of a history get series of their own.
    package func setMigrationLimit(_ limit: Int) {
        state.withLock { state in
            state.migrationLimit = limit
            state.version += 1
        }
    }

    /// Notes how a look for databases went.
    ///
    /// - Parameters:
    ///   - server: the name of the target that looks.
    ///   - count: the databases that are watched; nil where the look failed.
    package func noteDiscovery(of server: String, count: Int?) {
        state.withLock { state in
            var discovery = state.facts.discoveries[server] ?? ExporterFacts.Discovery()
            discovery.isUp = count != nil
            discovery.databases = count ?? discovery.databases
            guard discovery != state.facts.discoveries[server] else { return }
            state.facts.discoveries[server] = discovery
            state.version += 1
        }
    }

    /// Forgets the looks of all others than these targets.
    package func keepDiscoveries(_ servers: Set<String>) {
        state.withLock { state in
            guard state.facts.discoveries.keys.contains(where: { !servers.contains($0) }) else { return }
            state.facts.discoveries = state.facts.discoveries.filter { servers.contains($0.key) }
            state.version += 1
        }
    }
}
