/// One row of `_prisma_migrations`, as far as judging needs it.
///
/// Prisma inserts a new row for every attempt, so one migration name may have several (`resolve` closes the old row
/// and `--applied` adds one).
package struct MigrationRow: Sendable, Hashable {
    /// The row's `id`, a UUID in text.
    package var id: String
    /// The directory name of the migration; not unique in the table.
    package var name: String
    /// SHA-256 of `migration.sql` in lowercase hexadecimal; empty or odd where somebody wrote the row by hand.
    package var checksum: String
    /// When the attempt began, by the clock of Prisma's client; nil only where a hand-made table allows NULL.
    package var startedAt: Instant?
    /// When the attempt ended well, by the client's clock; nil while unfinished.
    package var finishedAt: Instant?
    /// When `resolve` closed the attempt; nil otherwise.
    package var rolledBackAt: Instant?
    /// The error that Prisma recorded, cut at a limit of the reader.
    ///
    /// nil for NULL, empty after `resolve --applied`. May hold row data: for people only, never for a label.
    package var logs: String?
    /// 1 once the script ran to its end, 0 before and after `resolve --applied`.
    package var appliedStepsCount: Int

    /// A row with the given columns.
    package init(
        id: String,
        name: String,
        checksum: String,
        startedAt: Instant?,
        finishedAt: Instant?,
        rolledBackAt: Instant?,
        logs: String?,
        appliedStepsCount: Int
    ) {
        self.id = id
        self.name = name
        self.checksum = checksum
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.rolledBackAt = rolledBackAt
        self.logs = logs
        self.appliedStepsCount = appliedStepsCount
    }

    /// Neither finished nor rolled back: what makes `migrate deploy` answer P3009.
    package var isUnfinished: Bool { finishedAt == nil && rolledBackAt == nil }
    /// Finished and not rolled back: `migrate deploy` takes the migration for applied.
    package var isApplied: Bool { finishedAt != nil && rolledBackAt == nil }
    /// Whether Prisma recorded an error for this attempt.
    package var recordsError: Bool { !(logs ?? "").isEmpty }
}
