package import MigrationMetrics
import Synchronization

/// What the exporter tells of itself, changed by each reload.
package final class ReloadableFacts: Sendable {
    private struct State {
        var facts: ExporterFacts
        var version: UInt64 = 0
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
}
