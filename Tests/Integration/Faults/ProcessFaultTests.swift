import Glibc
import PostgresServer
import TestProcess
import Testing

/// What happens to the exporter's own process and to the disk that it writes to.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct ProcessFaultTests {
    private static let up = "prisma_migrate_up{target=\"shop\"} 1"

    private static func polls(_ daemon: DaemonTests.Daemon) async throws -> Int {
        let page = try await daemon.get("/metrics").split(separator: "\n")
        let line = page.first { $0.hasPrefix("prisma_migrate_polls_total{") }
        return line.flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
    }

    @Test func `a stop amid a poll ends with 0 and leaves no session behind`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        let blocker = try await prisma.holding("_prisma_migrations")
        let daemon = try await DaemonTests.Daemon(server.url("shop"), interval: "21m", timeout: "20m")
        let ours = "FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
        try await eventually("a poll waits") {
            try await server.execute("SELECT count(*) \(ours) AND wait_event_type = 'Lock'") == "1"
        }
        daemon.process.signal(SIGTERM)
        let end = await daemon.process.wait()
        try await ProcessFault.stopped.isTold(by: daemon, ended: end)
        try await eventually("the session is gone") { try await server.execute("SELECT count(*) \(ours)") == "0" }
        blocker.closeInput()
        _ = await blocker.wait()
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `a process that was stopped goes on where it was`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        let daemon = try await DaemonTests.Daemon(server.url("shop"))
        try await daemon.shows(Self.up)
        daemon.process.signal(SIGSTOP)
        try await ProcessFault.paused.isTold(by: daemon)
        try await server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
        )
        daemon.process.signal(SIGCONT)
        let before = try await Self.polls(daemon)
        try await eventually("it polls again") { try await Self.polls(daemon) > before + 1 }
        try await daemon.shows(Self.up)
        #expect(
            try await server.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
            ) == "1"
        )
        #expect(await daemon.stop().status == ProcessFault.paused.exit)
        await server.remove()
        await prisma.folder.remove()
    }

    /// Holds as many connections as it is told, until its input ends.
    private static let holder = """
        import socket, sys
        held = []
        for _ in range(int(sys.argv[2])):
            one = socket.socket(); one.setblocking(False); one.connect_ex(("127.0.0.1", int(sys.argv[1]))); held.append(one)
        print("held", flush=True)
        sys.stdin.read()
        """

    @Test(.enabled(if: ["prlimit", "python3"].allSatisfy(TestProcess.isInstalled), "prlimit or python3 is missing"))
    func `clients can't take every file descriptor`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        let daemon = try await DaemonTests.Daemon(
            server.url("shop"),
            wrapper: ["prlimit", "--nofile=64:64"]
        )
        try await daemon.shows(Self.up)
        let holder = try TestProcess(["python3", "-c", Self.holder, "\(daemon.port)", "200"], holdsInput: true)
        try await eventually("the connections are held") { holder.outputSoFar == "held\n" }
        try await server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
        )
        try await ProcessFault.outOfDescriptors.isTold(by: daemon)
        let before = try await Self.polls(daemon)
        try await eventually("it polls on") { try await Self.polls(daemon) > before + 1 }
        holder.closeInput()
        _ = await holder.wait()
        #expect(await daemon.stop().status == ProcessFault.outOfDescriptors.exit)
        await server.remove()
        await prisma.folder.remove()
    }

    @Test(.enabled(if: MemoryGroup.canBeMade, "no control group with a memory limit can be made"))
    func `beyond its memory limit the kernel kills it, and the next one goes on`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let state = try TemporaryFolder()
        try await prisma.deploy("1_init", IncidentTests.initial)
        func start() async throws -> DaemonTests.Daemon {
            let daemon = try await DaemonTests.Daemon(server.url("shop"), "--state.directory=\(state.path)")
            try await daemon.shows(Self.up)
            return daemon
        }
        let daemon = try await start()
        try await eventually("the baseline is kept") { !TestProcess.names(in: state.path).isEmpty }
        let group = try #require(MemoryGroup(bytes: 256 << 10))
        try await group.take(daemon.process)
        try await server.execute(
            """
            INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
            SELECT gen_random_uuid(), repeat('a', 64), 'm' || n, now() FROM generate_series(1, 100000) n
            """,
            database: "shop"
        )
        try await ProcessFault.outOfMemory.isTold(by: daemon, ended: await daemon.process.wait())
        try await server.execute("DELETE FROM _prisma_migrations WHERE migration_name LIKE 'm%'", database: "shop")
        let next = try await start()
        try await next.shows(DaemonTests.Daemon.baselineIsJudged)
        let baseline = "prisma_migrate_schema_drift{target=\"shop\",schema=\"public\",source=\"baseline\"}"
        try await next.shows("\(baseline) 0")
        let end = await next.stop()
        #expect(end.status == 0 && !end.error.contains("damaged"))
        await group.remove()
        await server.remove()
        for folder in [state, prisma.folder] { await folder.remove() }
    }

    @Test(.enabled(if: TestProcess.isInstalled("strace"), "strace is not installed"))
    func `killed at any step of a baseline write, it leaves the old one or the new one`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let state = try TemporaryFolder()
        try await prisma.deploy("1_init", IncidentTests.initial)
        let url = server.url("shop")
        let flags = ["--state.directory=\(state.path)", "--poll.timeout=1m"]
        func accept(_ strace: String...) async throws -> Int32 {
            try await TestProcess.run(
                ["strace", "-f", "-qq", "-o", "\(prisma.folder.path)/trace"] + strace + [
                    Binary.path, "diagnose", "--target.name=shop", "--accept-baseline",
                ] + flags,
                environment: ["DATABASE_URL": url]
            )
            .status
        }
        let calls = "unlink,openat,write,fchown,fsync,rename"
        #expect(try await accept("-e", "trace=\(calls)") == 0)
        // Each call from the first to the last that has to do with the draft, by its place among those of its name and
        // thread.
        var seen: [Substring: Int] = [:]
        var steps: [String] = []
        for line in TestProcess.text(of: "\(prisma.folder.path)/trace").split(separator: "\n") {
            let call = line.prefix { $0 != "(" }
            seen[call, default: 0] += 1
            guard line.contains(".new\"") || !steps.isEmpty, let name = call.split(separator: " ").last else {
                continue
            }
            steps.append("inject=\(name):signal=KILL:when=\(seen[call] ?? 0)")
        }
        try #require(
            ["unlink", "fchown", "fsync", "rename"].allSatisfy { name in steps.contains { $0.contains(name) } }
        )
        let file = "\(state.path)/baseline-shop.json"
        var old = TestProcess.text(of: file)
        var outcomes: Set<Bool> = []
        var killed = 0
        for (number, step) in steps.enumerated() {
            try await server.execute("CREATE TABLE by_hand_\(number) (i int)", database: "shop")
            // Another thread may do it this time: then nothing is killed.
            let status = try await accept("-e", "trace=\(calls)", "-e", step)
            let isNew = TestProcess.text(of: file) != old
            #expect(status == ProcessFault.killedAmidWrite.exit || isNew, "\(step): \(status)")
            killed += status == 0 ? 0 : 1
            outcomes.insert(isNew)
            let asked = try await Binary.diagnose(url, "--format=json", flags[0], flags[1])
            #expect(asked.status == (isNew ? 0 : 1), "\(step): \(asked.output)")
            #expect(!asked.output.contains("damaged"), "\(step)")
            old = TestProcess.text(of: file)
        }
        #expect(outcomes == [true, false] && killed >= 4)
        await server.remove()
        for folder in [state, prisma.folder] { await folder.remove() }
    }

    @Test(.enabled(if: getuid() == 0, "only root can mount a full disk"), arguments: ["size=4k", "ro"])
    func `a state directory that is full or read-only is said, and drift is told from memory`(_ mount: String)
        async throws
    {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let state = try TemporaryFolder()
        try await prisma.deploy("1_init", IncidentTests.initial)
        let mounted = try await TestProcess.run(["mount", "-t", "tmpfs", "-o", mount, "tmpfs", state.path])
        try #require(mounted.status == 0, "\(mounted.error)")
        if mount != "ro" { _ = try await TestProcess.run(["sh", "-c", "head -c 1M /dev/zero >\(state.path)/fill"]) }
        let daemon = try await DaemonTests.Daemon(server.url("shop"), "--state.directory=\(state.path)")
        try await daemon.shows(DaemonTests.Daemon.baselineIsJudged)
        try await server.execute("DROP TABLE \"Ticket\"", database: "shop")
        let fault = mount == "ro" ? ProcessFault.readOnlyDisk : ProcessFault.fullDisk
        try await fault.isTold(by: daemon)
        #expect(await daemon.stop().status == fault.exit)
        #expect(!TestProcess.names(in: state.path).contains { $0.hasSuffix(".new") || $0.hasSuffix(".json") })
        _ = try await TestProcess.run(["umount", state.path])
        await server.remove()
        for folder in [state, prisma.folder] { await folder.remove() }
    }
}
