package import MigrationHistory

/// The alerts that the project's rules raise.
///
/// Each has a runbook of that name, so that alert, journal, status line and page lead to the same text.
package enum AlertName: String, Sendable, Hashable, CaseIterable {
    case migrationFailed = "PrismaMigrationFailed"
    case migrationInterrupted = "PrismaMigrationInterrupted"
    case migrationRunningTooLong = "PrismaMigrationRunningTooLong"
    case historyDrift = "PrismaMigrationHistoryDrift"
    case schemaDrift = "PrismaSchemaDrift"
    case roleCanWrite = "PrismaMigrateRoleCanWrite"
    case targetDown = "PrismaMigrateTargetDown"
    case configReloadFailed = "PrismaMigrateConfigReloadFailed"
    case discoveryFailed = "PrismaMigrateDiscoveryFailed"

    /// Where the runbook is read.
    package var runbookURL: String { "https://prisma-migrate-exporter.github.io/runbooks/\(rawValue)" }

    /// The alert on a migration that is unfinished in that state.
    package init(_ state: MigrationState) {
        switch state {
        case .failed: self = .migrationFailed
        case .running: self = .migrationRunningTooLong
        case .interrupted, .applied, .pending, .rolledBack: self = .migrationInterrupted
        }
    }
}
