import MigrationHistory
import TargetReport

/// What a person does about an unfinished migration, in order; nothing of it is ever executed here.
struct Runbook {
    /// The steps, each a sentence or a command.
    let steps: [String]

    /// The steps that follow from a verdict.
    init(_ report: UnfinishedReport) {
        let name = report.migration.row.name.shellQuoted
        switch report.verdict {
        case .applied:
            steps = [
                "Back up the database, or know that a backup is recent.",
                "npx prisma migrate resolve --applied \(name)",
                "Verify: npx prisma migrate status, then npx prisma migrate deploy. The old row gets rolled_back_at, and "
                    + "the new one has applied_steps_count 0: both are right.",
                Self.comparison,
            ]
        case .notApplied:
            steps =
                Self.cause(report.migration) + [
                    "npx prisma migrate resolve --rolled-back \(name)",
                    "npx prisma migrate deploy, which runs the script again from its start.",
                ]
        case .partiallyApplied:
            steps =
                Self.cause(report.migration) + [
                    "Back up the database.",
                    "Either run the statements to finish it, in order, then: "
                        + "npx prisma migrate resolve --applied \(name)",
                    "Or run the statements to undo it, then: npx prisma migrate resolve --rolled-back \(name) and "
                        + "npx prisma migrate deploy",
                    Self.isSafeToRunAgain(report.statements)
                        ? "As it stands the script can run again: each statement that is done would be skipped."
                        : "Do not just run the script again: a statement that is done would fail.",
                ]
        case .undetermined:
            steps =
                Self.cause(report.migration) + [
                    "Look at what is listed as open, decide by hand, and only then resolve: --applied where all has "
                        + "taken effect, --rolled-back where nothing has."
                ]
        }
    }

    /// The only comparison with schema.prisma that Prisma offers; its flags changed with version 7.
    private static let comparison =
        "Compare with schema.prisma: npx prisma migrate diff --exit-code --from-config-datasource --to-schema "
        + "prisma/schema.prisma (Prisma 6: --from-schema-datasource prisma/schema.prisma --to-schema-datamodel "
        + "prisma/schema.prisma)"

    /// Whether every statement that is done, if only in part, says IF [NOT] EXISTS or OR REPLACE.
    private static func isSafeToRunAgain(_ statements: [StatementEvidence]) -> Bool {
        statements.allSatisfy { statement in
            if statement.conclusion == .notDone || statement.conclusion == .noEffect { return true }
            let text = statement.text.uppercased()
            return ["IF NOT EXISTS", "IF EXISTS", "OR REPLACE"].contains { text.contains($0) }
        }
    }

    private static func cause(_ migration: MigrationHistory.Unfinished) -> [String] {
        guard let sqlstate = migration.sqlstate else { return migration.message.map { ["Recorded: \($0)"] } ?? [] }
        return ["\(sqlstate): \(sentence(for: sqlstate))"]
    }

    /// What an SQLSTATE means for a migration (PostgreSQL documentation, "PostgreSQL Error Codes").
    private static func sentence(for sqlstate: String) -> String {
        switch sqlstate {
        case "42P07", "42710", "42701", "42P06", "42723":
            "an object that the script creates was there before; find out who made it, and whether it is the same."
        case "42P01", "42703", "42704", "42883": "an object that the script needs is not there."
        case "23505": "rows are not unique; remove the duplicates first."
        case "23502": "rows hold NULL where the script forbids it; fill them first."
        case "23503": "rows refer to rows that are not there; mend them first."
        case "23514": "rows break a check that the script adds; mend them first."
        case "57014": "a statement took longer than statement_timeout, or was cancelled."
        case "55P03": "a lock was not to be had in time; run it when the table is quiet."
        case "40P01":
            "a deadlock; CREATE INDEX CONCURRENTLY while another deploy waits for Prisma's lock is a known one."
        case "42501": "the role lacks a privilege."
        case "55P04": "a new enum value can't be used in the transaction that adds it; use two migrations."
        case "25001": "the statement can't run in a transaction; it must be the only one of its script."
        case "53100": "the disk is full."
        case "42601": "the script has a syntax error."
        default: "mend what the recorded error names first."
        }
    }
}
