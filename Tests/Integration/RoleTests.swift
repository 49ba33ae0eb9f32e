import PostgresServer
import TestProcess
import Testing

@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct RoleTests {
    @Test func `the role of role.sql has its limits, however often the file is run`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let role = #filePath.replacing("Tests/Integration/RoleTests.swift", with: "deploy/role.sql")
        for _ in 0..<2 {
            let granted = try await TestProcess.run(server.psql([], database: "shop") + ["-f", role])
            #expect(granted.status == 0, "\(granted.error)")
        }
        #expect(
            try await server.execute(
                """
                SELECT rolconnlimit, rolsuper, rolcreatedb, rolcreaterole, rolinherit, rolreplication, rolbypassrls, rolconfig
                FROM pg_roles WHERE rolname = 'prisma_migrate_exporter'
                """
            )
                == "3|f|f|f|f|f|f|{default_transaction_read_only=on,statement_timeout=10s,lock_timeout=2s,"
                + "idle_in_transaction_session_timeout=30s}"
        )
        await server.remove()
        await prisma.folder.remove()
    }
}
