import FoundationEssentials
import MigrationHistory
import PostgresServer
import TargetReport
import TestProcess
import Testing

/// The rows that real Prisma left in 23 scenarios, put into a real table, give the state that the command's own words
/// imply; where the command is silent and the row is not, the row is believed.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct LifeTests {
    struct Scenario: Decodable {
        struct Migration: Decodable {
            var name: String
            var sql: String?
        }
        struct Row: Decodable {
            var name: String
            var finished: Bool
            var rolledBack: Bool
            var steps: Int
            var logs: String?
            var checksum: String
            var sameInstant: Bool?
        }
        struct Step: Decodable {
            var command: String
            var exit: Int?
            var words: String
            var rows: [Row]
        }
        var migrations: [Migration]
        var steps: [Step]
    }

    private static func scenarios(_ version: String) throws -> [String: Scenario] {
        let path = #filePath.replacing("LifeTests.swift", with: "Fixtures/life-\(version).json")
        return try JSONDecoder().decode([String: Scenario].self, from: Data(TestProcess.text(of: path).utf8))
    }

    @Test(arguments: ["6.19.3", "7.10.0"]) func `every step's rows have the state that Prisma's words imply`(
        _ version: String
    ) async throws {
        let scenarios = try Self.scenarios(version)
        #expect(scenarios.count == 23)
        let server = try await PostgresServer()
        try await server.execute(PrismaClient.table)
        var silences: Set<String> = []
        for (name, scenario) in scenarios.sorted(by: { $0.key < $1.key }) {
            let folder = try TemporaryFolder()
            try folder.write("", to: "migrations/migration_lock.toml")
            for migration in scenario.migrations {
                try folder.write(
                    migration.sql ?? "",
                    to: "migrations/\(migration.name)/\(migration.sql == nil ? "note.txt" : "migration.sql")"
                )
            }
            for step in scenario.steps {
                try await Self.alter(folder, for: step, scenario)
                try await server.execute("TRUNCATE _prisma_migrations", Self.insert(step.rows))
                let report = try await look(server.url("postgres"), migrations: "\(folder.path)/migrations")
                let place = "\(version) \(name): \(step.command)"
                Self.check(report, step, place)
                if Self.isSilentAboutFailure(step), report.history()?.history.failedMigrations ?? 0 > 0 {
                    silences.insert("\(name): \(step.command)")
                }
            }
            await folder.remove()
        }
        // `status` names only what is pending, and a deploy whose script left a BEGIN open even claims success.
        #expect(silences.contains("error_2nd_of_3: migrate status"))
        #expect(silences.contains("begin_without_commit: migrate deploy"))
        await server.remove()
    }

    private static func check(_ report: TargetReport, _ step: Scenario.Step, _ place: String) {
        let states = report.states()
        let failing: Set<MigrationState> = [.failed, .interrupted]
        for row in step.rows where !row.finished && !row.rolledBack {
            let expected: MigrationState = (row.logs ?? "").isEmpty ? .interrupted : .failed
            #expect(states[row.name] == expected, "\(place): \(row.name)")
        }
        for row in step.rows where row.finished && !row.rolledBack {
            #expect(states[row.name] == .applied, "\(place): \(row.name)")
        }
        for name in names(after: ["have failed:", "has failed:"], in: step.words) {
            #expect(
                states[name].map(failing.contains) == true,
                "\(place): \(name) is \(String(describing: states[name]))"
            )
        }
        for name in names(after: ["have not yet been applied:", "has not yet been applied:"], in: step.words) {
            #expect(states[name] == .pending, "\(place): \(name) is \(String(describing: states[name]))")
        }
        if step.words.contains("P3009") { #expect(report.history()?.history.failedMigrations ?? 0 > 0, "\(place)") }
        if step.words.contains("schema is up to date") {
            #expect(report.history()?.history.failedMigrations == 0, "\(place)")
        }
        let edited = report.history()?.history.edited ?? []
        #expect(edited.isEmpty != (step.command.hasSuffix("after an edit")), "\(place): \(edited)")
        let gone = report.history()?.history.missingDirectory ?? []
        #expect(
            gone.isEmpty != (step.command.contains("directory went") || step.command.contains("diverged")),
            "\(place): \(gone)"
        )
    }

    private static func isSilentAboutFailure(_ step: Scenario.Step) -> Bool {
        let claims = step.words.contains("successfully applied") || step.words.contains("not yet been applied")
        return claims && !step.words.contains("failed:") && !step.words.contains("P3009")
    }

    /// The names on the lines after a heading, up to an empty line.
    private static func names(after headings: [String], in words: String) -> [String] {
        for heading in headings {
            guard let range = words.firstRange(of: heading) else { continue }
            let lines = words[range.upperBound...].drop { $0 == "\n" }
                .split(separator: "\n", omittingEmptySubsequences: false)
            return lines.prefix { !$0.isEmpty }.map(String.init)
        }
        return []
    }

    /// Does to the folder what the step's name says.
    private static func alter(_ folder: TemporaryFolder, for step: Scenario.Step, _ scenario: Scenario) async throws {
        guard let last = scenario.migrations.last, let sql = last.sql else { return }
        let path = "migrations/\(last.name)"
        if step.command.hasSuffix("after an edit") {
            try folder.write(sql + "-- edited\n", to: "\(path)/migration.sql")
        } else if step.command.contains("directory went") {
            _ = try await TestProcess.run(["rm", "-rf", "\(folder.path)/\(path)"])
        } else if step.command.contains("diverged") {
            for name in names(after: ["not yet been applied:", "have not yet been applied:"], in: step.words) {
                try folder.write("SELECT 1;", to: "migrations/\(name)/migration.sql")
            }
        } else if step.command.contains("repair") {
            // The repaired script is not known, only its checksum: without a script nothing is said of edits.
            _ = try await TestProcess.run(["rm", "-f", "\(folder.path)/\(path)/migration.sql"])
        }
    }

    private static func insert(_ rows: [Scenario.Row]) -> String {
        guard !rows.isEmpty else { return "SELECT 1" }
        let values = rows.enumerated()
            .map { index, row in
                let logs = row.logs.map { "'\($0.replacing("'", with: "''"))'" } ?? "NULL"
                let started = "now() - interval '\(rows.count - index) hours'"
                return """
                    (gen_random_uuid(), '\(row.checksum)', \(row.finished ? "\(started) + interval '\(row.sameInstant == true ? 0 : 1) s'" : "NULL"),
                    '\(row.name)', \(logs), \(row.rolledBack ? "now()" : "NULL"), \(started), \(row.steps))
                    """
            }
        return "INSERT INTO _prisma_migrations VALUES \(values.joined(separator: ", "))"
    }
}
