import MigrationHistory

extension MigrationRow {
    /// The row that `InspectionStatements.rows` selected; nil where it has no name, so that nothing can be said of it.
    init?(selected row: [String?]) {
        let columns = MigrationColumn.allCases
        guard row.count == columns.count else { return nil }
        let value = Dictionary(zip(columns, row)) { first, _ in first }
        guard let name = value[.migrationName] ?? nil else { return nil }
        self.init(
            id: (value[.id] ?? nil) ?? "",
            name: name,
            checksum: (value[.checksum] ?? nil) ?? "",
            startedAt: Instant(microsecondsText: value[.startedAt] ?? nil),
            finishedAt: Instant(microsecondsText: value[.finishedAt] ?? nil),
            rolledBackAt: Instant(microsecondsText: value[.rolledBackAt] ?? nil),
            logs: value[.logs] ?? nil,
            appliedStepsCount: (value[.appliedStepsCount] ?? nil).flatMap { Int($0) } ?? 0
        )
    }
}

extension AdvisoryLock.Session {
    /// The session that `InspectionStatements.lock` selected; nil where the row has another form.
    init?(selected row: [String?]) {
        guard row.count == 5, let pid = row[0].flatMap({ Int($0) }) else { return nil }
        self.init(
            pid: pid,
            granted: row[1] == "t",
            backendStart: Instant(microsecondsText: row[2]),
            state: row[3],
            stateChange: Instant(microsecondsText: row[4])
        )
    }
}

extension Instant {
    /// The instant that a decimal number of microseconds since 1970 names; nil for NULL or other text.
    init?(microsecondsText: String?) {
        guard let microsecondsText, let microseconds = Int64(microsecondsText) else { return nil }
        self.init(microseconds: microseconds)
    }
}
