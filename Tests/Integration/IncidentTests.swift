import MigrationHistory
import PostgresServer
import TargetReport
import TestProcess
import Testing

/// Each incident is made the way it happens, not by writing a row alone.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct IncidentTests {
    static let initial = "CREATE TABLE \"Ticket\" (\"id\" SERIAL PRIMARY KEY);"

    @Test(arguments: PostgresServer.versions) func `a client killed while the server runs its script`(_ version: Int)
        async throws
    {
        let server = try await PostgresServer(version: version)
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", Self.initial)
        let blocker = try await prisma.holding("\"Ticket\"")
        let client = try prisma.startDeploy(
            "2_sla",
            "CREATE TABLE a (i int); ALTER TABLE \"Ticket\" ADD COLUMN a int; CREATE TABLE b (i int);"
        )
        try await prisma.somebodyWaits()
        let url = server.url("shop", parameters: "schema=public")
        let during = try await look(url, migrations: prisma.migrations)
        #expect(during.states() == ["1_init": .applied, "2_sla": .running])
        #expect(during.observation?.lock.holders.count == 1)
        client.signal(9)
        _ = await client.wait()
        // The server goes on: its backend has not noticed yet.
        #expect(try await look(url).states()["2_sla"] == .running)
        blocker.closeInput()
        _ = await blocker.wait()
        try await prisma.lockIsFree()
        let after = try await look(url, migrations: prisma.migrations)
        #expect(after.states() == ["1_init": .applied, "2_sla": .interrupted])
        #expect(after.history()?.unfinished[0].verdict == .applied)
        #expect(
            try await server.execute("SELECT count(*) FROM pg_tables WHERE tablename IN ('a', 'b')", database: "shop")
                == "2"
        )
        try await prisma.resolveApplied("2_sla")
        let resolved = try await look(url, migrations: prisma.migrations)
        #expect(resolved.states() == ["1_init": .applied, "2_sla": .applied])
        #expect(resolved.history()?.history.edited == [] && resolved.history()?.history.outOfOrder == [])
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `errors, with logs and without, an aborted index, and both ways to resolve`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let url = server.url("shop")
        try await prisma.deploy("1_init", Self.initial)

        // An SQL error: nothing of the script stays, the error is recorded.
        #expect(await prisma.failing("2_duplicate", "CREATE TABLE x (i int); CREATE TABLE \"Ticket\" (i int);"))
        try await prisma.record("relation \"Ticket\" already exists", code: "42P07", on: "2_duplicate")
        var report = try await look(url, migrations: prisma.migrations)
        #expect(report.states()["2_duplicate"] == .failed)
        #expect(report.history()?.unfinished[0].migration.sqlstate == "42P07")
        #expect(report.history()?.unfinished[0].migration.message == "ERROR: relation \"Ticket\" already exists")
        try await prisma.resolveRolledBack("2_duplicate")
        report = try await look(url, migrations: prisma.migrations)
        #expect(report.states()["2_duplicate"] == .pending)
        #expect(try await look(url).states()["2_duplicate"] == .rolledBack)

        // An error inside an explicit BEGIN: the session is aborted, so that the error can't be recorded either.
        try prisma.write("3_begin", "BEGIN; CREATE TABLE y (i int); SELECT 1 / 0; COMMIT;")
        let session = try TestProcess(
            server.psql([], database: "shop").filter { $0 != "ON_ERROR_STOP=1" && $0 != "-v" },
            holdsInput: true
        )
        session.write(
            "SELECT pg_advisory_lock(72707369);\n\(prisma.begin("3_begin"));\nBEGIN;\nCREATE TABLE y (i int);\nSELECT 1 / 0;\n"
        )
        session.write("UPDATE _prisma_migrations SET logs = 'the error' WHERE migration_name = '3_begin';\n")
        session.closeInput()
        #expect(await session.wait().error.contains("current transaction is aborted"))
        try await prisma.lockIsFree()
        #expect(try await look(url, migrations: prisma.migrations).states()["3_begin"] == .interrupted)
        try await prisma.resolveRolledBack("3_begin")

        // An index that is built concurrently and cancelled stays behind, invalid.
        let writer = try TestProcess(server.psql([], database: "shop"), holdsInput: true)
        writer.write("BEGIN; INSERT INTO \"Ticket\" DEFAULT VALUES; SELECT 'written';\n")
        try await eventually("a transaction writes") { writer.outputSoFar.contains("written") }
        let client = try prisma.startDeploy("4_index", "CREATE INDEX CONCURRENTLY t_idx ON \"Ticket\" (id);")
        try await prisma.somebodyWaits()
        #expect(try await look(url).states()["4_index"] == .running)
        try await server.execute(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%'"
        )
        #expect(await client.wait().status != 0)
        writer.closeInput()
        _ = await writer.wait()
        try await prisma.record("canceling statement due to user request", code: "57014", on: "4_index")
        #expect(try await look(url).states()["4_index"] == .failed)
        #expect(try await server.execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid", database: "shop") == "1")
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `a script that ran to its end before the client died is known to be applied`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try prisma.write("1_init", Self.initial)
        try await server.execute(prisma.begin("1_init"), Self.initial, prisma.end("1_init")[0], database: "shop")
        let report = try await look(server.url("shop"), migrations: prisma.migrations)
        #expect(report.states() == ["1_init": .interrupted])
        #expect(report.history()?.unfinished[0].verdict == .applied)
        #expect(report.history()?.unfinished[0].commands == ["npx prisma migrate resolve --applied 1_init"])
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `several schemas are several histories, and one that is locked hides no other`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", Self.initial)
        try await server.execute(
            "CREATE SCHEMA \"Te\"\"nant\"",
            "SET search_path = \"Te\"\"nant\"; \(PrismaClient.table)",
            "INSERT INTO \"Te\"\"nant\"._prisma_migrations (id, checksum, migration_name) VALUES ('1', '', 'other')",
            database: "shop"
        )
        let both = try await look(server.url("shop"))
        #expect(both.observation?.histories.map(\.schema) == ["Te\"nant", "public"])
        #expect(both.states("Te\"nant") == ["other": .interrupted])
        #expect(try await look(server.url("shop", parameters: "schema=Te%22nant")).observation?.histories.count == 1)
        let none = try await look(server.url("shop", parameters: "schema=nowhere"))
        #expect(none.isUp && none.history("nowhere")?.tablePresent == false)
        let blocker = try await prisma.holding("public._prisma_migrations")
        let locked = try await look(server.url("shop"), timeout: "20s")
        #expect(locked.downtime?.reason == .lockTimeout && !locked.isUp)
        #expect(locked.history()?.problem?.reason == .lockTimeout)
        #expect(locked.states("Te\"nant") == ["other": .interrupted])
        blocker.closeInput()
        _ = await blocker.wait()
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `odd tables give a clear message`() async throws {
        let server = try await PostgresServer()
        let url = server.url("postgres")
        #expect(try await look(url).history()?.tablePresent == false)
        try await server.execute(
            "CREATE TABLE _prisma_migrations (id text, migration_name text, checksum text, finished_at timestamptz)"
        )
        let lacking = try await look(url)
        #expect(
            lacking.downtime?.message
                == "public._prisma_migrations has no column started_at, rolled_back_at: not the table that Prisma makes."
        )
        try await server.execute(
            "DROP TABLE _prisma_migrations",
            PrismaClient.table,
            "ALTER TABLE _prisma_migrations DROP COLUMN logs, DROP COLUMN checksum",
            "ALTER TABLE _prisma_migrations ALTER started_at DROP NOT NULL, ALTER migration_name DROP NOT NULL",
            "INSERT INTO _prisma_migrations VALUES ('1', 'infinity', 'a', NULL, 'now', 1), ('2', NULL, E'q\"\\\\\\n🦄', NULL, NULL, 0), ('3', NULL, NULL, NULL, '-infinity', 0)"
        )
        let odd = try await look(url)
        #expect(odd.states() == ["a": .applied, "q\"\\\n🦄": .interrupted])
        await server.remove()
    }

    @Test func `a hundred thousand rows are read and counted`() async throws {
        let server = try await PostgresServer()
        try await server.execute(
            PrismaClient.table,
            """
            INSERT INTO _prisma_migrations SELECT gen_random_uuid(), repeat('a', 64), CASE WHEN i % 10 > 0 THEN now() END, 'm' || i,
            CASE WHEN i % 20 = 0 THEN repeat('x', 9000) END, NULL, now(), 1 FROM generate_series(1, 100000) i
            """
        )
        let report = try await look(server.url("postgres"), timeout: "1m")
        let counts = report.history()?.history.counts
        #expect(counts?[.applied] == 90_000 && counts?[.failed] == 5000 && counts?[.interrupted] == 5000)
        await server.remove()
    }

    @Test func `on a hot standby the lock can't be seen, and that is said`() async throws {
        let server = try await PostgresServer(settings: ["wal_level = replica", "max_wal_senders = 3"])
        let prisma = try await PrismaClient(server, "shop")
        try prisma.write("1_init", Self.initial)
        try await server.execute(prisma.begin("1_init"), database: "shop")
        let standby = try await server.standby()
        let report = try await look(standby.url("shop"))
        #expect(report.states() == ["1_init": .running])
        #expect(report.history()?.unfinished[0].migration.reason.contains("standby") == true)
        #expect(try await look(server.url("shop")).states() == ["1_init": .interrupted])
        await standby.remove()
        await server.remove()
        await prisma.folder.remove()
    }
}

extension PrismaClient {
    /// A deploy whose script fails; true when it did.
    func failing(_ name: String, _ script: String) async -> Bool {
        guard let client = try? startDeploy(name, script) else { return false }
        return await client.wait().status != 0
    }
}
