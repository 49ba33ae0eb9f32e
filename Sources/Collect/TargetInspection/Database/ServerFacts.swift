import MigrationHistory

/// What a server tells of itself and of the database at the beginning of an inspection.
struct ServerFacts: Sendable {
    /// Its clock.
    var time: Instant
    /// Whether it follows another server.
    var isStandby: Bool
    /// Its version as it counts them, such as 180006; 0 where it does not say.
    var version: Int
    /// What tells this database from any other.
    var database: String
    /// Whether the database has a namespace of Prisma 8.
    var hasContractNamespace: Bool
    /// Writes to the catalogs that it has counted; nil where it does not.
    var catalogWrites: String?

    /// The facts that `InspectionStatements.server` selected; nil where the row has another form.
    init?(selected row: [String?]) {
        guard row.count == 6, let time = Instant(microsecondsText: row[0]) else { return nil }
        self.time = time
        isStandby = row[1] == "t"
        version = row[2].flatMap { Int($0) } ?? 0
        database = row[3] ?? ""
        hasContractNamespace = row[4] == "t"
        catalogWrites = row[5]
    }
}
