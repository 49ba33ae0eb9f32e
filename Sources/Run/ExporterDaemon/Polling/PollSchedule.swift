/// When the next poll of one target begins.
package struct PollSchedule: Sendable, Hashable {
    /// Time from the start of one poll to the start of the next while all is well.
    package let interval: Duration
    /// How many polls in a row have failed.
    package private(set) var failures = 0

    /// The wait after a first failure; it doubles with each further one, up to the interval.
    static let firstRetry = Duration.seconds(1)

    /// The longest wait between the starts of two polls.
    static func longestWait(_ interval: Duration) -> Duration { interval * 1.05 }

    /// Where in the interval the polls are to fall, from 0 to 1; nil once they do, and for anywhere.
    private var phase: Double?

    /// A schedule with nothing failed yet.
    ///
    /// - Parameters:
    ///   - interval: time between polls.
    ///   - phase: the share of the interval by which the second poll follows the first, so that many targets that
    ///     begin together are spread over the interval from then on; nil for all of it.
    package init(interval: Duration, phase: Double? = nil) {
        self.interval = interval
        self.phase = phase
    }

    /// The wait between the start of the poll that has just ended and the start of the next.
    ///
    /// Both waits are spread, so that many targets, or many exporters of one server, don't knock at once.
    ///
    /// - Parameters:
    ///   - succeeded: whether the poll worked.
    ///   - chance: a random number in 0 ..< 1.
    /// - Returns: the wait.
    package mutating func delay(afterSuccess succeeded: Bool, chance: Double) -> Duration {
        guard !succeeded else {
            failures = 0
            if let phase {
                self.phase = nil
                return interval * max(phase, 0.05)
            }
            return interval * (0.95 + 0.1 * chance)
        }
        failures += 1
        let doubled = Self.firstRetry * (1 << min(failures - 1, 20))
        return min(interval, doubled) * (0.5 + 0.5 * chance)
    }
}
