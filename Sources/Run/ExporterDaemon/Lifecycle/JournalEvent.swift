package import Logging
package import TargetReport

/// What the daemon tells its log; the raw values are the journal's `MESSAGE_ID`.
///
/// The message catalog has an entry for each.
package enum JournalEvent: String, Sendable, CaseIterable {
    case listening = "b7635f7efbaf48f68849a0a4d9833708"
    case stopping = "24bf95e3ba254f64b58c958c6cc54295"
    case stopped = "e95f279ef3ae445dbfbd7669a17eeeff"
    case targetUp = "8dba90df43d54b179be0a374122b4767"
    case targetDown = "ae0327eb68624333aaf64669ab1b17a1"
    case targetRemark = "7547c0472d904ea58ee7781b4e3cd3ae"
    case migrationRunning = "c71a237bc7bf436f861c7bdba3b24fb3"
    case migrationFailed = "0b481479ceca41c28bdb521ec4f5cc22"
    case migrationInterrupted = "0aec47b0c3ed43eeac13e0dc40b62036"
    case migrationJudged = "8bec5a8f9ec1404bae17370bc4736de6"
    case migrationSettled = "46eb7de123bb4c06b8fecedf3ad86ebd"
    case schemaDrift = "2f71e61e48bd405b8ae38e39e0aca196"
    case schemaDriftGone = "008ad6c28b2742b8b93fac8fd4b3f9ff"
    case schemaDriftRemark = "42fe889e53ed46149f91f80a43b371e5"
    case historyDrift = "cfa09cfb06d54190a25e2b4e76afa5d8"
    case historyDriftGone = "d7d1edf3b9ec47ef9caf918671067162"
    case projectFilesOutdated = "cc718e912e4d49fcbdce518654f0cfb5"
    case projectFilesCurrent = "2ec555a3338c4a39ac8212bcb5e095f4"
    case roleCanWrite = "ca03d9e7c0a04f519ff6c76c20858e75"
    case reloaded = "1db2d67328754d22a5258d5896f9c9ca"
    case reloadFailed = "eea7cf08e173488bbed8011df98c933e"
    case restartNeeded = "793e34fe97374563b3fc84a388670005"
    case webConfigurationRead = "8e32bc03bc1d4bd093c2e34c56c74dec"
    case webConfigurationFailed = "b7d03068ba0a4c58a456b4e39f04ae3e"
    case watchdogWithheld = "d99707dda9c745da8c2cc57ee735e079"

    /// The event as the log takes it.
    package var logged: LogEvent { LogEvent(name: name, id: rawValue, level: level, runbook: runbook?.rawValue) }

    /// The name in the log, such as `target_down`.
    package var name: String { "\(self)".reduce("") { $1.isUppercase ? "\($0)_\($1.lowercased())" : "\($0)\($1)" } }

    private var level: Log.Level {
        switch self {
        case .listening, .stopping, .stopped, .targetUp, .migrationRunning, .migrationSettled, .schemaDriftGone,
            .historyDriftGone, .projectFilesCurrent, .reloaded, .webConfigurationRead:
            .info
        case .targetRemark, .migrationJudged, .schemaDrift, .schemaDriftRemark, .historyDrift, .projectFilesOutdated,
            .roleCanWrite, .restartNeeded:
            .warn
        case .targetDown, .migrationFailed, .migrationInterrupted, .reloadFailed, .webConfigurationFailed,
            .watchdogWithheld:
            .error
        }
    }

    /// The alert whose runbook says what to do; nil where nothing is to be done, or the catalog says it all.
    package var runbook: AlertName? {
        switch self {
        case .targetDown, .targetRemark: .targetDown
        case .migrationFailed: .migrationFailed
        case .migrationInterrupted: .migrationInterrupted
        case .schemaDrift, .schemaDriftRemark: .schemaDrift
        case .historyDrift: .historyDrift
        case .roleCanWrite: .roleCanWrite
        case .reloadFailed, .webConfigurationFailed: .configReloadFailed
        case .listening, .stopping, .stopped, .targetUp, .migrationRunning, .migrationJudged, .migrationSettled,
            .schemaDriftGone, .historyDriftGone, .projectFilesOutdated, .projectFilesCurrent, .reloaded, .restartNeeded,
            .webConfigurationRead, .watchdogWithheld:
            nil
        }
    }
}
