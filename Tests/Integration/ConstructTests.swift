import ConstructFixture
import MigrationSQL
import PostgresServer
import TargetReport
import TestProcess
import Testing

/// Every construct, left unfinished at several places: the verdict must be one that PostgreSQL's own catalogs allow.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct ConstructTests {
    @Test(arguments: PostgresServer.outermost)
    func `a verdict is never one that the catalogs rule out`(
        _ version: Int
    ) async throws {
        let server = try await PostgresServer(version: version, settings: ["autovacuum = off"])
        var answered = 0
        for construct in Construct.all {
            let prisma = try await PrismaClient(server, "live")
            for migration in construct.migrations {
                try prisma.write(migration.name, migration.script)
                var replay = ScriptReplay(defaultSchema: "public")
                let statements = replay.statements(of: migration.script)
                if !migration.byHand.isEmpty { try await server.execute(migration.byHand, database: "live") }
                answered += try await judge(migration, statements, of: construct, prisma)
                try await server.execute(
                    prisma.begin(migration.name),
                    migration.script,
                    prisma.end(migration.name)[0],
                    prisma.end(migration.name)[1],
                    database: "live"
                )
            }
            let whole = try await IntegrationTests.look(server.url("live"), migrations: prisma.migrations, scope: .full)
            let drift = whole.history()?.drift.first
            let told = drift?.changes.map { "\($0.form.rawValue) \($0.kind) \($0.object)" }
            #expect(drift?.isJudged == true && told == [], "\(construct.name): \(told ?? ["no report"])")
            try await server.execute("DROP DATABASE live")
            await prisma.folder.remove()
        }
        #expect(answered > 5 * Construct.all.count)
        await server.remove()
    }

    /// Leaves a migration unfinished after none, some and all of its statements, without and with an error.
    ///
    /// - Returns: the number of cases that were answered.
    private func judge(
        _ migration: Construct.Migration,
        _ statements: [ReplayedStatement],
        of construct: Construct,
        _ prisma: PrismaClient
    ) async throws -> Int {
        var cases: [Int: Case] = [:]
        // The newest server is asked everywhere, the others only where their catalogs could make a difference.
        let places =
            prisma.server.version == PostgresServer.newest
            ? [0, 1, statements.count / 2, statements.count - 1, statements.count] : [0, statements.count]
        for place in Set(places) {
            cases[place] = try await look(after: place, of: statements.map(\.text), migration.name, prisma)
        }
        guard let start = cases[0]?.catalog, let end = cases[statements.count]?.catalog else { return 0 }
        let changesRows = statements.map { AllowedVerdicts.changesRows($0) }
        var answered = 0
        for (place, found) in cases {
            for (unfinished, recordsError) in [(found.interrupted, false), (found.failed, true)] {
                if recordsError, place == statements.count { continue }
                let label =
                    "\(construct.name)/\(migration.name) after \(place) of \(statements.count)"
                    + (recordsError ? ", with an error" : "")
                let allowed = AllowedVerdicts(
                    after: place,
                    of: statements,
                    start: start,
                    found: found.catalog,
                    end: end
                )
                .verdicts
                let isDecidable =
                    start != end
                    && (found.catalog == start
                        ? place == 0 && cases[1].map { $0.catalog != start } ?? false
                            && !(recordsError && changesRows.contains(true))
                        : found.catalog != end
                            || place == statements.count
                                && cases[statements.count - 1].map { $0.catalog != end } ?? false)
                #expect(allowed.contains(unfinished.verdict), "\(label): \(unfinished.verdict): \(unfinished.reason)")
                if let alone = found.alone, !recordsError {
                    #expect(
                        allowed.contains(alone.verdict),
                        "\(label), without the scripts before it: \(alone.verdict): \(alone.reason)"
                    )
                }
                if isDecidable, migration.openBecause == nil {
                    #expect(unfinished.verdict != .undetermined, "\(label): \(unfinished.reason)")
                }
                if unfinished.verdict != .undetermined { answered += 1 }
                if unfinished.verdict == .partiallyApplied {
                    #expect(unfinished.effects.present + unfinished.effects.different > 0, "\(label)")
                    #expect(!unfinished.finish.isEmpty && !unfinished.undo.isEmpty, "\(label)")
                }
            }
        }
        return answered
    }

    /// A migration that stopped somewhere: what the catalogs show, and what is said of it.
    private struct Case {
        var catalog: Set<Substring>
        var interrupted: UnfinishedReport
        var failed: UnfinishedReport
        /// What is said where the folder has lost the scripts before it; nil where nobody asked.
        var alone: UnfinishedReport?
    }

    private func look(
        after place: Int,
        of statements: [String],
        _ name: String,
        _ prisma: PrismaClient
    ) async throws -> Case {
        let server = prisma.server
        try await server.execute("DROP DATABASE IF EXISTS it", "CREATE DATABASE it TEMPLATE live")
        let run = try await TestProcess.run(
            server.psql([prisma.begin(name)] + statements[..<place], database: "it")
        )
        try #require(run.status == 0, "\(name): \(run.error)")
        let catalog = try await CatalogSnapshot.read(server, "it")
        let interrupted = try await IntegrationTests.look(server.url("it"), migrations: prisma.migrations)
        var alone: TargetReport?
        if server.version == PostgresServer.newest {
            let cut = try TemporaryFolder()
            try cut.write(
                TestProcess.text(of: "\(prisma.migrations)/\(name)/migration.sql"),
                to: "migrations/\(name)/migration.sql"
            )
            alone = try await IntegrationTests.look(server.url("it"), migrations: "\(cut.path)/migrations")
            await cut.remove()
        }
        try await server.execute(
            "UPDATE public._prisma_migrations SET logs = E'Database error code: 57014\\n\\nDatabase error:\\nERROR: cancelled'"
                + " WHERE finished_at IS NULL",
            database: "it"
        )
        let failed = try await IntegrationTests.look(server.url("it"), migrations: prisma.migrations)
        return Case(
            catalog: catalog,
            interrupted: try #require(interrupted.history()?.unfinished.first),
            failed: try #require(failed.history()?.unfinished.first),
            alone: alone?.history()?.unfinished.first
        )
    }
}
