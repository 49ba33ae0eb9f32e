import MigrationHistory

extension MigrationRow {
    /// The row that `InspectionStatements.rows` selected, the table's place left out; nil where it has no name, so that
    /// nothing can be said of it.
    init?(selected row: ArraySlice<String?>) {
        guard row.count == MigrationColumn.allCases.count, let name = row[row.startIndex + 1] else { return nil }
        func value(_ place: Int) -> String? { row[row.startIndex + place] }
        self.init(
            id: value(0) ?? "",
            name: name,
            checksum: value(2) ?? "",
            startedAt: Instant(microsecondsText: value(3)),
            finishedAt: Instant(microsecondsText: value(4)),
            rolledBackAt: Instant(microsecondsText: value(5)),
            logs: value(6),
            appliedStepsCount: value(7).flatMap { Int($0) } ?? 0
        )
    }
}

extension AdvisoryLock.Session {
    /// The session that `InspectionStatements.lock` selected; nil where the row has another form.
    init?(selected row: [String?]) {
        guard row.count == 3, let pid = row[0].flatMap({ Int($0) }) else { return nil }
        let parts = (row[2] ?? "").split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            .map(String.init)
        func part(_ place: Int) -> String? { place < parts.count && !parts[place].isEmpty ? parts[place] : nil }
        self.init(
            pid: pid,
            granted: row[1] == "t",
            backendStart: Instant(microsecondsText: part(0)),
            state: part(2),
            stateChange: Instant(microsecondsText: part(1))
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
