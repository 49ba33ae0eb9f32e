import MigrationSQL
import PostgresServer
import SchemaModel
import TargetReport
import TestProcess
import Testing

/// Random scripts, replayed in the model and in PostgreSQL.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct RandomScriptTests {
    /// Seeds that found a fault once.
    private static let kept: [UInt64] = [19, 23, 24, 32, 47, 50, 54, 55, 63]

    /// The seeds that are tried; `RANDOM_SCRIPTS` tells how many, and `RANDOM_FROM` the first, for a longer run by hand.
    private static let tried: [UInt64] = {
        func number(_ name: String) -> UInt64? { TestProcess.environment[name].flatMap { UInt64($0) } }
        let first = number("RANDOM_FROM") ?? 1
        return Array(first..<first + (number("RANDOM_SCRIPTS") ?? 16))
    }()

    @Test func `the model of random scripts is the schema that PostgreSQL makes of them`() async throws {
        let server = try await PostgresServer(settings: ["autovacuum = off"])
        for seed in Self.kept + Self.tried { try await replay(seed, server) }
        await server.remove()
    }

    /// Runs a history of a few scripts, of which the last stops on its way.
    private func replay(_ seed: UInt64, _ server: PostgresServer) async throws {
        var random = RandomStatement(seed: seed)
        let scripts = try await accepted(&random, server)
        let prisma = try await PrismaClient(server, "live")
        let whole = prisma.migrations
        for (number, script) in scripts.dropLast().enumerated() { try await run(script, "\(number + 1)_it", prisma) }
        guard let last = scripts.last, !last.isEmpty else { return }
        let name = "\(scripts.count)_it"
        try prisma.write(name, last.joined(separator: ";\n"))
        var known = ScriptReplay(defaultSchema: "public")
        for script in scripts.dropLast() { known.replay(script.joined(separator: ";\n"), of: "") }
        let statements = known.statements(of: last.joined(separator: ";\n"))
        // The rest of the script runs in another session, which has no temporary tables of the first.
        let place = min(random.number(below: last.count + 1), last.firstIndex { $0.contains(" TEMP ") } ?? last.count)
        let start = try await CatalogSnapshot.read(server, "live")
        try await server.run([prisma.begin(name)], "live")
        let untouched = try await look(server.url("live"), migrations: whole).history()?.unfinished.first
        try await server.run(Array(last[..<place]), "live")
        let found = try await CatalogSnapshot.read(server, "live")
        let halfway = try await look(server.url("live"), migrations: whole).history()?.unfinished.first
        let cut = try TemporaryFolder()
        try cut.write(last.joined(separator: ";\n"), to: "migrations/\(name)/migration.sql")
        let alone = try await look(server.url("live"), migrations: "\(cut.path)/migrations").history()?.unfinished.first
        await cut.remove()
        try await prisma.record("it went wrong", code: "XX000", on: name)
        let failed = try await look(server.url("live"), migrations: whole).history()?.unfinished.first
        try await server.execute(
            "UPDATE _prisma_migrations SET logs = NULL WHERE finished_at IS NULL",
            database: "live"
        )
        try await server.run(Self.path(of: last[..<place]) + Array(last[place...]), "live")
        let end = try await CatalogSnapshot.read(server, "live")
        let done = try await look(server.url("live"), migrations: whole).history()?.unfinished.first
        let looks = [
            ("", 0, start, untouched), ("", place, found, halfway),
            (" without the scripts before it", place, found, alone),
            (" with an error", place, found, failed), ("", last.count, end, done),
        ]
        for (manner, place, facts, report) in looks {
            let allowed = AllowedVerdicts(after: place, of: statements, start: start, found: facts, end: end).verdicts
            let report = try #require(report)
            #expect(
                allowed.contains(report.verdict),
                """
                seed \(seed)\(manner): \(report.verdict) after \(place) of \(last.count): \(report.reason)
                \(scripts.map { $0.joined(separator: ";\n") }.joined(separator: ";\n-- next\n"))
                """
            )
        }
        try await server.run(prisma.end(name), "live")
        let drift = try await look(server.url("live"), migrations: whole, scope: .full).history()?.drift.first
        let told = drift?.changes
            .map { "\($0.form.rawValue) \($0.kind) \($0.object): \($0.expected ?? "") / \($0.observed ?? "")" }
        #expect(
            drift?.isJudged == true && told == [],
            """
            seed \(seed): \(told?.joined(separator: "\n") ?? "no report")
            \(scripts.map { $0.joined(separator: ";\n") }.joined(separator: ";\n-- next\n"))
            """
        )
        await prisma.folder.remove()
        try await server.execute("DROP DATABASE live")
    }

    /// Some scripts of statements that PostgreSQL accepts one after the other.
    private func accepted(_ random: inout RandomStatement, _ server: PostgresServer) async throws -> [[String]] {
        try await server.execute("DROP DATABASE IF EXISTS trial", "CREATE DATABASE trial")
        let folder = try TemporaryFolder()
        var replay = ScriptReplay(defaultSchema: "public")
        var scripts: [[String]] = []
        for _ in 0..<5 {
            var hopeful = replay
            hopeful.beginScript()
            let statements = (0..<10)
                .map { _ in
                    let statement = random.next(hopeful.schema)
                    hopeful.replay(statement, of: "")
                    return statement
                }
            try folder.write(
                statements.map { "\($0);\n\\echo :ERROR\n" }.joined(),
                to: "script.sql"
            )
            let command =
                server.psql([], database: "trial") + ["-v", "ON_ERROR_STOP=0", "-f", "\(folder.path)/script.sql"]
            let answers = try await TestProcess.run(command).output.split(separator: "\n")
                .filter { $0 == "false" || $0 == "true" }
            try #require(answers.count == statements.count)
            let script = zip(statements, answers).filter { $0.1 == "false" }.map(\.0)
            guard !script.isEmpty else { continue }
            replay.replay(script.joined(separator: ";\n"), of: "")
            scripts.append(script)
        }
        await folder.remove()
        return scripts
    }

    private func run(_ script: [String], _ name: String, _ prisma: PrismaClient) async throws {
        try prisma.write(name, script.joined(separator: ";\n"))
        try await prisma.server.run([prisma.begin(name)] + script, prisma.database)
        try await prisma.server.run(prisma.end(name), prisma.database)
    }

    /// The statements that set the search path, for a session that goes on with a script.
    private static func path(of statements: ArraySlice<String>) -> [String] {
        statements.filter { $0.hasPrefix("SET search_path") }
    }
}

extension PostgresServer {
    /// Runs statements in one session, each by itself.
    fileprivate func run(_ statements: [String], _ database: String) async throws {
        guard !statements.isEmpty else { return }
        let result = try await TestProcess.run(psql(statements, database: database))
        guard result.status == 0 else { throw TestProcess.Failure(description: result.error) }
    }
}
