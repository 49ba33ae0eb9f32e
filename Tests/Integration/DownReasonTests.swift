import Glibc
import PostgresServer
import TestProcess
import Testing

/// Every reason for which a target can be down, made for real and read from the page.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct DownReasonTests {
    /// Sockets of one address: one that answers nonsense, and one whose queue is full, so that a connection is never
    /// made.
    private static let peers = """
        import select, socket, sys, threading
        foreign = socket.socket(); foreign.bind(("127.0.0.1", 0)); foreign.listen(50)
        def answer():
            while True:
                peer, _ = foreign.accept(); peer.recv(8); peer.sendall(b"SSH-2.0-x\\r\\n"); peer.close()
        threading.Thread(target=answer, daemon=True).start()
        hole = socket.socket(); hole.bind(("127.0.0.1", 0)); hole.listen(0)
        held = []
        while True:
            one = socket.socket(); one.setblocking(False); one.connect_ex(hole.getsockname()); held.append(one)
            if not select.select([], [one], [], 0.5)[1]: break
        print(foreign.getsockname()[1], hole.getsockname()[1], flush=True)
        sys.stdin.read()
        """

    private static func ports(_ peer: TestProcess) async throws -> [Substring] {
        try await eventually("the peers listen") { peer.outputSoFar.hasSuffix("\n") }
        return peer.outputSoFar.split(whereSeparator: \.isWhitespace)
    }

    private static func check(_ url: String, _ reason: String, _ arguments: String = "--poll.timeout=1m") async throws {
        let page = try await Binary.diagnose(url, "--format=prometheus", arguments)
        #expect(page.status == 2, "\(reason)")
        #expect(page.output.contains("prisma_migrate_up{target=\"shop\"} 0\n"), "\(reason)")
        let reasons = page.output.split(separator: "\n").filter { $0.hasPrefix("prisma_migrate_down_reason{") }
        #expect(reasons == ["prisma_migrate_down_reason{target=\"shop\",reason=\"\(reason)\"} 1"])
        #expect(!page.output.contains("canary") && !page.error.contains("canary"), "\(reason)")
    }

    @Test func `each reason is told on the page, with exit status 2 and without the password`() async throws {
        let server = try await PostgresServer(
            access: ["local all all trust", "host all locked all trust", "host all all all scram-sha-256"]
        )
        let prisma = try await PrismaClient(server, "shop")
        try await server.execute(
            "CREATE ROLE reader LOGIN PASSWORD 'canary'",
            "CREATE ROLE locked LOGIN",
            "GRANT SELECT ON _prisma_migrations TO locked",
            "CREATE DATABASE odd",
            database: "shop"
        )
        try await server.execute("CREATE TABLE _prisma_migrations (id text)", database: "odd")
        try await server.execute("GRANT SELECT ON _prisma_migrations TO reader", database: "odd")
        let peer = try TestProcess(["python3", "-c", Self.peers], holdsInput: true)
        let ports = try await Self.ports(peer)
        func url(_ database: String, _ password: String = "canary", _ parameters: String = "") -> String {
            server.url(database, user: "reader", password: password, parameters: parameters)
        }
        try await Self.check("postgresql://u:canary@127.0.0.1:\(PostgresServer.freePort())/d", "refused")
        try await Self.check("postgresql://u:canary@127.0.0.1:\(ports[1])/d", "timeout", "--poll.timeout=1s")
        try await Self.check("postgresql://u:canary@nowhere.invalid/d", "dns")
        try await Self.check(url("shop", "canary", "sslmode=require"), "tls")
        try await Self.check(url("shop", "canary-of-yesterday"), "auth")
        try await Self.check(url("gone"), "no_database")
        try await Self.check(url("shop"), "denied")
        try await Self.check("postgresql://u:canary@127.0.0.1:\(ports[0])/d?sslmode=disable", "protocol")
        try await Self.check(url("shop", "canary", "sslmode=sometimes"), "configuration")
        try await Self.check(url("odd"), "other")
        let blocker = try await prisma.holding("_prisma_migrations")
        try await Self.check(server.url("shop", user: "locked"), "lock_timeout")
        blocker.closeInput()
        _ = await blocker.wait()
        peer.closeInput()
        _ = await peer.wait()
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `an address that never answers holds up neither the page nor the stop`() async throws {
        let peer = try TestProcess(["python3", "-c", Self.peers], holdsInput: true)
        let port = try await Self.ports(peer)[1]
        let daemon = try await DaemonTests.Daemon("postgresql://u:canary@127.0.0.1:\(port)/d")
        try await daemon.shows("prisma_migrate_down_reason{target=\"shop\",reason=\"timeout\"} 1")
        try await daemon.told("STATUS=1 target, 0 up; shop: down (timeout)")
        #expect(await daemon.stop().status == 0)
        peer.closeInput()
        _ = await peer.wait()
    }

    @Test(arguments: ["SELECT pg_terminate_backend", "COPY (SELECT 1) TO PROGRAM 'kill -9 "])
    func `a backend killed amid a query is told, and the next poll has another one`(_ way: String) async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        try await server.execute(
            "CREATE ROLE reader LOGIN",
            "GRANT SELECT ON _prisma_migrations TO reader",
            database: "shop"
        )
        /// Ends the backend that is answering a poll.
        func strike() async throws {
            var pid = ""
            try await eventually("a poll reads the table") {
                // A server that recovers answers nobody.
                pid = (try? await server.execute("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'")) ?? ""
                return !pid.isEmpty
            }
            // The crash of a backend ends this session, too.
            _ = try? await server.execute(way.hasPrefix("SELECT") ? "\(way)(\(pid))" : "\(way)\(pid)'")
        }
        let url = server.url("shop", user: "reader")
        let daemon = try await DaemonTests.Daemon(url, interval: "31s", timeout: "30s")
        try await daemon.shows("prisma_migrate_up{target=\"shop\"} 1")
        try await prisma.makeSlow()
        try await strike()
        // The whole server recovers from a kill, so that the next poll may soon have another reason.
        try await eventually("the loss is told") { daemon.process.errorSoFar.contains("reason=protocol") }
        if way.hasPrefix("SELECT") { try await Fault.backendKilled.isTold(by: daemon, polls: 1) }
        async let asked = Binary.diagnose(url, "--poll.timeout=30s")
        try await strike()
        #expect(try await asked.status == Fault.backendKilled.exit)
        try await eventually("the table is fast again") { (try? await prisma.makeFast()) != nil }
        try await daemon.shows("prisma_migrate_up{target=\"shop\"} 1")
        #expect(await daemon.stop().status == 0)
        await server.remove()
        await prisma.folder.remove()
    }
}
