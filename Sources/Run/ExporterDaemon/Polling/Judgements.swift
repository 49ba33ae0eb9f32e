import MigrationHistory

/// The judgements on one target's histories, kept from poll to poll.
actor Judgements {
    private var histories = JudgedHistories()

    /// What `JudgedHistories.judge` says.
    func judge(
        _ inputs: [MigrationHistory.Input],
        lock: AdvisoryLock,
        databaseTime: Instant
    ) -> [MigrationHistory] {
        histories.judge(inputs, lock: lock, databaseTime: databaseTime)
    }
}
