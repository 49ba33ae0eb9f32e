import MigrationHistory
import PostgresClient

/// What the catalogs and the lock table say of a database, but for the catalogs' full contents.
struct CatalogLook: Sendable {
    /// The server's version as it counts them, such as 180006; 0 where it does not say.
    var serverVersion: Int
    /// Whether the database has a namespace of Prisma 8.
    var hasContractNamespace: Bool
    /// Sessions that hold or await Prisma's lock.
    var sessions: [AdvisoryLock.Session]
    /// Every `_prisma_migrations`, by namespace.
    var tables: [MigrationTable]
    /// What changes with the catalogs; nil where nobody wanted it.
    var fingerprint: CatalogFingerprint?

    /// The look that the results of `InspectionStatements.look` give; nil where they are too few.
    init?(_ results: some Collection<ResultSet>) {
        let rows = results.map(\.rows)
        guard rows.count >= 3, let server = rows[0].first, server.count == 2 else { return nil }
        serverVersion = server[0].flatMap { Int($0) } ?? 0
        hasContractNamespace = server[1] == "t"
        sessions = rows[1].compactMap { AdvisoryLock.Session(selected: $0) }
        tables = rows[2].compactMap { MigrationTable(row: $0) }
            .sorted { $0.schema.utf8.lexicographicallyPrecedes($1.schema.utf8) }
        fingerprint = CatalogFingerprint(results.dropFirst(3).first)
    }

    /// The tables whose rows can be asked for.
    var readableTables: [MigrationTable] { tables.filter { $0.problem == nil } }
}
