extension MigrationHistory {
    /// Fills in what only a comparison with the migrations folder shows.
    mutating func compare(_ rows: [String: [MigrationRow]], with directories: [String: MigrationDirectory]) {
        for (name, rows) in rows {
            let counting = rows.filter { $0.rolledBackAt == nil }
            guard !counting.isEmpty else { continue }
            guard let directory = directories[name] else {
                missingDirectory.append(name)
                continue
            }
            if case .checksums(let script) = directory.script, Self.isEdited(counting, script) { edited.append(name) }
        }
        edited.sort(by: MigrationOrder.isEarlierByLocale)
        missingDirectory.sort(by: MigrationOrder.isEarlierByLocale)
        outOfOrder = Self.outOfOrder(rows, pending: pending)
        for directory in directories.values.sorted(by: { $0.name < $1.name }) {
            guard case .unreadable(let reason) = directory.script else { continue }
            let consequence = states[directory.name] == .pending ? " migrate deploy will stop there with P3015." : ""
            remarks.append("\(directory.name): \(reason).\(consequence)")
        }
        if directories.isEmpty, !rows.isEmpty {
            remarks.append(
                "The migrations folder holds no migration, while the table has \(rows.count): is it the right folder?"
            )
        }
    }

    /// Whether no row that counts was made from this script, and at least one could tell.
    private static func isEdited(_ rows: [MigrationRow], _ script: ScriptChecksums) -> Bool {
        let stored = rows.compactMap { StoredChecksum($0.checksum) }
        return !stored.isEmpty && !stored.contains { $0.accepts(script) }
    }

    /// Names that came, or will come, after one that sorts behind them in both of Prisma's orders.
    ///
    /// The time of a name is that of its first attempt: `resolve --applied` adds a row of its own, much later. Names
    /// that `resolve --applied` entered without an attempt (a baseline) have no time of application and are left out.
    private static func outOfOrder(_ rows: [String: [MigrationRow]], pending: [String]) -> [String] {
        var attempts: [(name: String, began: Instant)] = []
        for (name, rows) in rows where rows.contains(where: { $0.rolledBackAt == nil }) {
            guard let first = rows.min(by: isEarlier), let began = first.startedAt, !isBaseline(first) else { continue }
            attempts.append((name, began))
        }
        attempts.sort { ($0.began, $0.name) < ($1.began, $1.name) }
        var result: [String] = []
        var highest: (bytes: String, locale: String)?
        for name in attempts.map(\.name) + pending {
            guard let current = highest else {
                highest = (name, name)
                continue
            }
            if MigrationOrder.isEarlierByBoth(name, current.bytes)
                || MigrationOrder.isEarlierByBoth(name, current.locale)
            {
                result.append(name)
            }
            if MigrationOrder.isEarlierByBytes(current.bytes, name) { highest?.bytes = name }
            if MigrationOrder.isEarlierByLocale(current.locale, name) { highest?.locale = name }
        }
        return result.sorted(by: MigrationOrder.isEarlierByLocale)
    }

    private static func isBaseline(_ row: MigrationRow) -> Bool {
        row.isApplied && row.appliedStepsCount == 0 && row.startedAt == row.finishedAt
    }
}
