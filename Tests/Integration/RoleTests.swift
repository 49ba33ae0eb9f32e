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
                == "20|f|f|f|f|f|f|{default_transaction_read_only=on,statement_timeout=10s,lock_timeout=2s,"
                + "idle_in_transaction_session_timeout=30s}"
        )
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `one role is enough for several databases that each keep a connection`() async throws {
        let server = try await PostgresServer(access: ["local all all trust", "host all all all scram-sha-256"])
        let role = #filePath.replacing("Tests/Integration/RoleTests.swift", with: "deploy/role.sql")
        let names = (1...8).map { "d\($0)" }
        for name in names {
            try await server.execute("CREATE DATABASE \(name)")
            try await server.execute(PrismaClient.table, database: name)
            let file = server.psql([], database: name) + ["-v", "password=look-only", "-f", role]
            #expect(try await TestProcess.run(file).status == 0)
        }
        let url = server.url("d1", user: "prisma_migrate_exporter", password: "look-only")
        let daemon = try await FleetDaemon(
            "poll: {interval: 2s}\ntargets: [{name: all, url: '\(url)', discover: {databases: 'd.*'}}]"
        )
        // Where there are no more than it may connect to, each keeps its connection.
        for name in names {
            try await eventually("\(name) is polled twice") {
                try await daemon.value("prisma_migrate_polls_total{target=\"all/\(name)\"}") ?? 0 >= 2
            }
            #expect(try await daemon.value("prisma_migrate_poll_failures_total{target=\"all/\(name)\"}") == 0)
        }
        // What is raised in the configuration can be raised here.
        let raised = server.psql([], database: "d1") + ["-v", "connections=50", "-f", role]
        #expect(try await TestProcess.run(raised).status == 0)
        let limit = "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'prisma_migrate_exporter'"
        #expect(try await server.execute(limit) == "50")
        await daemon.stop()
        await server.remove()
    }
}
