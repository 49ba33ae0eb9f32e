import PostgresServer
import TestProcess
import Testing

/// Whole polls through PgBouncer in transaction mode, where one server connection is everybody's.
@Suite(
    .enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed"),
    .enabled(if: TestProcess.isInstalled("pgbouncer"), "pgbouncer is not installed")
) struct PoolerTests {
    static func pgBouncer(_ server: PostgresServer, _ folder: TemporaryFolder, port: Int) async throws
        -> TestProcess
    {
        try folder.write(
            """
            [databases]
            * = host=127.0.0.1 port=\(server.port)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = \(folder.path)/users
            pool_mode = transaction
            server_reset_query_always = 0
            default_pool_size = 1
            max_db_connections = 1
            """,
            to: "pgbouncer.ini"
        )
        let secrets = try await server.execute(
            "SELECT format('\"%s\" \"%s\"', rolname, rolpassword) FROM pg_authid WHERE rolpassword IS NOT NULL"
        )
        try folder.write(secrets + "\n", to: "users")
        let isRoot = try await TestProcess.run(["id", "-u"]).output == "0\n"
        let user = isRoot ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] : []
        return try TestProcess(user + ["pgbouncer", "\(folder.path)/pgbouncer.ini"])
    }

    @Test func `a poll works, and leaves nothing with the connection that others use next`() async throws {
        let server = try await PostgresServer(
            settings: ["log_statement = 'all'"],
            access: ["local all all trust", "host all all all scram-sha-256"]
        )
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        try prisma.write("2_open", "CREATE TABLE a (i int);")
        try await server.execute(
            prisma.begin("2_open"),
            "CREATE ROLE reader LOGIN PASSWORD 'canary'",
            "GRANT SELECT ON _prisma_migrations TO reader",
            database: "shop"
        )
        let folder = try TemporaryFolder()
        let port = PostgresServer.freePort()
        let bouncer = try await Self.pgBouncer(server, folder, port: port)
        let place = "postgresql://reader:canary@127.0.0.1:\(port)/shop?pgbouncer=true&schema=public"
        // What another client of the pool finds in the one connection that there is.
        let psql = server.psql(
            [
                "SELECT count(*) FROM pg_prepared_statements", "SELECT count(*) FROM pg_listening_channels()",
                "SELECT string_agg(name, ',') FROM pg_settings WHERE source = 'session' AND name NOT IN "
                    + "('application_name', 'client_encoding', 'DateStyle', 'TimeZone', 'standard_conforming_strings', "
                    + "'IntervalStyle', 'search_path')",
                "SELECT current_setting('search_path'), current_setting('statement_timeout'), "
                    + "current_setting('lock_timeout'), current_setting('default_transaction_read_only')",
                "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'",
            ],
            database: "postgresql://reader:canary@127.0.0.1:\(port)/shop"
        )
        try await eventually("PgBouncer answers") { try await TestProcess.run(psql).status == 0 }
        let before = try await TestProcess.run(psql).output
        let daemon = try await DaemonTests.Daemon(place, "--migrations=\(prisma.migrations)")
        try await eventually("three polls") {
            let page = try await daemon.get("/metrics")
            let polls = page.split(separator: "prisma_migrate_polls_total{target=\"shop\"} ").dropFirst().first
            return Int(polls?.prefix { $0.isNumber } ?? "") ?? 0 >= 3
        }
        try await daemon.shows("prisma_migrate_poll_failures_total{target=\"shop\"} 0")
        try await daemon.shows("prisma_migrate_failed_migrations{target=\"shop\",schema=\"public\"} 1")
        #expect(try await TestProcess.run(psql).output == before)
        #expect(before == "0\n0\n\n\"$user\", public|0|0|off\n0\n", "\(before)")
        #expect(try await server.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = 'reader'") == "1")
        #expect(!server.log.contains("execute ") && !server.log.contains("PREPARE"))
        #expect(await daemon.stop().status == 0)
        bouncer.signal(15)
        _ = await bouncer.wait()
        await server.remove()
        await folder.remove()
        await prisma.folder.remove()
    }
}
