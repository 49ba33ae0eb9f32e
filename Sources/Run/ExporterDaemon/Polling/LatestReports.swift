import Synchronization
package import TargetReport

/// The newest report of every target, for whoever shows it.
package final class LatestReports: Sendable {
    private struct State {
        var reports: [TargetReport]
        var version: UInt64 = 0
        /// By target name: when its poller last made progress, in nanoseconds of the monotonic clock.
        var progress: [String: UInt64] = [:]
        /// By target name: when its observation was made, in nanoseconds of the monotonic clock.
        var observedAt: [String: UInt64] = [:]
    }

    private let state: Mutex<State>

    /// One report a target, none of them polled yet.
    package init(targets: [String]) {
        state = Mutex(State(reports: targets.map { TargetReport(name: $0) }))
    }

    /// Reports already made, all of them now.
    package init(_ reports: [TargetReport]) {
        let now = MachineClock.monotonicNanoseconds
        let observedAt = Dictionary(reports.map { ($0.name, now) }) { first, _ in first }
        state = Mutex(State(reports: reports, observedAt: observedAt))
    }

    /// The reports in the order of the configuration, and when each observation was made, by the monotonic clock.
    package func snapshot() -> (reports: [TargetReport], observedAt: [String: UInt64]) {
        state.withLock { ($0.reports, $0.observedAt) }
    }

    /// Every report as it stands.
    package var reports: [TargetReport] { state.withLock(\.reports) }

    /// Whether a poller has begun.
    package var isPolling: Bool { state.withLock { !$0.progress.isEmpty } }

    /// The version alone, for whoever holds something made of an earlier one.
    package var version: UInt64 { state.withLock { $0.version } }

    /// Changes one target's report.
    ///
    /// - Parameters:
    ///   - name: the target.
    ///   - now: the monotonic clock, in nanoseconds.
    ///   - change: the change; a new observation counts as made now.
    /// - Returns: the report before and after; nil where the target is no longer configured.
    package func update(
        _ name: String,
        at now: UInt64,
        _ change: (inout TargetReport) -> Void
    ) -> (before: TargetReport, after: TargetReport)? {
        state.withLock { state in
            guard let index = state.reports.firstIndex(where: { $0.name == name }) else { return nil }
            let before = state.reports[index]
            change(&state.reports[index])
            let after = state.reports[index]
            if after.observation != before.observation { state.observedAt[name] = now }
            state.version += 1
            return (before, after)
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
