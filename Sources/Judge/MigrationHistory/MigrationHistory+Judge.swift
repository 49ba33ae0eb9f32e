extension MigrationHistory {
    /// What one poll read of one `_prisma_migrations`.
    package struct Input: Sendable, Hashable {
        /// The namespace that holds the table.
        package var schema: String
        /// Its rows, in no order.
        package var rows: [MigrationRow]
        /// The migrations folder; nil where none is configured.
        package var directories: [MigrationDirectory]?
        /// What the readers found odd, each one sentence.
        package var remarks: [String]

        /// What was read of the table in `schema`.
        package init(
            schema: String,
            rows: [MigrationRow],
            directories: [MigrationDirectory]?,
            remarks: [String] = []
        ) {
            self.schema = schema
            self.rows = rows
            self.directories = directories
            self.remarks = remarks
        }
    }

    /// Judges every history of one database at once, because Prisma's advisory lock is one for all of them.
    ///
    /// - Parameters:
    ///   - inputs: the histories.
    ///   - lock: the lock as the same poll saw it.
    ///   - databaseTime: the database's clock at that poll.
    /// - Returns: the histories, in the order of `inputs`.
    package static func judge(
        _ inputs: [Input],
        lock: AdvisoryLock,
        databaseTime: Instant
    ) -> [MigrationHistory] {
        let ownership = LockOwnership(inputs, lock: lock, databaseTime: databaseTime)
        return inputs.indices.map { MigrationHistory(inputs[$0], at: $0, ownership: ownership) }
    }

    init(_ input: Input, at index: Int, ownership: LockOwnership) {
        self.init()
        remarks = input.remarks
        let rows = Dictionary(grouping: input.rows, by: \.name)
        let directories = input.directories.map { list in
            Dictionary(list.map { ($0.name, $0) }) { first, _ in first }
        }
        for (name, rows) in rows {
            let state: MigrationState
            if let open = Self.unfinished(rows, at: index, ownership: ownership) {
                unfinished.append(open)
                state = open.state
            } else if rows.contains(where: \.isApplied) {
                state = .applied
            } else {
                state = directories?[name] == nil ? .rolledBack : .pending
            }
            states[name] = state
        }
        for name in (directories ?? [:]).keys where states[name] == nil { states[name] = .pending }
        for state in states.values { counts[state, default: 0] += 1 }
        unfinished.sort { Self.isEarlier($0.row, $1.row) }
        lastApplied = input.rows.filter(\.isApplied)
            .max { left, right in
                (left.finishedAt ?? .distantPast, left.name) < (right.finishedAt ?? .distantPast, right.name)
            }
        pending = states.filter { $0.value == .pending }.map(\.key).sorted(by: MigrationOrder.isEarlierByLocale)
        began = rows.compactMapValues { $0.compactMap(\.startedAt).min() }
        applied = states.filter { $0.value == .applied }
            .map { (name: $0.key, began: began[$0.key] ?? .distantPast) }
            .sorted { left, right in
                left.began == right.began
                    ? MigrationOrder.isEarlierByLocale(left.name, right.name) : left.began < right.began
            }
            .map(\.name)
        rolledBack =
            rows.filter { name, rows in
                [.pending, .rolledBack].contains(states[name]) && rows.contains { $0.rolledBackAt != nil }
            }
            .map(\.key).sorted(by: MigrationOrder.isEarlierByLocale)
        remarks += HandWrittenRows.remarks(input.rows)
        if let directories { compare(rows, with: directories) }
    }

    /// The one entry for a name that has unfinished rows; nil for a name that has none.
    private static func unfinished(_ rows: [MigrationRow], at index: Int, ownership: LockOwnership) -> Unfinished? {
        let open = rows.filter(\.isUnfinished).sorted { isEarlier($1, $0) }
        guard let newest = open.first else { return nil }
        if let failed = open.first(where: \.recordsError) {
            let error = RecordedError(logs: failed.logs ?? "")
            return Unfinished(
                row: failed,
                state: .failed,
                sqlstate: error.sqlstate,
                message: error.message,
                reason: "Prisma recorded the database's error in logs."
            )
        }
        let (state, reason) = ownership.judge(newest, at: index)
        return Unfinished(row: newest, state: state, sqlstate: nil, message: nil, reason: reason)
    }

    /// Whether the row began earlier; a row without a time comes first, equals go by name and id.
    static func isEarlier(_ left: MigrationRow, _ right: MigrationRow) -> Bool {
        (left.startedAt ?? .distantPast, left.name, left.id) < (right.startedAt ?? .distantPast, right.name, right.id)
    }
}

extension Instant {
    /// Earlier than every time that a database holds.
    static let distantPast = Instant(microseconds: .min)
}
