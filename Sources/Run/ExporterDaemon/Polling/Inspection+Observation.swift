import MigrationHistory
package import TargetInspection
package import TargetReport

extension Inspection {
    /// What was read, judged.
    ///
    /// - Parameters:
    ///   - expectedSchema: the namespace that the URL names; nil where it names none.
    ///   - directories: the migrations folder; nil where none is configured.
    /// - Returns: what the target's report shows.
    package func observation(
        expectedSchema: String?,
        directories: MigrationsFolder.Contents?
    ) -> TargetReport.Observation {
        let inputs = tables.map { table in
            MigrationHistory.Input(
                schema: table.schema,
                rows: table.rows,
                directories: directories?.directories,
                remarks: table.remarks + (directories?.remarks ?? [])
            )
        }
        let judged = MigrationHistory.judge(inputs, lock: lock, databaseTime: databaseTime)
        var histories = zip(tables, judged)
            .map { table, history in
                HistoryReport(
                    schema: table.schema,
                    tablePresent: true,
                    history: history,
                    unfinished: history.unfinished.map(UnfinishedReport.init(byRowAlone:)),
                    problem: table.problem,
                    hasDirectory: directories != nil
                )
            }
        if histories.isEmpty {
            let schema = expectedSchema ?? "public"
            let input = MigrationHistory.Input(
                schema: schema,
                rows: [],
                directories: directories?.directories,
                remarks: directories?.remarks ?? []
            )
            let history = MigrationHistory.judge([input], lock: lock, databaseTime: databaseTime).first
            histories = [
                HistoryReport(
                    schema: schema,
                    tablePresent: false,
                    history: history ?? MigrationHistory(),
                    hasDirectory: directories != nil
                )
            ]
        }
        return TargetReport.Observation(
            databaseTime: databaseTime,
            clockSkewSeconds: clockSkewSeconds,
            lock: lock,
            roleCanWrite: roleCanWrite,
            histories: histories
        )
    }
}
