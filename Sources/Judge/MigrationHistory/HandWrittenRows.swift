/// Rows that Prisma never writes: somebody changed the table by hand.
enum HandWrittenRows {
    /// Most names that one remark lists.
    private static let listed = 5

    /// A sentence for each kind that occurs.
    static func remarks(_ rows: [MigrationRow]) -> [String] {
        let kinds: [(String, (MigrationRow) -> Bool)] = [
            (
                "finished and rolled back at once, which Prisma never writes: deploy takes it for not applied",
                { $0.finishedAt != nil && $0.rolledBackAt != nil }
            ),
            (
                "finished although an error is recorded: finished_at was set by hand",
                { $0.isApplied && $0.recordsError }
            ),
            (
                "without a checksum that Prisma writes: whether the script was edited can't be told",
                { $0.rolledBackAt == nil && StoredChecksum($0.checksum) == nil }
            ),
            ("without a start time", { $0.startedAt == nil }),
        ]
        return kinds.compactMap { text, matches in
            let names = Set(rows.lazy.filter(matches).map(\.name)).sorted()
            guard !names.isEmpty else { return nil }
            let rest = names.count > listed ? " and \(names.count - listed) more" : ""
            return "\(names.prefix(listed).joined(separator: ", "))\(rest): \(text)."
        }
    }
}
