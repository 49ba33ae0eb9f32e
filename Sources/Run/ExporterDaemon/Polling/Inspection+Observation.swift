import MigrationHistory
import MigrationSQL
import TargetInspection
import TargetReport

extension Inspection {
    /// The histories that were read, held against the folder.
    ///
    /// - Parameters:
    ///   - directories: the migrations folder; nil where none is configured.
    ///   - judgements: those of the polls before.
    /// - Returns: one a table.
    func histories(_ directories: MigrationsFolder.Contents?, _ judgements: Judgements) async -> [MigrationHistory] {
        let current = inForce(directories)
        let common = remarks(current)
        let inputs = tables.map { table in
            MigrationHistory.Input(
                schema: table.schema,
                rows: table.rows,
                directories: current?.directories,
                remarks: table.remarks + common
            )
        }
        return await judgements.judge(inputs, lock: lock, databaseTime: databaseTime)
    }

    /// The folder of Prisma 7 says nothing of a database that has moved to Prisma 8: nothing in it is pending.
    private func inForce(_ directories: MigrationsFolder.Contents?) -> MigrationsFolder.Contents? {
        prismaContract == nil ? directories : nil
    }

    /// What is said of every history.
    private func remarks(_ current: MigrationsFolder.Contents?) -> [String] {
        [prismaContract?.remark].compactMap(\.self) + (current?.remarks ?? []) + [current?.fault].compactMap(\.self)
    }

    /// What was read, judged.
    ///
    /// - Parameters:
    ///   - expectedSchema: the namespace that the URL names; nil where it names none.
    ///   - directories: the migrations folder; nil where none is configured.
    ///   - judgements: those of the polls before.
    ///   - scripts: replays the folder's scripts where something unfinished asks for it.
    ///   - drift: holds the schema against its sources.
    /// - Returns: what the target's report shows.
    func observation(
        expectedSchema: String?,
        directories: MigrationsFolder.Contents?,
        judgements: Judgements,
        scripts: ReplayedScripts,
        drift: DriftWatch
    ) async -> TargetReport.Observation {
        let current = inForce(directories)
        let judged = await histories(directories, judgements)
        let observed = await drift.take(self)
        var reports: [HistoryReport] = []
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
            reports.append(report)
        }
        if reports.isEmpty {
            let schema = expectedSchema ?? "public"
            let input = MigrationHistory.Input(
                schema: schema,
                rows: [],
                directories: current?.directories,
                remarks: remarks(current)
            )
            let history = MigrationHistory.judge([input], lock: lock, databaseTime: databaseTime).first
            reports = [
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
            histories: reports
        )
        observation.prismaContract = prismaContract
        observation.outdatedFiles = await [directories?.fault, drift.outdatedSchema].compactMap(\.self)
        return observation
    }
}
