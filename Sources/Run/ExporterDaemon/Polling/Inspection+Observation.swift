import MigrationHistory
import MigrationSQL
import TargetInspection
import TargetReport

extension Inspection {
    /// What was read, judged.
    ///
    /// - Parameters:
    ///   - expectedSchema: the namespace that the URL names; nil where it names none.
    ///   - directories: the migrations folder; nil where none is configured.
    ///   - judges: judges the histories.
    ///   - scripts: replays the folder's scripts where something unfinished asks for it.
    ///   - drift: holds the schema against its sources.
    /// - Returns: what the target's report shows.
    func observation(
        expectedSchema: String?,
        directories: MigrationsFolder.Contents?,
        histories judges: JudgedHistories,
        scripts: ReplayedScripts,
        drift: DriftWatch
    ) async -> TargetReport.Observation {
        // The folder of Prisma 7 says nothing of a database that has moved to Prisma 8: nothing in it is pending.
        let current = prismaContract == nil ? directories : nil
        let common = [prismaContract?.remark].compactMap(\.self) + (current?.remarks ?? [])
        let inputs = tables.map { table in
            MigrationHistory.Input(
                schema: table.schema,
                rows: table.rows,
                directories: current?.directories,
                remarks: table.remarks + common
            )
        }
        let judged = await judges.judge(inputs, lock: lock, databaseTime: databaseTime)
        let observed = await drift.take(self)
        var histories: [HistoryReport] = []
        for (table, judgement) in zip(tables, judged) {
            var history = judgement
            if case .success(let seen)? = catalog, seen.lacksExpressions {
                history.remarks.append(
                    "Another session locks tables: the texts of defaults, policies and views were not seen in this poll."
                )
            }
            let verdicts = await scripts.verdicts(
                on: history,
                schema: table.schema,
                directories: directories?.directories,
                catalog: observed
            )
            var report = HistoryReport(
                schema: table.schema,
                tablePresent: true,
                history: history,
                unfinished: verdicts,
                problem: table.problem,
                hasDirectory: current != nil
            )
            if table.problem == nil {
                report.drift = await drift.drift(
                    of: history,
                    in: table,
                    of: self,
                    folder: current
                )
            }
            histories.append(report)
        }
        if histories.isEmpty {
            let schema = expectedSchema ?? "public"
            let input = MigrationHistory.Input(
                schema: schema,
                rows: [],
                directories: current?.directories,
                remarks: common
            )
            let history = MigrationHistory.judge([input], lock: lock, databaseTime: databaseTime).first
            histories = [
                HistoryReport(
                    schema: schema,
                    tablePresent: false,
                    history: history ?? MigrationHistory(),
                    hasDirectory: current != nil
                )
            ]
        }
        var observation = TargetReport.Observation(
            databaseTime: databaseTime,
            clockSkewSeconds: clockSkewSeconds,
            lock: lock,
            roleCanWrite: roleCanWrite,
            histories: histories
        )
        observation.prismaContract = prismaContract
        return observation
    }
}
