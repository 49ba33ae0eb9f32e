package import MigrationHistory

/// What Prisma 8 keeps of itself in a database, in its schema `prisma_contract`.
///
/// Prisma 8 neither reads nor drops `_prisma_migrations`: where the table `marker` is there, the rows and the migrations
/// folder of Prisma 7 tell nothing of the database any more.
package struct PrismaContract: Sendable, Hashable {
    /// One row of `marker`: what one space, the application's own or an extension's, is at.
    package struct Marker: Sendable, Hashable {
        /// The space.
        package var space: String
        /// The hash of its contract; nil where the role may not read it.
        package var coreHash: String?
        /// When the marker last moved; nil where the role may not read it.
        package var updatedAt: Instant?

        /// A marker.
        package init(space: String, coreHash: String?, updatedAt: Instant?) {
            self.space = space
            self.coreHash = coreHash
            self.updatedAt = updatedAt
        }
    }

    /// A row of `ledger`: a migration that Prisma 8 has run.
    package struct LedgerEntry: Sendable, Hashable {
        /// Its name.
        package var migrationName: String
        /// When it ran; nil where the role may not read it.
        package var createdAt: Instant?

        /// A migration.
        package init(migrationName: String, createdAt: Instant?) {
            self.migrationName = migrationName
            self.createdAt = createdAt
        }
    }

    /// The markers by space; empty where there is none yet, or `problem` says why.
    package var markers: [Marker] = []
    /// The newest entry of the ledger; nil where there is none, or it may not be read.
    package var lastMigration: LedgerEntry?
    /// When the ledger begins; nil likewise.
    package var firstMigrationAt: Instant?
    /// Why the markers could not be read, one sentence; nil where they were.
    package var problem: String?

    /// A contract of which only its being there is known.
    package init() {}

    /// Since when the database has been Prisma 8's, as far as it tells.
    package var since: Instant? { firstMigrationAt ?? markers.compactMap(\.updatedAt).min() }

    /// What it means for the history that Prisma 7 left behind, for people.
    package var remark: String {
        var text = "This database is managed by Prisma 8\(since.map { " since \($0.iso8601)" } ?? ""): "
        text += "_prisma_migrations is what Prisma 7 left behind, so that nothing in it is pending and the schema is not "
        text += "held against it."
        for marker in markers {
            text += " Contract \"\(marker.space)\" is at \(marker.coreHash ?? "a hash that may not be read")"
            text += marker.updatedAt.map { ", updated at \($0.iso8601)." } ?? "."
        }
        if let last = lastMigration {
            text += " The last migration is \(last.migrationName)"
            text += last.createdAt.map { ", run at \($0.iso8601)." } ?? "."
        }
        return problem.map { "\(text) \($0)" } ?? text
    }
}
