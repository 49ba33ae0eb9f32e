package import ExporterConfiguration
import Synchronization
package import TargetReport

/// The newest report of every target, for whoever shows it.
package final class LatestReports: Sendable {
    /// Whom a report is about.
    package struct Subject: Sendable, Hashable {
        /// The target's name.
        package var name: String
        /// Its own labels.
        package var labels: [String: String]
        /// Whether it was discovered: it is shown only while it holds a `_prisma_migrations`, or nobody can tell.
        package var isDiscovered: Bool
        /// When it is polled, and how long what polls saw is shown; nil for ever.
        package var times: PollTimes?

        /// A target.
        package init(
            name: String,
            labels: [String: String] = [:],
            isDiscovered: Bool = false,
            times: PollTimes? = nil
        ) {
            self.name = name
            self.labels = labels
            self.isDiscovered = isDiscovered
            self.times = times
        }

        /// A target of the settings.
        package init(_ target: ExporterSettings.Target) {
            self.init(
                name: target.name,
                labels: target.labels,
                isDiscovered: target.isDiscovered,
                times: target.poll
            )
        }
    }

    private struct State {
        var entries: [Entry]
        var places: [String: Int] = [:]
        var version: UInt64 = 0
        var hasBegun = false
        /// The earliest moment at which something shown may be too old, in nanoseconds of the monotonic clock.
        var nextExpiry = UInt64.max
        /// When any turn with a connection last ended or began, in nanoseconds of the monotonic clock.
        var lastMove: UInt64 = 0
        /// Targets whose poller waits for its turn.
        var waiting: Set<String> = []
        /// The last generation given to an entry, so that a target which comes back after it was gone has another.
        var generation: UInt64 = 0

        init(_ entries: [Entry]) {
            self.entries = entries
            index()
        }

        /// Where the target's entry is; nil where it is no longer configured, or is another's to poll.
        func place(of name: String, _ generation: UInt64) -> Int? {
            places[name].flatMap { entries[$0].generation == generation ? $0 : nil }
        }

        /// Drops what is too old to be shown.
        mutating func expire(at now: UInt64) {
            guard now > nextExpiry else { return }
            nextExpiry = .max
            for place in entries.indices {
                if entries[place].expire(at: now) {
                    version += 1
                    entries[place].revision = version
                }
                nextExpiry = min(nextExpiry, entries[place].expiry ?? .max)
            }
        }

        mutating func index() {
            places = Dictionary(entries.enumerated().map { ($1.subject.name, $0) }) { first, _ in first }
        }
    }

    private let state: Mutex<State>

    /// One report a target, none of them polled yet.
    package init(_ subjects: [Subject]) {
        state = Mutex(State(subjects.map { Entry(subject: $0, report: TargetReport($0), generation: 0) }))
    }

    /// Reports already made, all of them now.
    package init(_ reports: [TargetReport]) {
        let now = MachineClock().monotonicNanoseconds
        let entries = reports.map { report in
            Entry(subject: Subject(name: report.name), report: report, generation: 0, observedAt: now)
        }
        state = Mutex(State(entries))
    }

    /// A report that is shown.
    package struct Shown: Sendable {
        /// The report.
        package var report: TargetReport
        /// When its observation was made, in nanoseconds of the monotonic clock.
        package var observedAt: UInt64
        /// Another for each change of the report.
        package var revision: UInt64
    }

    /// The reports that are shown, in the order of the configuration.
    ///
    /// - Parameter now: the monotonic clock, in nanoseconds; what is too old by then is not in them.
    /// - Returns: the reports.
    package func shown(at now: UInt64) -> [Shown] { current(at: now) { $0.entries.compactMap(\.shown) } }

    /// One target's report.
    ///
    /// - Parameters:
    ///   - name: the target.
    ///   - now: the monotonic clock, in nanoseconds; what is too old by then is not in it.
    /// - Returns: the report; nil where none is shown.
    package func report(of name: String, at now: UInt64) -> Shown? {
        current(at: now) { state in state.places[name].flatMap { state.entries[$0].shown } }
    }

    /// Every report that is shown.
    ///
    /// - Parameter now: the monotonic clock, in nanoseconds; what is too old by then is not in them.
    /// - Returns: the reports, in the order of the configuration.
    package func reports(at now: UInt64) -> [TargetReport] {
        current(at: now) { state in state.entries.compactMap { $0.isShown ? $0.report : nil } }
    }

    private func current<Value>(at now: UInt64, _ read: (State) -> Value) -> Value {
        state.withLock { state in
            state.expire(at: now)
            return read(state)
        }
    }

    /// Whether polling has begun.
    package var isPolling: Bool { state.withLock(\.hasBegun) }

    /// Notes that polling runs, though there may be no target yet.
    package func begin() { state.withLock { $0.hasBegun = true } }

    /// The version alone, for whoever holds something made of an earlier one.
    ///
    /// - Parameter now: the monotonic clock, in nanoseconds.
    /// - Returns: another number where anything has changed, or has become too old.
    package func version(at now: UInt64) -> UInt64 { current(at: now) { $0.version } }

    /// The number that `update` wants from a poller that begins now.
    package func generation(of name: String) -> UInt64 {
        state.withLock { state in state.places[name].map { state.entries[$0].generation } ?? 0 }
    }

    /// Changes one target's report.
    ///
    /// - Parameters:
    ///   - name: the target.
    ///   - generation: what `generation(of:)` said when the poller began.
    ///   - now: the monotonic clock, in nanoseconds.
    ///   - change: the change; a poll that it takes in counts as ended now.
    /// - Returns: the report before and after; nil where the target is no longer configured, or is another's to poll.
    package func update(
        _ name: String,
        generation: UInt64 = 0,
        at now: UInt64,
        _ change: (inout TargetReport) -> Void
    ) -> (before: TargetReport, after: TargetReport)? {
        state.withLock { state in
            guard let place = state.place(of: name, generation) else { return nil }
            _ = state.entries[place].expire(at: now)
            let before = state.entries[place].report
            change(&state.entries[place].report)
            state.entries[place].note(before, at: now)
            _ = state.entries[place].expire(at: now)
            state.nextExpiry = min(state.nextExpiry, state.entries[place].expiry ?? .max)
            state.version += 1
            state.entries[place].revision = state.version
            return (before, state.entries[place].report)
        }
    }

    /// Takes the targets of a new configuration; those that stay keep their reports.
    ///
    /// - Parameters:
    ///   - subjects: the targets, in the order in which they are shown.
    ///   - renewed: names of those that begin anew although one of that name was there.
    package func retarget(_ subjects: [Subject], renewed: Set<String> = []) {
        state.withLock { state in
            state.version += 1
            let version = state.version
            let known = Dictionary(state.entries.map { ($0.subject.name, $0) }) { first, _ in first }
            state.entries = subjects.map { subject in
                guard var entry = known[subject.name], !renewed.contains(subject.name) else {
                    state.generation += 1
                    var entry = Entry(subject: subject, report: TargetReport(subject), generation: state.generation)
                    entry.revision = version
                    return entry
                }
                if entry.subject != subject { entry.revision = version }
                entry.subject = subject
                entry.report.labels = subject.labels
                return entry
            }
            state.index()
            state.nextExpiry = 0
            state.waiting = state.waiting.filter { state.places[$0] != nil && !renewed.contains($0) }
        }
    }

    /// Notes that a target's poller is alive; one of another generation no longer counts.
    ///
    /// - Parameters:
    ///   - name: the target.
    ///   - generation: what `generation(of:)` said when the poller began.
    ///   - now: the monotonic clock, in nanoseconds.
    ///   - limit: when it is to show progress again.
    package func noteProgress(_ name: String, generation: UInt64 = 0, at now: UInt64, within limit: Duration) {
        state.withLock { state in
            state.hasBegun = true
            state.lastMove = max(state.lastMove, now)
            guard let place = state.place(of: name, generation) else { return }
            state.waiting.remove(name)
            state.entries[place].due = now + limit.nanoseconds
        }
    }

    /// Notes that a target's poller waits for others to end their polls; one of another generation no longer counts.
    package func noteWaiting(_ name: String, generation: UInt64 = 0, at now: UInt64) {
        state.withLock { state in
            state.hasBegun = true
            guard let place = state.place(of: name, generation) else { return }
            if state.waiting.isEmpty { state.lastMove = max(state.lastMove, now) }
            state.waiting.insert(name)
            state.entries[place].due = nil
        }
    }

    /// Notes that a turn with a connection has begun or ended that is no poll of a target.
    package func noteTurn(at now: UInt64) { state.withLock { $0.lastMove = max($0.lastMove, now) } }

    /// Names of the targets whose poller has shown no progress in time; all that wait for their turn where nobody's turn
    /// has ended for longer than a limit.
    ///
    /// - Parameters:
    ///   - now: the monotonic clock, in nanoseconds.
    ///   - patience: how late a poller may be, for a machine that is busy.
    ///   - limit: how long those that wait may see nobody's turn end.
    /// - Returns: the names, sorted.
    package func stalled(at now: UInt64, patience: Duration, limit: Duration) -> [String] {
        state.withLock { state in
            let late = state.entries.filter { $0.due.map { now > $0 + patience.nanoseconds } ?? false }
            let isStuck = now > state.lastMove + (limit + patience).nanoseconds
            return (late.map(\.subject.name) + (isStuck ? Array(state.waiting) : [])).sorted()
        }
    }
}
