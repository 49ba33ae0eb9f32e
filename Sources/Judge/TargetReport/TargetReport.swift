package import MigrationHistory

/// All that is known of one target after a poll: what metrics, pages, STATUS and `diagnose` are made of.
package struct TargetReport: Sendable, Hashable {
    /// What the last good poll saw; held until it is stale.
    package struct Observation: Sendable, Hashable {
        /// The database's clock at the poll.
        package var databaseTime: Instant
        /// The exporter's clock minus the database's, in seconds.
        package var clockSkewSeconds: Double
        /// Prisma's advisory lock in this database.
        package var lock: AdvisoryLock
        /// Whether the exporter's role could write to a `_prisma_migrations`: more privilege than it needs.
        package var roleCanWrite: Bool
        /// One entry a `_prisma_migrations` found or expected, by schema name.
        package var histories: [HistoryReport]
        /// The entries that the last poll could not read, where `histories` has an earlier poll's in their place.
        package var unread: [HistoryReport] = []
        /// What Prisma 8 keeps in the database; nil where that has not moved to it.
        package var prismaContract: PrismaContract?
        /// Why the project's files are not those that lie there now, each one sentence; empty where they are.
        package var outdatedFiles: [String] = []

        /// What a poll saw.
        package init(
            databaseTime: Instant,
            clockSkewSeconds: Double,
            lock: AdvisoryLock,
            roleCanWrite: Bool,
            histories: [HistoryReport]
        ) {
            self.databaseTime = databaseTime
            self.clockSkewSeconds = clockSkewSeconds
            self.lock = lock
            self.roleCanWrite = roleCanWrite
            self.histories = histories
        }
    }

    /// The target's name, the `target` label.
    package var name: String
    /// The target's own labels, by name.
    package var labels: [String: String] = [:]
    /// Why the last poll failed; nil when it worked or none has ended yet.
    package var downtime: Downtime?
    /// What the last good poll saw; nil before the first and once it is stale.
    package var observation: Observation?
    /// Polls ended so far, good and bad.
    package var polls = 0
    /// Which of them made the observation, counted from 1; 0 before the first that saw anything.
    package var observedPoll = 0
    /// Polls that failed so far.
    package var pollFailures = 0
    /// When the last poll ended, by the exporter's clock; nil before the first.
    package var lastPoll: Instant?
    /// When the last good poll ended, by the exporter's clock; nil before the first.
    package var lastSuccess: Instant?
    /// How long the last poll took, in seconds; nil before the first.
    package var pollSeconds: Double?

    /// A target that has not been polled yet.
    package init(name: String) {
        self.name = name
    }

    /// Whether the last poll worked.
    package var isUp: Bool { polls > 0 && downtime == nil }
}
