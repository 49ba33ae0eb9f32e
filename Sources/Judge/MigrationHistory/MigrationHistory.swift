/// What one `_prisma_migrations` table, its lock and its migrations directory say together.
package struct MigrationHistory: Sendable, Hashable {
    /// A migration that is neither finished nor rolled back.
    package struct Unfinished: Sendable, Hashable {
        /// The unfinished row; the newest one where the name has several.
        package var row: MigrationRow
        /// `failed`, `interrupted` or `running`.
        package var state: MigrationState
        /// The SQLSTATE that `logs` records; nil where there is none.
        package var sqlstate: String?
        /// The first line of the server's message in `logs`, for people and never for a label; nil where there is none.
        package var message: String?
        /// Why the state is what it is, one sentence.
        package var reason: String

        /// An unfinished migration.
        package init(row: MigrationRow, state: MigrationState, sqlstate: String?, message: String?, reason: String) {
            self.row = row
            self.state = state
            self.sqlstate = sqlstate
            self.message = message
            self.reason = reason
        }
    }

    /// The state of every migration name that has a row or a directory.
    package var states: [String: MigrationState] = [:]
    /// Number of names in each state; every state has an entry.
    package var counts: [MigrationState: Int] = [:]
    /// The unfinished migrations, oldest first.
    package var unfinished: [Unfinished] = []
    /// Names in state `pending`, in the order in which Prisma would apply them.
    package var pending: [String] = []
    /// Names whose script no longer has the checksum of their row; empty without a migrations directory.
    package var edited: [String] = []
    /// Names that have a row that counts but no directory; empty without a migrations directory.
    package var missingDirectory: [String] = []
    /// Names applied, or to be applied, after a migration that sorts behind them.
    package var outOfOrder: [String] = []
    /// Names in state `applied`, by the time of their first attempt and, for equal times, in Prisma's order.
    package var applied: [String] = []
    /// When the first attempt of each name began, by Prisma's clock; no entry for names without such a time.
    package var began: [String: Instant] = [:]
    /// Names of which an attempt was rolled back and none has been applied since.
    package var rolledBack: [String] = []
    /// The applied row that finished last; nil where nothing is applied.
    package var lastApplied: MigrationRow?
    /// Oddities a person should know of (hand-written rows, a directory without a script …), each one sentence.
    package var remarks: [String] = []

    /// A history with nothing in it.
    package init() {
        counts = Dictionary(uniqueKeysWithValues: MigrationState.allCases.map { ($0, 0) })
    }

    /// Failed plus interrupted: what a person must resolve.
    package var failedMigrations: Int { counts[.failed, default: 0] + counts[.interrupted, default: 0] }
}
