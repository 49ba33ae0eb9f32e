/// The state of one migration name; exactly one holds.
package enum MigrationState: String, Sendable, Hashable, CaseIterable {
    /// A finished row that was not rolled back.
    case applied
    /// An unfinished row that records the database's error.
    case failed
    /// An unfinished row without an error, and no session that can be its own holds Prisma's lock.
    case interrupted
    /// An unfinished row without an error, while a session that can be its own holds Prisma's lock.
    case running
    /// Only rolled-back rows, and no directory.
    case rolledBack = "rolled_back"
    /// A directory that `migrate deploy` would apply.
    case pending
}
