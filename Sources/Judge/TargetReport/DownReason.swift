/// Why a target could not be polled; the label values of `prisma_migrate_down_reason`.
package enum DownReason: String, Sendable, Hashable, CaseIterable {
    /// Nobody listens there, or the server said that it takes no connections now.
    case refused
    /// A deadline passed: connecting, or a statement.
    case timeout
    /// The host name has no address.
    case dns
    /// The TLS handshake or a certificate was refused, by either side.
    case tls
    /// Wrong password, unknown role, or `pg_hba.conf` says no.
    case auth
    /// The database does not exist.
    case noDatabase = "no_database"
    /// The role lacks a privilege.
    case denied
    /// Another session held a lock for longer than the poll may wait.
    case lockTimeout = "lock_timeout"
    /// The connection broke, or the other side does not speak PostgreSQL's protocol.
    case protocolError = "protocol"
    /// The target's settings can't be used.
    case configuration
    /// None of these.
    case other
}

/// Why a target is down: the reason for machines, the sentence for people.
package struct Downtime: Error, Sendable, Hashable {
    /// The class of the failure.
    package var reason: DownReason
    /// What happened and what to do next; never holds a secret.
    package var message: String

    /// A failure of that class.
    package init(reason: DownReason, message: String) {
        self.reason = reason
        self.message = message
    }
}
