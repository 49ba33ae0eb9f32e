import MigrationHistory

/// What a server tells at the beginning of an inspection.
struct ServerFacts: Sendable {
    /// Its clock.
    var time: Instant
    /// Whether it follows another server.
    var isStandby: Bool
    /// What tells this database from any other.
    var database: String
    /// Writes to the catalogs that it has counted; nil where it does not.
    var catalogWrites: String?
    /// Whether any session holds or awaits Prisma's lock, in whatever database.
    var hasLock: Bool

    /// The facts that `InspectionStatements.server` selected; nil where the row has another form.
    init?(selected row: [String?]) {
        guard row.count == 6, let time = Instant(microsecondsText: row[0]) else { return nil }
        self.time = time
        isStandby = row[1] == "t"
        database = "\(row[2] ?? "") \(row[3] ?? "")"
        catalogWrites = row[4]
        hasLock = row[5] != "0"
    }
}
