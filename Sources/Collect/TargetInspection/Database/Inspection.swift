package import MigrationHistory
package import MigrationSQL
package import TargetReport

/// What one poll read from one target's database, nothing judged yet.
package struct Inspection: Sendable {
    /// One `_prisma_migrations`.
    package struct Table: Sendable {
        /// The namespace that holds it.
        package var schema: String
        /// Its rows, in no order; empty where `problem` says why.
        package var rows: [MigrationRow]
        /// Why the rows could not be read; nil when they were.
        package var problem: Downtime?
        /// Oddities of the table itself, each one sentence.
        package var remarks: [String]

        /// Whether any of its migrations is unfinished or under way.
        var hasUnfinishedRows: Bool { rows.contains { $0.finishedAt == nil && $0.rolledBackAt == nil } }
    }

    /// The database's clock when the transaction began.
    package var databaseTime: Instant
    /// The exporter's clock minus the database's, in seconds, by the middle of the round trip.
    package var clockSkewSeconds: Double
    /// Whether the server is a hot standby.
    package var isStandby: Bool
    /// `server_version_num`, such as 150012.
    package var serverVersion: Int
    /// Prisma's advisory lock.
    package var lock: AdvisoryLock
    /// Whether the role could write to one of the tables.
    package var roleCanWrite: Bool
    /// Every `_prisma_migrations` found, by schema name.
    package var tables: [Table]
    /// What Prisma 8 keeps in the database; nil where that has not moved to it.
    package var prismaContract: PrismaContract?
    /// What changes with the catalogs; nil where nobody asked for it.
    package var fingerprint: CatalogFingerprint?
    /// The database's schema, or why it could not be seen; nil where nothing asks for it.
    package var catalog: Result<Catalog, Downtime>?

    /// What was seen of the database's schema.
    package struct Catalog: Sendable {
        /// The objects.
        package var rows: [CatalogRow]
        /// Whether the texts of defaults, policies and views were left out, because another session locks their tables.
        package var lacksExpressions: Bool
    }
}
