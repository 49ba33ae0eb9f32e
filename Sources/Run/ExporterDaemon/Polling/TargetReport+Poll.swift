package import MigrationHistory
package import TargetReport

extension TargetReport {
    /// Takes in a poll that has ended.
    ///
    /// A failed poll tells at once and leaves what was seen before, as long as that is there. A table that could not be
    /// read makes the target down likewise: its own last good state stays, beside what the other tables show.
    ///
    /// - Parameters:
    ///   - outcome: what was seen, or why nothing was.
    ///   - now: the exporter's clock.
    ///   - seconds: how long the poll took.
    package mutating func finishPoll(
        _ outcome: Result<Observation, Downtime>,
        at now: Instant,
        seconds: Double
    ) {
        polls += 1
        lastPoll = now
        pollSeconds = seconds
        switch outcome {
        case .success(let seen):
            downtime = seen.histories.compactMap(\.problem).first
            observation = seen.keepingUnread(of: observation)
            observedPoll = polls
        case .failure(let reason):
            downtime = reason
        }
        guard downtime != nil else {
            lastSuccess = now
            return
        }
        pollFailures += 1
    }
}

extension TargetReport.Observation {
    /// The observation with an earlier one's history in place of each that could not be read.
    fileprivate func keepingUnread(of earlier: Self?) -> Self {
        var result = self
        result.histories = histories.map { history in
            guard history.problem != nil else { return history }
            let known = earlier?.histories.first { $0.schema == history.schema && $0.problem == nil }
            guard let known else { return history }
            result.unread.append(history)
            return known
        }
        return result
    }

    /// Shows of each history that could not be read why that is, and no longer an earlier one.
    mutating func dropUnread() {
        histories = histories.map { history in unread.first { $0.schema == history.schema } ?? history }
        unread = []
    }
}
