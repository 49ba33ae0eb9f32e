import NotifySocket
import PostgresServer
import TestProcess
import Testing

/// The real binary, started as a service manager would, against a real server that fails in every way.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct DaemonTests {
    /// A running daemon with what it tells the manager.
    final class Daemon: Sendable {
        let folder: TemporaryFolder
        let process: TestProcess
        let port: Int
        private let socket: NotifySocket

        init(
            _ url: String,
            _ arguments: String...,
            wrapper: [String] = [],
            interval: String = "1s",
            timeout: String = "900ms",
            environment: [String: String] = [:]
        ) async throws {
            folder = try TemporaryFolder()
            port = PostgresServer.freePort()
            socket = try NotifySocket(in: folder)
            try folder.write(url, to: "url")
            let binary = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
            process = try TestProcess(
                wrapper + [
                    "/\(binary)/prisma-migrate-exporter", "serve", "--database-url-file=\(folder.path)/url",
                    "--target.name=shop",
                    "--web.listen-address=127.0.0.1:\(port)", "--poll.interval=\(interval)",
                    "--poll.timeout=\(timeout)",
                ] + arguments,
                environment: ["NOTIFY_SOCKET": socket.path].merging(environment) { $1 }
            )
            try await eventually("the daemon serves") { try await self.get("/-/healthy") == "Healthy.\n" }
        }

        func get(_ path: String) async throws -> String {
            try await TestProcess.run(["curl", "-s", "--max-time", "5", "http://127.0.0.1:\(port)\(path)"]).output
        }

        /// The status code of an answer.
        func status(_ path: String) async throws -> String {
            try await TestProcess.run([
                "curl", "-s", "--max-time", "5", "-o", "/dev/null", "-w", "%{http_code}",
                "http://127.0.0.1:\(port)\(path)",
            ])
            .output
        }

        /// The sample that tells that a baseline was taken; drift is 0 also before that.
        static let baselineIsJudged =
            "prisma_migrate_schema_drift_judged{target=\"shop\",schema=\"public\",source=\"baseline\"} 1"

        /// Waits for a sample of the metrics page.
        func shows(_ sample: String) async throws {
            try await eventually(sample) { try await self.get("/metrics").contains(sample + "\n") }
        }

        func messages() -> [String] { socket.messages() }

        /// Waits for a message to the manager that holds the text, and returns all up to it.
        @discardableResult
        func told(_ text: String) async throws -> [String] {
            var all: [String] = []
            try await eventually("the manager is told \(text)") {
                all += self.socket.messages()
                return all.contains { $0.contains(text) }
            }
            return all
        }

        func stop() async -> TestProcess.Result {
            process.signal(15)
            let result = await process.wait()
            await folder.remove()
            return result
        }
    }

    private static let up = "prisma_migrate_up{target=\"shop\"} 1"

    private static func down(_ reason: String) -> String {
        "prisma_migrate_down_reason{target=\"shop\",reason=\"\(reason)\"} 1"
    }

    @Test func `start, poll, reload, failed reload and stop are told in order`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try prisma.write("1_init", IncidentTests.initial)
        try await server.execute(prisma.begin("1_init"), database: "shop")
        let daemon = try await Daemon(server.url("shop"), environment: ["WATCHDOG_USEC": "1000000"])
        var messages = try await daemon.told("1_init interrupted")
        #expect(messages.first == "READY=1\nSTATUS=1 target, 0 up; first poll under way")
        #expect(
            messages.last?.hasPrefix("STATUS=1 target, 1 up; shop: 1_init interrupted ") == true
                || messages.last == "WATCHDOG=1"
        )
        try await daemon.told("WATCHDOG=1")
        daemon.process.signal(1)
        messages = try await daemon.told("READY=1").filter { $0.hasPrefix("RELOADING") || $0.hasPrefix("READY") }
        #expect(
            messages.count == 2 && messages[0].hasPrefix("RELOADING=1\nMONOTONIC_USEC=")
                && messages[1].hasPrefix("READY=1\nSTATUS=1 target")
        )
        try await daemon.shows("prisma_migrate_exporter_config_last_reload_successful 1")
        try daemon.folder.write("postgresql://u:can/ary@h/d", to: "url")
        daemon.process.signal(1)
        messages = try await daemon.told("Reload failed").filter { $0.hasPrefix("RELOADING") || $0.hasPrefix("READY") }
        #expect(
            messages.count == 2 && messages[1].hasSuffix("(the settings before stay in force)")
                && !messages[1].contains("ary")
        )
        try await daemon.shows("prisma_migrate_exporter_config_last_reload_successful 0")
        try await daemon.shows(Self.up)
        let result = await daemon.stop()
        #expect(result.status == 0)
        #expect(
            result.error.contains("reload failed") && result.error.contains("msg=stopped")
                && !result.error.contains("ary")
        )
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `whatever happens to the database, the reason is told and the daemon recovers`() async throws {
        let server = try await PostgresServer(access: ["local all all trust", "host all all all scram-sha-256"])
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        try await server.execute(
            "CREATE ROLE reader LOGIN PASSWORD 'canary'",
            "GRANT SELECT ON _prisma_migrations TO reader",
            database: "shop"
        )
        await server.stop()
        let url = server.url("shop", user: "reader", password: "canary")
        let daemon = try await Daemon(url)
        #expect(try await daemon.get("/-/ready") == "Ready.\n")
        try await daemon.shows(Self.down("refused"))
        try await daemon.told("shop: down (refused)")
        try await server.start()
        try await daemon.shows(Self.up)
        await server.stop("KILL")
        try await daemon.shows(Self.down("refused"))
        try await daemon.shows("prisma_migrate_table_present{target=\"shop\",schema=\"public\"} 1")
        try await server.start()
        try await daemon.shows(Self.up)

        try await server.execute(
            "ALTER ROLE reader PASSWORD 'canary-2'",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'"
        )
        try await daemon.shows(Self.down("auth"))
        try daemon.folder.write(server.url("shop", user: "reader", password: "canary-2"), to: "url")
        try await daemon.shows(Self.up)

        try await server.execute("REVOKE SELECT ON _prisma_migrations FROM reader", database: "shop")
        try await daemon.shows(Self.down("denied"))
        try await server.execute("DROP TABLE _prisma_migrations", database: "shop")
        try await daemon.shows("prisma_migrate_table_present{target=\"shop\",schema=\"public\"} 0")
        try await daemon.shows(Self.up)
        try await server.execute(
            "ALTER DATABASE shop CONNECTION LIMIT 0",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shop'"
        )
        try await daemon.shows(Self.down("refused"))
        try await server.execute("ALTER DATABASE shop RENAME TO moved")
        try await daemon.shows(Self.down("no_database"))
        try await server.execute("ALTER DATABASE moved RENAME TO shop", "ALTER DATABASE shop CONNECTION LIMIT -1")
        try await daemon.shows(Self.up)
        let result = await daemon.stop()
        #expect(result.status == 0 && !result.error.contains("canary"))
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `behind a lock polls give up, one backend is ours and the scrape stays fast`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        let daemon = try await Daemon(server.url("shop"))
        try await daemon.shows(Self.up)
        let other = try await prisma.holding("\"Ticket\"")
        let failures = try await daemon.get("/metrics").split(separator: "\n")
            .first { $0.hasPrefix("prisma_migrate_poll_failures_total") }
        let polls = try await daemon.get("/metrics").split(separator: "\n")
            .first { $0.hasPrefix("prisma_migrate_polls_total") }
        try await eventually("polls go on") {
            try await daemon.get("/metrics").split(separator: "\n").first { $0.hasPrefix("prisma_migrate_polls_total") }
                != polls
        }
        #expect(
            try await daemon.get("/metrics").split(separator: "\n")
                .first { $0.hasPrefix("prisma_migrate_poll_failures_total") } == failures
        )
        other.closeInput()
        _ = await other.wait()
        let blocker = try await prisma.holding("_prisma_migrations")
        try await daemon.shows(Self.down("lock_timeout"))
        for _ in 0..<20 {
            #expect(try await daemon.get("/metrics").contains("prisma_migrate_up{target=\"shop\"} 0"))
            let backends = try await server.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
            )
            #expect(["0", "1"].contains(backends))
        }
        blocker.closeInput()
        _ = await blocker.wait()
        try await daemon.shows(Self.up)
        #expect(await daemon.stop().status == 0)
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `a database that never answers holds up neither the page nor the stop`() async throws {
        let script =
            "import socket,sys; s=socket.socket(); s.bind(('127.0.0.1',0)); s.listen(99); print(s.getsockname()[1],flush=True); sys.stdin.read()"
        let hole = try TestProcess(["python3", "-c", script], holdsInput: true)
        try await eventually("it listens") { hole.outputSoFar.hasSuffix("\n") }
        let daemon = try await Daemon("postgresql://u:canary@127.0.0.1:\(hole.outputSoFar.dropLast())/d")
        try await daemon.shows(Self.down("timeout"))
        #expect(try await daemon.get("/").contains("down (timeout)"))
        let result = await daemon.stop()
        #expect(result.status == 0 && !result.error.contains("canary"))
        hole.closeInput()
        _ = await hole.wait()
    }

    @Test(arguments: [
        ["serve", "--poll.interval=never"], ["diagnose", "--format=xml"], ["diagnose", "--database-url-file=/nowhere"],
        ["nonsense"],
    ]) func `bad arguments end with 2 and a sentence`(_ arguments: [String]) async throws {
        let binary = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
        let result = try await TestProcess.run(
            ["/\(binary)/prisma-migrate-exporter"] + arguments,
            environment: ["DATABASE_URL": "postgresql://u:canary@h/d"]
        )
        #expect(result.status == 2 && result.error.hasPrefix("prisma-migrate-exporter: ") && result.output.isEmpty)
        #expect(!result.error.contains("canary"))
    }

    @Test func `diagnose ends with 0, 1 or 2`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        let binary =
            "/" + CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
            + "/prisma-migrate-exporter"
        func diagnose(_ url: String) async throws -> TestProcess.Result {
            try await TestProcess.run(
                [binary, "diagnose", "--migrations", prisma.migrations],
                environment: ["DATABASE_URL": url]
            )
        }
        #expect(try await diagnose(server.url("shop")).status == 0)
        try prisma.write("2_open", "SELECT 1;")
        #expect(try await diagnose(server.url("shop")).status == 0)
        try await server.execute(prisma.begin("2_open"), database: "shop")
        let result = try await diagnose(server.url("shop"))
        #expect(result.status == 1 && result.output.contains("2_open  interrupted"))
        let down = try await diagnose("postgresql://u:canary@127.0.0.1:\(PostgresServer.freePort())/d")
        #expect(down.status == 2 && down.output.contains("down (refused)") && !down.output.contains("canary"))
        await server.remove()
        await prisma.folder.remove()
    }
}
