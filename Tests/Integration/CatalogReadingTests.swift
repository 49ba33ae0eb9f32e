import PostgresClient
import PostgresServer
import TargetInspection
import TestProcess
import Testing

/// What is done while the server reads its catalogs.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct CatalogReadingTests {
    @Test func `all the rest of an inspection is at hand while the server reads its catalogs`() async throws {
        let server = try await PostgresServer(version: PostgresServer.newest)
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy(
            "1_init",
            "CREATE TABLE ticket (id int DEFAULT 1 CHECK (id > 0)); CREATE VIEW v AS SELECT * FROM ticket;"
        )
        let url = try DatabaseURL(server.url("shop"))
        var limits = InspectionLimits(within: .seconds(120))
        limits.lock = limits.statement
        let session = PostgresSession(name: "shop", url: { url }, connectTimeout: limits.connect)
        let inspector = TargetInspector(session: session, schema: nil, limits: limits)
        let blocker = try await prisma.holding("ticket")
        let whole = try await inspector.inspect(.whenChanged(since: nil)) { seen in
            #expect(seen.tables.map(\.rows.count) == [1] && seen.catalog == nil)
            // The lock is not given back before the server waits for it.
            await #expect(throws: Never.self) { try await prisma.somebodyWaits() }
            blocker.closeInput()
            _ = await blocker.wait()
        }
        #expect(try whole.catalog?.get().lacksExpressions == false)
        #expect(whole.tables.map(\.rows.count) == [1])
        let quiet = try await inspector.inspect(.whenChanged(since: whole.fingerprint)) { _ in
            Issue.record("nothing is read, and so nothing waited for")
        }
        #expect(quiet.catalog == nil)
        await session.close()
        await server.remove()
    }
}
