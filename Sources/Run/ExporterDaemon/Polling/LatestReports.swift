package import ExporterConfiguration
package import MigrationHistory
import Synchronization
package import TargetReport

/// The newest report of every target, for whoever shows it.
package final class LatestReports: Sendable {
    private struct State {
        var reports: [TargetReport]
        var version: UInt64 = 0
        /// By target name: when its poller last made progress, in nanoseconds of the monotonic clock.
        var progress: [String: UInt64] = [:]
        /// When the newest report came in, by the monotonic clock.
        var updated: UInt64 = 0
    }

    private let state: Mutex<State>

    /// One report a target, none of them polled yet.
    package init(targets: [String], now: UInt64) {
        state = Mutex(State(reports: targets.map { TargetReport(name: $0) }, updated: now))
    }

    /// The reports in the order of the configuration, a number that grows with each change, and the monotonic
    /// nanoseconds at which the newest was made.
    package func snapshot() -> (reports: [TargetReport], version: UInt64, at: UInt64) {
        state.withLock { ($0.reports, $0.version, $0.updated) }
    }

    /// Every report as it stands.
    package var reports: [TargetReport] { snapshot().reports }

    /// The version alone, for whoever holds something made of an earlier one.
    package var version: UInt64 { state.withLock { $0.version } }

    /// Changes one target's report.
    package func update(_ name: String, at now: UInt64, _ change: (inout TargetReport) -> Void) {
        state.withLock { state in
            guard let index = state.reports.firstIndex(where: { $0.name == name }) else { return }
            change(&state.reports[index])
            state.version += 1
            state.updated = now
        }
    }

    /// Takes the targets of a new configuration; those that stay keep their reports.
    package func retarget(_ names: [String]) {
        state.withLock { state in
            let known = Dictionary(state.reports.map { ($0.name, $0) }) { first, _ in first }
            state.reports = names.map { known[$0] ?? TargetReport(name: $0) }
            state.progress = state.progress.filter { names.contains($0.key) }
            state.version += 1
        }
    }

    /// Notes that a target's poller is alive.
    package func noteProgress(_ name: String, at now: UInt64) {
        state.withLock { $0.progress[name] = now }
    }

    /// Names of the targets whose poller has shown no progress for longer than `limit`.
    package func stalled(at now: UInt64, limit: Duration) -> [String] {
        let nanoseconds = limit.nanoseconds
        return state.withLock { state in
            state.progress.filter { now > $0.value && now - $0.value > nanoseconds }.map(\.key).sorted()
        }
    }
}
