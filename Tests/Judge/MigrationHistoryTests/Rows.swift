@testable import MigrationHistory

/// Times in tests are seconds after 2026-01-01T00:00:00Z.
func at(_ seconds: Double) -> Instant { Instant(microseconds: 1_767_225_600_000_000 + Int64(seconds * 1e6)) }

/// A row; applied unless told otherwise.
func row(
    _ name: String,
    started: Double? = 0,
    finished: Double? = nil,
    rolledBack: Double? = nil,
    logs: String? = nil,
    steps: Int = 0,
    checksum: String = String(repeating: "ab", count: 32),
    id: String = ""
) -> MigrationRow {
    MigrationRow(
        id: id,
        name: name,
        checksum: checksum,
        startedAt: started.map(at),
        finishedAt: finished.map(at),
        rolledBackAt: rolledBack.map(at),
        logs: logs,
        appliedStepsCount: steps
    )
}

func applied(_ name: String, _ started: Double = 0) -> MigrationRow {
    row(name, started: started, finished: started + 1, steps: 1)
}

let nobody = AdvisoryLock(sessions: [], isVisible: true)

/// A session that holds the lock.
func holder(
    pid: Int = 7,
    began: Double? = -1,
    state: String? = "active",
    since: Double? = 0,
    granted: Bool = true
) -> AdvisoryLock.Session {
    AdvisoryLock.Session(
        pid: pid,
        granted: granted,
        backendStart: began.map(at),
        state: state,
        stateChange: since.map(at)
    )
}

func lock(_ sessions: AdvisoryLock.Session...) -> AdvisoryLock { AdvisoryLock(sessions: sessions, isVisible: true) }

/// One history of the given rows and directories.
func judged(
    _ rows: [MigrationRow],
    directories: [MigrationDirectory]? = nil,
    lock: AdvisoryLock = nobody,
    now: Double = 100
) -> MigrationHistory {
    let input = MigrationHistory.Input(schema: "public", rows: rows, directories: directories)
    return MigrationHistory.judge([input], lock: lock, databaseTime: at(now))[0]
}

/// A directory whose script has that checksum in every form.
func directory(_ name: String, checksum: String = String(repeating: "ab", count: 32)) -> MigrationDirectory {
    MigrationDirectory(
        name: name,
        script: .checksums(ScriptChecksums(verbatim: checksum, lineFeeds: checksum, carriageReturns: checksum))
    )
}
