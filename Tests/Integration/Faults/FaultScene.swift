import Glibc
import PostgresServer
import TestCertificates
import TestProcess
import Testing

/// A PostgreSQL with a migration applied, whatever lies between, and a running exporter.
actor FaultScene {
    /// What a scene is made of.
    struct Setting: Sendable {
        /// Lines of postgresql.conf.
        var settings: [String] = []
        /// From poll to poll.
        var interval = "1s"
        /// How long a poll may take.
        var timeout = "900ms"
        /// Whether a relay lies between.
        var isRelayed = false
        /// Whether the relay is at the end of a link of packets.
        var isLinked = false
        /// Whether a PgBouncer lies between.
        var isPooled = false
        /// Whether the connection is by TLS, with everything verified.
        var isTLS = false
        /// Whether there is a standby, that the URL names, too.
        var hasStandby = false
        /// How large the disk of the server's data is; nil for the machine's own.
        var diskMegabytes: Int?
    }

    /// Who may connect.
    static let access = ["local all all trust", "local replication all trust", "host all all all scram-sha-256"]

    nonisolated let server: PostgresServer
    nonisolated let prisma: PrismaClient
    /// The other server; nil where none is asked for.
    nonisolated let standby: PostgresServer?
    /// What forwards to the server; nil where nothing does.
    nonisolated let relay: FaultRelay?
    /// The authority that the server's certificate is of; nil without TLS.
    nonisolated let certificates: TestCertificates?
    private let setting: Setting
    private var running: DaemonTests.Daemon?
    /// Programs that hold something until the fault ends.
    private var holders: [TestProcess] = []
    private var pooler: TestProcess?
    /// The exporter has no more memory than the unit gives it, where that can be made.
    private let memory = MemoryGroup.ofTheUnit
    private let poolerPort = PostgresServer.freePort()
    private let poolerFolder: TemporaryFolder

    init(_ setting: Setting) async throws {
        self.setting = setting
        var authority: TestCertificates?
        if setting.isTLS {
            let made = try await TestCertificates()
            try await made.sign("server")
            authority = made
        }
        certificates = authority
        server = try await PostgresServer(settings: setting.settings, access: Self.access)
        if let size = setting.diskMegabytes { try await server.moveData(toDiskOf: size) }
        prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        try await server.execute(
            "CREATE ROLE reader LOGIN PASSWORD 'canary'",
            "GRANT SELECT ON _prisma_migrations TO reader",
            database: "shop"
        )
        standby = setting.hasStandby ? try await server.standby() : nil
        relay =
            setting.isRelayed || setting.isLinked
            ? try await FaultRelay(to: server.port, isLinked: setting.isLinked) : nil
        poolerFolder = try TemporaryFolder()
        if setting.isTLS { try await useCertificate("server") }
        if setting.isPooled { try await startPooler() }
    }

    /// The exporter; started where it is not.
    func daemon() async throws -> DaemonTests.Daemon {
        if let running { return running }
        let made = try await DaemonTests.Daemon(
            url,
            wrapper: memory?.wrapper ?? [],
            interval: setting.interval,
            timeout: setting.timeout
        )
        running = made
        return made
    }

    /// The database's URL as the exporter has it.
    var url: String {
        let port = relay?.port ?? (setting.isPooled ? poolerPort : server.port)
        let first = "\(relay?.host ?? "127.0.0.1"):\(port)"
        let place = standby.map { "\(first),127.0.0.1:\($0.port)" } ?? first
        let verified = certificates.map { "?sslmode=verify-full&sslrootcert=\($0.path("ca.pem"))" } ?? ""
        return "postgresql://reader:canary@\(place)/shop\(verified)"
    }

    /// Ends the exporter's connections to the server.
    func disconnect() async throws {
        try await server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'")
    }

    /// Makes the server take its certificate from the authority's files of that name.
    func useCertificate(_ name: String) async throws {
        guard let certificates else { return }
        try server.folder.write(certificates.text("\(name).pem"), to: "data/server.crt")
        try server.folder.write(certificates.text("\(name).key"), to: "data/server.key")
        let folder = "\(server.folder.path)/data"
        _ = try await TestProcess.run(["sh", "-c", "chmod 600 \(folder)/server.key; chown postgres \(folder)/server.*"])
        try await server.execute("ALTER SYSTEM SET ssl = on")
        try await server.execute("SELECT pg_reload_conf()")
    }

    /// Fills the server's disk; nothing more can be stored there.
    func fillDisk() async throws {
        _ = try await TestProcess.run(["sh", "-c", "cat /dev/zero >\(server.folder.path)/data/fill"])
        let failure = await #expect(throws: TestProcess.Failure.self) {
            try await server.execute("CREATE TABLE more AS SELECT generate_series(1, 100000) i", database: "shop")
        }
        try #require(failure?.description.contains("No space left on device") == true, "\(failure?.description ?? "")")
    }

    /// Gives the server's disk room again; no poll has stored anything there.
    func emptyDisk() {
        let ours = server.log.split(separator: "\n").filter { $0.hasPrefix("prisma-migrate-exporter|") }
        #expect(!ours.contains { $0.contains("temporary file:") })
        unlink("\(server.folder.path)/data/fill")
    }

    /// Holds one more session of the server.
    func holdSession() async throws {
        let holder = try TestProcess(server.psql([], database: "postgres"), holdsInput: true)
        holder.write("SELECT 'here';\n")
        try await eventually("a session is held") { holder.outputSoFar.contains("here") }
        holders.append(holder)
    }

    /// Holds the table in a transaction.
    func holdTable() async throws { holders.append(try await prisma.holding("_prisma_migrations")) }

    /// Lets everything go that is held.
    func letGo() async {
        for holder in holders {
            holder.closeInput()
            _ = await holder.wait()
        }
        holders = []
    }

    /// Starts the PgBouncer.
    func startPooler() async throws {
        pooler = try await PoolerTests.pgBouncer(server, poolerFolder, port: poolerPort)
    }

    /// Kills the PgBouncer.
    func killPooler() async {
        pooler?.signal(9)
        _ = await pooler?.wait()
        pooler = nil
    }

    /// Ends and removes everything.
    ///
    /// - Returns: how the exporter ended.
    func end() async -> TestProcess.Result? {
        await letGo()
        let result = await running?.stop()
        await memory?.remove()
        await killPooler()
        await relay?.stop()
        await standby?.remove()
        await server.remove()
        for folder in [prisma.folder, poolerFolder, certificates?.folder].compactMap(\.self) { await folder.remove() }
        return result
    }
}
