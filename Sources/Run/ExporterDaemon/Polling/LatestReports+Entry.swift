import ExporterConfiguration
import TargetReport

extension LatestReports {
    /// What is known of one target, and since when.
    struct Entry {
        var subject: Subject
        var report: TargetReport
        /// Another for each poller that takes over; what an earlier one still sends is then thrown away.
        var generation: UInt64
        /// When its poller is to make progress at the latest, in nanoseconds of the monotonic clock; nil before it began
        /// and while it waits for its turn.
        var due: UInt64?
        /// When its observation was made, in nanoseconds of the monotonic clock.
        var observedAt: UInt64 = 0
        /// When its last poll ended, and its last good one, in nanoseconds of the monotonic clock; nil before the first.
        var endedAt: UInt64?
        var goodAt: UInt64?
        /// The version of all reports when this one last changed.
        var revision: UInt64 = 0

        var shown: Shown? {
            isShown ? Shown(report: report, observedAt: observedAt, revision: revision) : nil
        }

        var isShown: Bool {
            guard subject.isDiscovered else { return true }
            guard let observation = report.observation else { return report.downtime != nil }
            return observation.histories.contains { $0.tablePresent || $0.problem != nil }
        }

        /// Notes what a change of the report was, made now.
        mutating func note(_ before: TargetReport, at now: UInt64) {
            guard report.polls != before.polls else { return }
            endedAt = now
            if report.observedPoll == report.polls { observedAt = now }
            if report.isUp { goodAt = now }
        }

        /// The last moment at which the report may be shown as it is; nil where that is any.
        var expiry: UInt64? {
            guard let times = subject.times, let observation = report.observation, let endedAt else { return nil }
            let untilStale = goodAt.map { $0 + times.staleAfter.nanoseconds } ?? 0
            guard report.observedPoll == report.polls else { return untilStale }
            let untilMissed = endedAt + times.shownWithoutPoll.nanoseconds
            return observation.unread.isEmpty ? untilMissed : min(untilStale, untilMissed)
        }

        /// Drops what is too old to be shown.
        ///
        /// - Parameter now: the monotonic clock, in nanoseconds.
        /// - Returns: whether anything was.
        mutating func expire(at now: UInt64) -> Bool {
            guard let first = expiry, now > first, let times = subject.times else { return false }
            if report.observedPoll == report.polls { report.observation?.dropUnread() }
            guard let next = expiry, now > next else { return true }
            report.observation = nil
            guard report.downtime == nil else { return true }
            report.downtime = Downtime(
                reason: .timeout,
                message: "\(report.name): no poll has ended for \(DurationText.text(times.shownWithoutPoll)); "
                    + "are there too many targets for the connections that the limits allow?"
            )
            return true
        }
    }
}

extension PollTimes {
    /// How long a good state is shown though no poll has ended since: one may be missed.
    var shownWithoutPoll: Duration { max(staleAfter, interval * 2 + timeout) }
}

extension TargetReport {
    /// The report of a target that has not been polled yet.
    init(_ subject: LatestReports.Subject) {
        self.init(name: subject.name)
        labels = subject.labels
    }
}
