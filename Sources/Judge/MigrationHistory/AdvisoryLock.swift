/// Prisma's advisory lock 72707369 as one poll saw it; its scope is the database, not one schema.
package struct AdvisoryLock: Sendable, Hashable {
    /// A session that holds the lock or waits for it.
    package struct Session: Sendable, Hashable {
        /// The backend's process id.
        package var pid: Int
        /// Whether it has the lock; false while it waits.
        package var granted: Bool
        /// When the session began, by the database's clock; nil where the role may not see it.
        package var backendStart: Instant?
        /// `pg_stat_activity.state`; nil where the role may not see it.
        package var state: String?
        /// When `state` last changed; nil where the role may not see it.
        package var stateChange: Instant?

        /// A session with what `pg_locks` and `pg_stat_activity` say of it.
        package init(pid: Int, granted: Bool, backendStart: Instant?, state: String?, stateChange: Instant?) {
            self.pid = pid
            self.granted = granted
            self.backendStart = backendStart
            self.state = state
            self.stateChange = stateChange
        }
    }

    /// Every session that holds or awaits the lock.
    package var sessions: [Session]
    /// False on a hot standby, whose `pg_locks` does not show the primary's advisory locks.
    package var isVisible: Bool

    /// The lock with these sessions.
    package init(sessions: [Session], isVisible: Bool) {
        self.sessions = sessions
        self.isVisible = isVisible
    }

    /// Sessions that have the lock.
    package var holders: [Session] { sessions.filter(\.granted) }
    /// Sessions that wait for it.
    package var waiters: [Session] { sessions.filter { !$0.granted } }
}
