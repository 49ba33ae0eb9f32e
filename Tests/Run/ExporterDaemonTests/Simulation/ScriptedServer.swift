/// A database server of a simulation, and what becomes of those who connect to it.
///
/// Only the thread that drives the simulation touches it.
final class ScriptedServer: @unchecked Sendable {
    /// How it answers.
    enum Condition: Sendable {
        /// Well, each time within that long.
        case well(within: Duration)
        /// Well or not, each time after up to that long, which may be longer than the poll may take.
        case moody(within: Duration)
        /// Each time within that long, but that the table is locked.
        case locked(within: Duration)
        /// Nobody accepts the connection.
        case refusing
        /// Never.
        case silent
        /// Only after that long, and until then who asks can't even be cancelled.
        case deaf(for: Duration)
    }

    let name: String
    private(set) var condition: Condition
    /// When the condition began.
    private(set) var since: Moment
    /// Connections that are open.
    var connections = 0
    /// Pollers and discoverers that are there for its targets.
    var workers = 0 { didSet { peak = max(peak, workers) } }
    /// The most of them that were there at a time.
    private(set) var peak = 0
    /// Slots that were out when somebody last looked.
    var slots = 0
    /// What a discoverer finds.
    var databases: [String] = []

    init(_ name: String, _ condition: Condition, at moment: Moment) {
        self.name = name
        self.condition = condition
        since = moment
    }

    /// The longest answer while all is well; nil while it is not.
    var answerLimit: Duration? {
        guard case .well(let limit) = condition else { return nil }
        return limit
    }

    func turn(_ condition: Condition, at moment: Moment) {
        self.condition = condition
        since = moment
    }
}

/// A moment of a simulation.
struct Moment: Sendable {
    /// The monotonic clock, in nanoseconds.
    var time: UInt64
    /// Of them, those that went by while somebody could have gone on.
    var lag: UInt64

    /// How long ago another moment was, lag left out.
    func since(_ earlier: Moment) -> Duration {
        .nanoseconds(Int64(time - lag) - Int64(earlier.time - earlier.lag))
    }
}
