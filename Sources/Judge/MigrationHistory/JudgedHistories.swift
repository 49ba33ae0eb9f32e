/// The histories of one database as they were judged last; where the same was read again, so is the judgement.
package struct JudgedHistories: Sendable {
    private var known: [String: (input: MigrationHistory.Input, history: MigrationHistory)] = [:]

    /// Nothing judged yet.
    package init() {}

    /// Judges every history of the database at once.
    ///
    /// Only what is unfinished depends on the lock and the clock.
    ///
    /// - Parameters:
    ///   - inputs: the histories.
    ///   - lock: the lock as the same poll saw it.
    ///   - databaseTime: the database's clock at that poll.
    /// - Returns: what `MigrationHistory.judge` says of them.
    package mutating func judge(
        _ inputs: [MigrationHistory.Input],
        lock: AdvisoryLock,
        databaseTime: Instant
    ) -> [MigrationHistory] {
        var histories: [MigrationHistory?] = inputs.map { input in
            known[input.schema].flatMap { $0.input == input ? $0.history : nil }
        }
        if histories.contains(nil) {
            let ownership = LockOwnership(inputs, lock: lock, databaseTime: databaseTime)
            for place in inputs.indices where histories[place] == nil {
                histories[place] = MigrationHistory(inputs[place], at: place, ownership: ownership)
            }
        }
        known = [:]
        let judged = histories.compactMap(\.self)
        for (input, history) in zip(inputs, judged) where history.unfinished.isEmpty {
            known[input.schema] = (input, history)
        }
        return judged
    }
}
