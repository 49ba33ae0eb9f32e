package import MigrationHistory
package import TargetReport

extension TargetReport {
    /// Takes in a poll that has ended.
    ///
    /// A failed poll tells at once and leaves the last good state, until that is stale. A table that could not be
    /// read makes the target down likewise: its own last good state stays, beside what the other tables show.
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
            observation = isStale(at: now, after: staleAfter) ? seen : seen.keepingUnread(of: observation)
        case .failure(let reason):
            downtime = reason
        }
        guard downtime != nil else {
            lastSuccess = now
            return
        }
        pollFailures += 1
        if case .failure = outcome, isStale(at: now, after: staleAfter) { observation = nil }
    }

    /// Whether the last good state is older than that many seconds, or there never was one.
    private func isStale(at now: Instant, after seconds: Double) -> Bool {
        lastSuccess.map { now.seconds(since: $0) > seconds } ?? true
    }
}

extension TargetReport.Observation {
    /// The observation with an earlier one's history in place of each that could not be read.
    fileprivate func keepingUnread(of earlier: Self?) -> Self {
        var result = self
        result.histories = histories.map { history in
            guard history.problem != nil else { return history }
            return earlier?.histories.first { $0.schema == history.schema } ?? history
        }
        return result
    }
}
