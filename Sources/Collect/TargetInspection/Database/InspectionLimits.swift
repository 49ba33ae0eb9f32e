/// How long one inspection may make the database and the poller wait.
package struct InspectionLimits: Sendable, Hashable {
    /// For connecting, name resolution and TLS included.
    package var connect: Duration
    /// For each message to be answered, more than `statement`; beyond it the connection is closed.
    package var answer: Duration
    /// `statement_timeout` on the server.
    package var statement: Duration
    /// `lock_timeout` on the server: how long a poll queues behind a migration's locks.
    package var lock: Duration

    /// The limits that fit into one poll deadline, each smaller than the one around it.
    ///
    /// - Parameter deadline: how long a whole poll may take, connecting included.
    package init(within deadline: Duration) {
        connect = deadline / 2
        answer = deadline * 2 / 5
        statement = deadline * 3 / 10
        lock = min(.seconds(2), deadline / 5)
    }
}
