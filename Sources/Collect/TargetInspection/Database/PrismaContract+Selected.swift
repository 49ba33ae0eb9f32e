import MigrationHistory
import TargetReport

extension PrismaContract {
    /// The contract that the results of `ContractTables.contents` tell.
    init(selected results: [[[String?]]]) {
        self.init()
        markers = (results.first ?? [])
            .compactMap { row in
                guard row.count == 3, let space = row[0] else { return nil }
                return Marker(space: space, coreHash: row[1], updatedAt: Instant(microsecondsText: row[2]))
            }
        guard let row = results.dropFirst().first?.first, row.count == 3, let name = row[0] else { return }
        lastMigration = LedgerEntry(migrationName: name, createdAt: Instant(microsecondsText: row[1]))
        firstMigrationAt = Instant(microsecondsText: row[2])
    }

    /// A contract whose contents are not known, and why.
    init(problem: String) {
        self.init()
        self.problem = problem
    }
}
