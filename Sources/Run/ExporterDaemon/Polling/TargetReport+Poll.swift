package import MigrationHistory
package import TargetReport

extension TargetReport {
    /// Takes in a poll that has ended.
    ///
    /// A failed poll tells at once and leaves the last good state, until that is stale. A table that could not be
    /// read makes the target down, with what the other tables show kept.
    ///
    /// - Parameters:
    ///   - outcome: what was seen, or why nothing was.
    ///   - now: the exporter's clock.
    ///   - seconds: how long the poll took.
    ///   - staleAfter: seconds for which the last good state is shown without a new one.
    package mutating func finishPoll(
        _ outcome: Result<Observation, Downtime>,
        at now: Instant,
        seconds: Double,
        staleAfter: Double
    ) {
        polls += 1
        lastPoll = now
        pollSeconds = seconds
        switch outcome {
        case .success(let seen):
            downtime = seen.histories.compactMap(\.problem).first
            observation = seen
        case .failure(let reason):
            downtime = reason
        }
        guard downtime != nil else {
            lastSuccess = now
            return
        }
        pollFailures += 1
        if case .failure = outcome, let lastSuccess, now.seconds(since: lastSuccess) > staleAfter { observation = nil }
        if case .failure = outcome, lastSuccess == nil { observation = nil }
    }
}
