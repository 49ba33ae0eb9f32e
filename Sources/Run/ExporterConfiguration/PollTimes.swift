/// When a target is polled.
package struct PollTimes: Sendable, Hashable {
    /// Time between the starts of two polls.
    package var interval: Duration
    /// Longest time for one poll, below the interval.
    package var timeout: Duration
    /// How long the last good state is shown while the target is down.
    package var staleAfter: Duration

    /// Times that follow from the interval where they are not given.
    ///
    /// - Parameters:
    ///   - interval: time between polls.
    ///   - timeout: nil for two thirds of the interval, at most 10 seconds.
    ///   - staleAfter: nil for 5 intervals.
    package init(interval: Duration = .seconds(15), timeout: Duration? = nil, staleAfter: Duration? = nil) {
        self.interval = interval
        self.timeout = timeout ?? min(interval * 2 / 3, .seconds(10))
        self.staleAfter = staleAfter ?? interval * 5
    }
}
