import PostgresClient
import PostgresServer
import TargetInspection
import TestProcess
import Testing

/// When the catalogs of a database are added up again, and that no change is missed where they are not.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct KnownCatalogTests {
    /// One database, inspected time and again.
    private struct Watched {
        let server: PostgresServer
        let session: PostgresSession
        let inspector: TargetInspector

        init(_ version: Int = PostgresServer.newest, _ settings: String...) async throws {
            let log = ["log_statement = 'all'", "log_line_prefix = ''"]
            server = try await PostgresServer(version: version, settings: log + settings)
            try await server.execute("CREATE DATABASE shop")
            try await server.execute(PrismaClient.table, Self.row("1_init", finished: true), database: "shop")
            let url = try DatabaseURL(server.url("shop"))
            let limits = InspectionLimits(within: .seconds(60))
            session = PostgresSession(name: "shop", url: { url }, connectTimeout: limits.connect)
            inspector = TargetInspector(session: session, schema: nil, limits: limits)
        }

        static func row(_ name: String, finished: Bool) -> String {
            """
            INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
            VALUES (gen_random_uuid(), repeat('a', 64), '\(name)', \(finished ? "now()" : "NULL"), \(finished ? 1 : 0))
            """
        }

        /// How often the catalogs have been added up.
        var sums: Int {
            server.log.split(separator: "\n").count { $0.contains("sum(xmin::text::bigint)) FROM pg_class") }
        }

        /// How often the tables have been asked for.
        var lists: Int { server.log.split(separator: "\n").count { $0.contains("c.relname = '_prisma_migrations'") } }

        /// Does this so soon after something else in the same session that the server counts it later.
        func changeUncounted(_ statements: String) async throws -> TestProcess {
            let session = try TestProcess(server.psql([], database: "shop"), holdsInput: true)
            session.write("CREATE TABLE counted ();\nDROP TABLE counted;\n\(statements);\nSELECT 'done';\n")
            try await eventually("\(statements) is done") { session.outputSoFar.contains("done") }
            return session
        }

        func change(_ statements: String) async throws { try await server.execute(statements, database: "shop") }

        /// What the next inspection tells of the catalogs, and whether it added them up.
        func look(_ known: CatalogFingerprint?) async throws -> (fingerprint: CatalogFingerprint?, isNew: Bool) {
            let before = sums
            let inspection = try await inspector.inspect(.whenChanged(since: known))
            #expect((inspection.catalog != nil) == (known == nil || known != inspection.fingerprint))
            return (inspection.fingerprint, sums > before)
        }

        /// The fingerprint once it is no longer asked for.
        func settled() async throws -> CatalogFingerprint? {
            var known: CatalogFingerprint?
            try await eventually("nothing is added up") {
                let look = try await look(known)
                known = look.fingerprint
                return !look.isNew
            }
            return known
        }

        func close() async {
            await session.close()
            await server.remove()
        }
    }

    /// What each inspection tells of the tables.
    private actor Lister {
        struct Seen: Sendable {
            var schemas: [String]
            var problems: [String]
            var isListed: Bool
        }

        private let watched: Watched
        private let inspector: TargetInspector
        private let listensForChange: Bool
        private var known: CatalogFingerprint?

        init(_ watched: Watched, _ inspector: TargetInspector, listensForChange: Bool) {
            self.watched = watched
            self.inspector = inspector
            self.listensForChange = listensForChange
        }

        func inspect() async throws -> Seen {
            let before = watched.lists
            let inspection = try await inspector.inspect(listensForChange ? .whenChanged(since: known) : .never)
            known = inspection.fingerprint
            return Seen(
                schemas: inspection.tables.map(\.schema),
                problems: inspection.tables.compactMap(\.problem?.message),
                isListed: watched.lists > before
            )
        }
    }

    @Test(arguments: PostgresServer.versions.filter { $0 >= 15 })
    func `catalogs that nobody writes to are not added up again, a change by hand is seen`(_ version: Int) async throws
    {
        let watched = try await Watched(version)
        var known = try await watched.settled()
        for change in [
            "CREATE TABLE t (id int)", "ALTER TABLE t ALTER id SET DEFAULT 1", "CREATE INDEX ON t (id)", "DROP TABLE t",
        ] {
            try await watched.change(change)
            try await eventually("\(change) is seen") { try await watched.look(known).fingerprint != known }
            known = try await watched.settled()
        }
        for _ in 0..<3 { #expect(try await watched.look(known) == (known, false)) }
        await watched.close()
    }

    @Test func `while a migration changes rows, the catalogs are as they are in the same transaction`() async throws {
        let watched = try await Watched()
        let first = try await watched.settled()
        try await watched.change("CREATE TABLE a (id int); \(Watched.row("2_a", finished: true))")
        let second = try await watched.look(first)
        #expect(second.fingerprint != first && second.isNew)
        try await watched.change(Watched.row("3_open", finished: false))
        var known = try await watched.look(second.fingerprint).fingerprint
        for name in ["b", "c", "d"] {
            try await watched.change("CREATE TABLE \(name) (id int)")
            let next = try await watched.look(known)
            #expect(next.fingerprint != known && next.isNew)
            known = next.fingerprint
        }
        await watched.close()
    }

    @Test func `while somebody holds Prisma's lock, every change is seen at once`() async throws {
        let watched = try await Watched()
        let known = try await watched.settled()
        let holder = try TestProcess(watched.server.psql([], database: "shop"), holdsInput: true)
        holder.write("SELECT pg_advisory_lock(72707369);\nCREATE TABLE a (id int);\nSELECT 'made';\n")
        try await eventually("the table is there") { holder.outputSoFar.contains("made") }
        let next = try await watched.look(known)
        #expect(next.fingerprint != known && next.isNew)
        holder.closeInput()
        _ = await holder.wait()
        await watched.close()
    }

    @Test func `where the server does not count, the catalogs are added up each time`() async throws {
        let watched = try await Watched(PostgresServer.newest, "track_counts = off")
        var known: CatalogFingerprint?
        for _ in 0..<4 {
            let look = try await watched.look(known)
            #expect(look.isNew && (known == nil || look.fingerprint == known))
            known = look.fingerprint
        }
        await watched.close()
    }

    @Test(arguments: [CatalogInterest.never, .whenChanged(since: nil)])
    func `tables are listed once, and one that comes, goes or is closed off is seen`(_ interest: CatalogInterest)
        async throws
    {
        let watched = try await Watched()
        try await watched.change("CREATE ROLE looker LOGIN; GRANT SELECT ON _prisma_migrations TO looker")
        let url = try DatabaseURL(watched.server.url("shop", user: "looker"))
        let limits = InspectionLimits(within: .seconds(60))
        let session = PostgresSession(name: "shop", url: { url }, connectTimeout: limits.connect)
        let inspector = TargetInspector(session: session, schema: nil, limits: limits)
        let lister = Lister(watched, inspector, listensForChange: interest != .never)
        func inspect() async throws -> Lister.Seen { try await lister.inspect() }
        func settle() async throws {
            try await eventually("the tables are not listed") { try await !inspect().isListed }
        }

        try await settle()
        try await watched.change("CREATE SCHEMA tenant; GRANT USAGE ON SCHEMA tenant TO looker")
        try await watched.change("CREATE TABLE tenant._prisma_migrations (LIKE _prisma_migrations)")
        try await eventually("the new one is seen") {
            let seen = try await inspect()
            return seen.schemas == ["public", "tenant"] && seen.problems.count == 1
        }
        try await watched.change("GRANT SELECT ON tenant._prisma_migrations TO looker")
        try await eventually("it can be read") { try await inspect().problems.isEmpty }

        try await settle()
        let revoked = try await watched.changeUncounted("REVOKE SELECT ON tenant._prisma_migrations FROM looker")
        #expect(try await inspect().problems.first?.contains("GRANT SELECT") == true)
        try await watched.change("GRANT SELECT ON tenant._prisma_migrations TO looker")
        try await settle()
        let dropped = try await watched.changeUncounted("DROP SCHEMA tenant CASCADE")
        let seen = try await inspect()
        #expect(seen.schemas == ["public"] && seen.problems.isEmpty)

        for process in [revoked, dropped] {
            process.closeInput()
            _ = await process.wait()
        }
        await session.close()
        await watched.close()
    }
}
