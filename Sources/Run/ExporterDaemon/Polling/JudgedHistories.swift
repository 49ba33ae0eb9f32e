import MigrationHistory

/// The histories of one target, judged again only where a poll has read something else than the one before.
actor JudgedHistories {
    private var last: (inputs: [MigrationHistory.Input], lock: AdvisoryLock, judged: [MigrationHistory])?

    /// Nothing is judged yet.
    init() {}

    /// The histories of what one poll read, as `MigrationHistory.judge` has them.
    func judge(
        _ inputs: [MigrationHistory.Input],
        lock: AdvisoryLock,
        databaseTime: Instant
    ) -> [MigrationHistory] {
        // Only what is unfinished depends on the time.
        if let last, last.lock == lock, last.judged.allSatisfy(\.unfinished.isEmpty), last.inputs == inputs {
            return last.judged
        }
        let judged = MigrationHistory.judge(inputs, lock: lock, databaseTime: databaseTime)
        last = (inputs, lock, judged)
        return judged
    }
}
