import ExporterDaemon
import MigrationHistory
import PostgresServer
import TargetReport
import TestProcess
import Testing

/// One database with a schema and a history of its own for each tenant.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct ManySchemasTests {
    private static let tenants = (0..<120).map { "t\($0 + 100)" }

    /// A server whose database `shop` holds the tenants' histories, each of one applied migration.
    private func server(_ settings: String...) async throws -> PostgresServer {
        let server = try await PostgresServer(settings: settings)
        try await server.execute("CREATE DATABASE shop")
        let statements = Self.tenants.map { tenant in
            let table = PrismaClient.table.replacing("_prisma_migrations", with: "\(tenant)._prisma_migrations")
            return "CREATE SCHEMA \(tenant); \(table); \(row("1_init", in: tenant, finished: true))"
        }
        try await server.execute(statements.joined(separator: ";"), database: "shop")
        return server
    }

    private func row(_ name: String, in schema: String, finished: Bool) -> String {
        """
        INSERT INTO \(schema)._prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
        VALUES (gen_random_uuid(), repeat('a', 64), '\(name)', \(finished ? "now()" : "NULL"), \(finished ? 1 : 0))
        """
    }

    @Test func `a thousand tables take few statements, and few rows while nothing changes`() async throws {
        let server = try await server("log_statement = 'all'", "log_line_prefix = ''")
        let poller = try poller(of: server.url("shop"), timeout: "10s")
        func statements() -> Int {
            server.log.split(separator: "\n").count { $0.contains("\"._prisma_migrations") }
        }
        let first = await poller.pollOnce()
        #expect(first.isUp && first.observation?.histories.count == Self.tenants.count)
        // 50 tables a statement: what changes, and the rows.
        #expect(statements() == 6)
        #expect(await poller.pollOnce().observation?.histories == first.observation?.histories)
        #expect(statements() == 9)
        try await server.execute(row("2_open", in: "t142", finished: false), database: "shop")
        let third = await poller.pollOnce()
        #expect(third.states("t142") == ["1_init": .applied, "2_open": .interrupted])
        #expect(third.observation?.histories.count { $0.history.failedMigrations > 0 } == 1)
        #expect(statements() == 13)
        await server.remove()
    }

    @Test func `whatever changes in a table is seen at the next poll`() async throws {
        let server = try await server()
        let poller = try poller(of: server.url("shop"), timeout: "10s")
        let table = "t150._prisma_migrations"
        func states() async -> [String: MigrationState] { await poller.pollOnce().states("t150") }
        func change(_ statement: String) async throws { try await server.execute(statement, database: "shop") }
        #expect(await states() == ["1_init": .applied])
        try await change(row("2_open", in: "t150", finished: false))
        #expect(await states() == ["1_init": .applied, "2_open": .interrupted])
        try await change("UPDATE \(table) SET logs = 'no' WHERE migration_name = '2_open'")
        #expect(await states()["2_open"] == .failed)
        try await change("UPDATE \(table) SET logs = NULL WHERE migration_name = '2_open'")
        #expect(await states()["2_open"] == .interrupted)
        try await change("UPDATE \(table) SET finished_at = now() WHERE migration_name = '2_open'")
        #expect(await states()["2_open"] == .applied)
        try await change(
            "DELETE FROM \(table) WHERE migration_name = '1_init'; \(row("1_other", in: "t150", finished: true))"
        )
        #expect(await states() == ["1_other": .applied, "2_open": .applied])
        try await change("VACUUM (FULL) \(table)")
        #expect(await states() == ["1_other": .applied, "2_open": .applied])
        try await change(
            "ALTER TABLE \(table) RENAME TO gone; CREATE TABLE \(table) (LIKE t150.gone INCLUDING ALL); "
                + row("9_new", in: "t150", finished: true)
        )
        #expect(await states() == ["9_new": .applied])
        try await change("DROP SCHEMA t150 CASCADE")
        let after = await poller.pollOnce()
        #expect(after.history("t150") == nil && after.observation?.histories.count == Self.tenants.count - 1)
        await server.remove()
    }

    @Test func `another database behind the same address is read anew`() async throws {
        let server = try await server()
        // The copy has the same tables, rows and row versions; only then is it another.
        try await server.execute("CREATE DATABASE copy TEMPLATE shop")
        try await server.execute("UPDATE t150._prisma_migrations SET migration_name = '1_renamed'", database: "copy")
        let poller = try poller(of: server.url("shop"), timeout: "10s")
        #expect(await poller.pollOnce().states("t150") == ["1_init": .applied])
        try await server.execute("ALTER DATABASE shop RENAME TO old", "ALTER DATABASE copy RENAME TO shop")
        #expect(await poller.pollOnce().states("t150") == ["1_renamed": .applied])
        await server.remove()
    }

    @Test func `tables that can't be read hide no other`() async throws {
        let server = try await server("log_line_prefix = ''")
        try await server.execute(
            "CREATE ROLE reader LOGIN",
            "GRANT USAGE ON SCHEMA \(Self.tenants.joined(separator: ", ")) TO reader",
            "GRANT SELECT ON \(Self.tenants.map { "\($0)._prisma_migrations" }.joined(separator: ", ")) TO reader",
            // May not be read; may be read in part; fails while it is read; has columns of other types.
            "REVOKE SELECT ON t110._prisma_migrations FROM reader",
            "REVOKE SELECT ON t120._prisma_migrations FROM reader",
            "GRANT SELECT (migration_name, started_at, finished_at, rolled_back_at, logs) ON t120._prisma_migrations TO reader",
            "DROP TABLE t130._prisma_migrations",
            """
            CREATE VIEW t130._prisma_migrations AS SELECT id, checksum, migration_name, logs, rolled_back_at, started_at,
            finished_at, 1 / (applied_steps_count - 1) AS applied_steps_count FROM t131._prisma_migrations
            """,
            "GRANT SELECT ON t130._prisma_migrations TO reader",
            "ALTER TABLE t140._prisma_migrations ALTER started_at DROP DEFAULT, ALTER started_at TYPE text, "
                + "ALTER applied_steps_count TYPE numeric, ALTER id TYPE uuid USING id::uuid",
            database: "shop"
        )
        let poller = try poller(of: server.url("shop", user: "reader"))
        for _ in 0..<2 {
            let report = await poller.pollOnce()
            let histories = report.observation?.histories ?? []
            #expect(histories.count == Self.tenants.count)
            #expect(histories.filter { $0.problem != nil }.map(\.schema) == ["t110", "t130"])
            #expect(report.history("t110")?.problem?.reason == .denied)
            #expect(report.history("t130")?.problem?.message.contains("division by zero") == true)
            #expect(histories.count { $0.history.states == ["1_init": .applied] } == Self.tenants.count - 2)
        }
        await server.remove()
    }

    @Test func `a table behind a lock hides no other, and is read when the lock is gone`() async throws {
        let server = try await server()
        let poller = try poller(of: server.url("shop"), timeout: "10s")
        _ = await poller.pollOnce()
        let blocker = try TestProcess(server.psql([], database: "shop"), holdsInput: true)
        blocker.write("BEGIN; LOCK TABLE t160._prisma_migrations; SELECT 'locked';\n")
        try await eventually("the table is locked") { blocker.outputSoFar.contains("locked") }
        try await server.execute(row("2_open", in: "t219", finished: false), database: "shop")
        let report = await poller.pollOnce()
        #expect(report.observation?.histories.filter { $0.problem != nil }.map(\.schema) == ["t160"])
        #expect(report.downtime?.reason == .lockTimeout)
        #expect(report.states("t219")["2_open"] == .interrupted)
        blocker.write("COMMIT;\n")
        blocker.closeInput()
        _ = await blocker.wait()
        #expect(await poller.pollOnce().isUp)
        await server.remove()
    }
}
