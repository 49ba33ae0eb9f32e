import MigrationHistory
import TargetReport

extension DiagnosisDocument {
    /// What Prisma 8 keeps in a database.
    struct Contract: Encodable {
        @Nullable var since: String?
        var markers: [Marker]
        @Nullable var last_migration: LedgerEntry?
        @Nullable var problem: String?

        struct Marker: Encodable {
            var space: String
            @Nullable var core_hash: String?
            @Nullable var updated_at: String?

            init(_ marker: PrismaContract.Marker) {
                space = marker.space
                core_hash = marker.coreHash
                updated_at = marker.updatedAt?.iso8601
            }
        }

        struct LedgerEntry: Encodable {
            var migration_name: String
            @Nullable var created_at: String?

            init(_ entry: PrismaContract.LedgerEntry) {
                migration_name = entry.migrationName
                created_at = entry.createdAt?.iso8601
            }
        }

        init(_ contract: PrismaContract) {
            since = contract.since?.iso8601
            markers = contract.markers.map { Marker($0) }
            last_migration = contract.lastMigration.map { LedgerEntry($0) }
            problem = contract.problem
        }
    }
}
