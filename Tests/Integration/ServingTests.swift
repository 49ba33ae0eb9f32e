import PostgresServer
import TestProcess
import Testing

/// What a client of the real binary's web server gets.
@Suite(
    .enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed"),
    .enabled(if: TestProcess.isInstalled("curl"), "curl is not installed")
) struct ServingTests {
    private static func curl(_ daemon: DaemonTests.Daemon, _ path: String, _ arguments: String...) async throws
        -> String
    {
        try await TestProcess.run(["curl", "-s", "-i"] + arguments + ["http://127.0.0.1:\(daemon.port)\(path)"]).output
            .replacing("\r\n", with: "\n")
    }

    @Test func `formats, codings and methods are answered as Prometheus and people expect`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        let daemon = try await DaemonTests.Daemon(server.url("shop"), interval: "1h", timeout: "1m")
        try await daemon.shows("prisma_migrate_up{target=\"shop\"} 1")

        let text = try await Self.curl(daemon, "/metrics")
        #expect(text.hasPrefix("HTTP/1.1 200 OK\n"))
        #expect(text.contains("\nContent-Type: text/plain; version=0.0.4; charset=utf-8"), "\(text.prefix(400))")
        #expect(text.contains("\nVary: Accept, Accept-Encoding\n") && !text.contains("# EOF"))
        #expect(text.contains("\n# TYPE prisma_migrate_polls_total counter\n"))

        let accept = "Accept: application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"
        let open = try await Self.curl(daemon, "/metrics", "-H", accept)
        #expect(open.contains("\nContent-Type: application/openmetrics-text; version=1.0.0; charset=utf-8"))
        #expect(open.hasSuffix("\n# EOF\n") && open.contains("\nprisma_migrate_polls_created{target=\"shop\"} "))
        #expect(open.contains("\n# UNIT prisma_migrate_poll_duration_seconds seconds\n"))
        #expect(open.contains("\n# TYPE prisma_migrate_polls counter\n"))

        let packed = try await Self.curl(daemon, "/metrics", "--compressed")
        #expect(packed.contains("\nContent-Encoding: gzip\n") && packed.contains("\nprisma_migrate_up{"))
        let head = try await Self.curl(daemon, "/metrics", "-I")
        #expect(head.hasPrefix("HTTP/1.1 200 OK\n") && head.contains("\nContent-Length: ") && !head.contains("# HELP"))

        #expect(try await Self.curl(daemon, "/-/ready").hasSuffix("\n\nReady.\n"))
        #expect(try await Self.curl(daemon, "/nowhere").hasPrefix("HTTP/1.1 404 "))
        let posted = try await Self.curl(daemon, "/metrics", "-d", "x")
        #expect(posted.hasPrefix("HTTP/1.1 405 ") && posted.contains("\nAllow: GET, HEAD\n"))
        let front = try await Self.curl(daemon, "/")
        #expect(front.contains("\nContent-Type: text/html; charset=utf-8\n") && front.contains("href=\"/metrics\""))
        #expect(await daemon.stop().status == 0)
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `between two polls ages move on and the rest stays`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try prisma.write("1_init", IncidentTests.initial)
        try await server.execute(prisma.begin("1_init"), database: "shop")
        let daemon = try await DaemonTests.Daemon(server.url("shop"), interval: "1h", timeout: "1m")
        try await daemon.shows("prisma_migrate_up{target=\"shop\"} 1")
        func samples(_ areAges: Bool) async throws -> [Substring] {
            try await daemon.get("/metrics").split(separator: "\n")
                .filter {
                    $0.hasPrefix("prisma_migrate_") && $0.prefix { $0 != "{" }.hasSuffix("age_seconds") == areAges
                }
        }
        let ages = try await samples(true)
        let others = try await samples(false)
        #expect(ages.count == 2)
        try await eventually("both ages have grown") {
            try await zip(samples(true), ages).allSatisfy { $0 != $1 }
        }
        #expect(try await samples(false) == others)
        #expect(others.contains("prisma_migrate_polls_total{target=\"shop\"} 1"))
        #expect(await daemon.stop().status == 0)
        await server.remove()
        await prisma.folder.remove()
    }

    /// Prints each opening of a migration script as the kernel tells it (inotify(7)).
    private static let watcher = """
        import ctypes, os, struct, sys
        c = ctypes.CDLL(None, use_errno=True)
        fd = c.inotify_init()
        names = {}
        for name in sys.argv[2:]:
            names[c.inotify_add_watch(fd, f"{sys.argv[1]}/{name}/migration.sql".encode(), 0x20)] = name
        print("watching", flush=True)
        while True:
            data = os.read(fd, 4096)
            while data:
                place, _, _, size = struct.unpack_from("iIII", data)
                print("opened", names[place], flush=True)
                data = data[16 + size:]
        """

    @Test func `polls open no script that has not changed`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        try prisma.write("2_open", "CREATE TABLE a (i int);")
        try await server.execute(prisma.begin("2_open"), database: "shop")
        try prisma.write("3_pending", "SELECT 3;")
        let daemon = try await DaemonTests.Daemon(server.url("shop"), "--migrations=\(prisma.migrations)")
        try await daemon.shows("prisma_migrate_up{target=\"shop\"} 1")
        let watcher = try TestProcess(
            ["python3", "-c", Self.watcher, prisma.migrations, "1_init", "2_open", "3_pending"]
        )
        try await eventually("the scripts are watched") { watcher.outputSoFar == "watching\n" }
        func polls() async throws -> Int {
            let page = try await daemon.get("/metrics").split(separator: "\n")
            return page.first { $0.hasPrefix("prisma_migrate_polls_total") }?.split(separator: " ").last
                .flatMap { Int($0) } ?? 0
        }
        let start = try await polls()
        try await eventually("three more polls") { try await polls() >= start + 3 }
        #expect(watcher.outputSoFar == "watching\n")
        // This opens the file once, to write it; whoever opens it after that reads it.
        try prisma.write("2_open", "CREATE TABLE b (i int);")
        try await eventually("the changed script is read") {
            watcher.outputSoFar.split(separator: "\n").count { $0 == "opened 2_open" } > 1
        }
        // What comes after it is replayed again and read for that; what comes before is not.
        #expect(!watcher.outputSoFar.contains("1_init"))
        watcher.signal(15)
        _ = await watcher.wait()
        #expect(await daemon.stop().status == 0)
        await server.remove()
        await prisma.folder.remove()
    }
}
