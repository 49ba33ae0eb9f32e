/// Which unfinished row, if any, the holder of Prisma's advisory lock can be working on.
///
/// One session runs one migration at a time, so a holder speaks for at most one unfinished row in the whole database:
/// the one that began last. Sessions that only wait prove nothing: a killed client's backend goes on waiting.
struct LockOwnership {
    /// How far the clock of Prisma's client, which writes `started_at`, may be from the database's, in seconds.
    static let clockTolerance = 3600.0
    /// For how many seconds a session that runs a migration may be idle; the next statement follows at once.
    static let idleTolerance = 60.0

    private let isVisible: Bool
    /// The holder that can be at work on the candidate; nil where none can.
    private let holder: AdvisoryLock.Session?
    /// The candidate's history and row; nil where nothing is unfinished without an error.
    private let candidate: (index: Int, row: MigrationRow, schema: String)?
    /// Why the holders can't be at work, for the reason of interrupted rows; nil where there is no holder.
    private let dismissal: String?

    init(_ inputs: [MigrationHistory.Input], lock: AdvisoryLock, databaseTime: Instant) {
        var newest: (index: Int, row: MigrationRow, schema: String)?
        for (index, input) in inputs.enumerated() {
            for row in input.rows where row.isUnfinished && !row.recordsError {
                if let current = newest, !MigrationHistory.isEarlier(current.row, row) { continue }
                newest = (index, row, input.schema)
            }
        }
        isVisible = lock.isVisible
        candidate = newest
        var able: AdvisoryLock.Session?
        var why: String?
        for session in lock.holders where able == nil {
            if let reason = Self.dismissal(of: session, for: newest?.row, at: databaseTime) {
                why = reason
            } else {
                able = session
            }
        }
        holder = able
        dismissal = able == nil ? why : nil
    }

    /// The state of an unfinished row that records no error, and why.
    func judge(_ row: MigrationRow, at index: Int) -> (MigrationState, String) {
        let ended =
            row.appliedStepsCount > 0
            ? " Its script ran to the end: applied_steps_count is \(row.appliedStepsCount)." : ""
        guard isVisible else {
            return (
                .running,
                "No error is recorded. Whether it still runs can't be seen on a standby, which does not show the "
                    + "primary's advisory locks: ask the primary.\(ended)"
            )
        }
        if let holder, let candidate {
            if candidate.index == index, candidate.row.id == row.id, candidate.row.name == row.name {
                return (.running, "Session \(holder.pid) holds Prisma's advisory lock 72707369.\(ended)")
            }
            return (
                .interrupted,
                "No error is recorded, and the session that holds Prisma's advisory lock (\(holder.pid)) works on "
                    + "\(candidate.row.name) in schema \(candidate.schema), which began later.\(ended)"
            )
        }
        if let dismissal {
            return (.interrupted, "No error is recorded, and \(dismissal).\(ended)")
        }
        return (.interrupted, "No error is recorded, and nobody holds Prisma's advisory lock 72707369.\(ended)")
    }

    /// Why a holder can't be at work on the row; nil where it can.
    private static func dismissal(of session: AdvisoryLock.Session, for row: MigrationRow?, at now: Instant) -> String?
    {
        if let began = session.backendStart, let started = row?.startedAt,
            began.seconds(since: started) > clockTolerance
        {
            return "the session that holds Prisma's advisory lock (\(session.pid)) began only after the migration"
        }
        if let state = session.state, state.hasPrefix("idle"), let since = session.stateChange,
            now.seconds(since: since) > idleTolerance
        {
            return "the session that holds Prisma's advisory lock (\(session.pid)) has been \(state) for "
                + "\(Int(now.seconds(since: since))) s: a leaked lock"
        }
        return nil
    }
}
