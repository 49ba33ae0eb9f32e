import Diagnosis
import Glibc
import MetricsExposition
import MigrationHistory
import MigrationMetrics
import MigrationSQL
import PrismaSchema
import SchemaModel
import TargetReport

/// Does one piece of the exporter's work so many times, for a tool that counts its instructions.
@main struct InstructionCounts {
    static func main() throws {
        guard CommandLine.arguments.count == 3, let times = Int(CommandLine.arguments[2]),
            let work = works[CommandLine.arguments[1]]
        else {
            print("usage: InstructionCounts \(works.keys.sorted().joined(separator: "|")) TIMES")
            exit(2)
        }
        try work(times)
    }

    /// What is counted, by name; each prepares its input the same way whatever the number of times.
    private static let works: [String: @Sendable (Int) throws -> Void] = [
        "replay": { times in
            let project = ProjectOfSize(migrations: 100)
            for _ in 0..<times { try check(replayed(project).schema.ids.count > 1000) }
        },
        "parse-schema": { times in
            let schema = ProjectOfSize(migrations: 100).schema
            for _ in 0..<times {
                let datamodel = try Datamodel(files: [("schema.prisma", schema)])
                try check(datamodel.databaseSchema(defaultSchema: "public").schema.ids.count > 1000)
            }
        },
        "compare": { times in
            let project = ProjectOfSize(migrations: 100)
            let datamodel = try Datamodel(files: [("schema.prisma", project.schema)])
            let replay = replayed(project)
            for _ in 0..<times {
                let drift = DriftReport(
                    datamodel: datamodel,
                    nil,
                    observed: replay.schema,
                    defaultSchema: "public",
                    settings: DriftSettings()
                )
                try check(drift.isJudged && drift.changes.isEmpty)
            }
        },
        "judge": { times in
            let input = history(rows: 1000)
            let lock = AdvisoryLock(sessions: [], isVisible: true)
            let now = Instant(microseconds: 2_000_000_000_000_000)
            for _ in 0..<times {
                let judged = MigrationHistory.judge([input], lock: lock, databaseTime: now)[0]
                try check(judged.unfinished.count == 1 && judged.applied.count == 999)
            }
        },
        "render": { times in
            let reports = (0..<100).map { report("t\($0)") }
            for _ in 0..<times {
                let families = MigrationMetrics.targetFamilies(
                    reports,
                    startSeconds: 1,
                    observedAt: [:],
                    migrationLimit: MigrationMetrics.defaultMigrationLimit
                )
                try check(RenderedPage(families, format: .text004).text(at: 0).count > 100_000)
            }
        },
    ]

    private struct Wrong: Error {}

    /// A count of work that went wrong would be worth nothing.
    private static func check(_ isRight: Bool) throws { if !isRight { throw Wrong() } }

    private static func replayed(_ project: ProjectOfSize) -> ScriptReplay {
        var replay = ScriptReplay(defaultSchema: "public")
        for (name, sql) in project.scripts { replay.replay(sql, of: name) }
        return replay
    }

    private static func history(rows: Int) -> MigrationHistory.Input {
        let rows = (0..<rows)
            .map { number in
                let began = Instant(microseconds: 1_700_000_000_000_000 + Int64(number) * 1_000_000)
                return MigrationRow(
                    id: "\(number)",
                    name: "2024\(1_000_000_000 + number)_change",
                    checksum: String(repeating: "a", count: 64),
                    startedAt: began,
                    finishedAt: number == 500 ? nil : began,
                    rolledBackAt: nil,
                    logs: nil,
                    appliedStepsCount: 1
                )
            }
        return MigrationHistory.Input(schema: "public", rows: rows, directories: nil)
    }

    private static func report(_ name: String) -> TargetReport {
        let now = Instant(microseconds: 2_000_000_000_000_000)
        let lock = AdvisoryLock(sessions: [], isVisible: true)
        let history = MigrationHistory.judge([history(rows: 40)], lock: lock, databaseTime: now)[0]
        var report = TargetReport(name: name)
        report.observation = TargetReport.Observation(
            databaseTime: now,
            clockSkewSeconds: 0,
            lock: lock,
            roleCanWrite: false,
            histories: [HistoryReport(schema: "public", tablePresent: true, history: history, hasDirectory: false)]
        )
        return report
    }
}
