import ExporterConfiguration
import ExporterDaemon
import PostgresServer
import TargetReport
import TestProcess
import Testing

/// Drift from what the schema was when the last migration finished, through a real database and real files.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct BaselineTests {
    /// One look by an exporter that has just started.
    private static func look(_ url: String, _ state: String, _ arguments: String...) async throws -> DriftReport? {
        let settings = try ExporterSettings(
            Invocation(arguments: ["diagnose", "--target.name=shop", "--poll.timeout=1m"] + arguments),
            environment: ["DATABASE_URL": url, "STATE_DIRECTORY": state],
            workingDirectory: "/",
            files: FileSystem()
        )
        let target = settings.targets[0]
        let report = await TargetPoller(target: target, world: .machine { _ in }).pollOnce()
        #expect(report.isUp, "\(report.downtime?.message ?? "")")
        return report.history()?.drift.first { $0.source == .baseline }
    }

    private static func told(_ report: DriftReport?) -> [String]? {
        report.flatMap { $0.isJudged ? $0.changes.map { "\($0.form.rawValue) \($0.kind) \($0.object)" } : nil }
    }

    @Test(arguments: PostgresServer.versions)
    func `what nobody migrated is told until a migration or a person takes it for right`(_ version: Int) async throws {
        let server = try await PostgresServer(version: version)
        let prisma = try await PrismaClient(server, "shop")
        let state = try TemporaryFolder()
        let url = server.url("shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        #expect(Self.told(try await Self.look(url, state.path)) == [])
        #expect(Self.told(try await Self.look(url, state.path)) == [])

        // Rows, statistics and vacuum are no change of the schema.
        try await server.execute(
            "INSERT INTO \"Ticket\" SELECT FROM generate_series(1, 5000)",
            "VACUUM ANALYZE",
            database: "shop"
        )
        #expect(Self.told(try await Self.look(url, state.path)) == [])

        try await server.execute(
            "ALTER TABLE \"Ticket\" ADD COLUMN hotfix text; CREATE TABLE by_hand (i int PRIMARY KEY)",
            database: "shop"
        )
        let drifted = try await Self.look(url, state.path)
        let changes = ["unexpected table public.by_hand", "unexpected column public.Ticket.hotfix"]
        #expect(Self.told(drifted) == changes)
        #expect(drifted?.changes[1].observed?.hasPrefix("text, new since 20") == true)
        // Each is an exporter that was restarted in between.
        #expect(Self.told(try await Self.look(url, state.path)) == changes)
        #expect(Self.told(try await Self.look(url, state.path, "--accept-baseline")) == [])
        #expect(Self.told(try await Self.look(url, state.path)) == [])

        try await server.execute("DROP TABLE by_hand", database: "shop")
        #expect(Self.told(try await Self.look(url, state.path)) == ["missing table public.by_hand"])
        try await prisma.deploy("2_next", "ALTER TABLE \"Ticket\" ADD COLUMN title text")
        #expect(Self.told(try await Self.look(url, state.path)) == [])
        await server.remove()
        for folder in [state, prisma.folder] { await folder.remove() }
    }

    @Test func `settings that make the server spell constants otherwise are no drift`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let state = try TemporaryFolder()
        let url = server.url("shop")
        try await prisma.deploy(
            "1_init",
            """
            CREATE TABLE spelled (a timestamptz DEFAULT '2020-01-01 00:00:00+00', b date DEFAULT '2020-12-31',
            c interval DEFAULT '1 day 2 hours', d float8 DEFAULT 0.1::float8 + 0.2, e bytea DEFAULT '\\x0aff', f text DEFAULT E'a\\\\b')
            """
        )
        #expect(Self.told(try await Self.look(url, state.path)) == [])
        try await server.execute(
            "ALTER ROLE postgres SET timezone = 'Asia/Tokyo'",
            "ALTER ROLE postgres SET datestyle = 'German'",
            "ALTER ROLE postgres SET intervalstyle = 'iso_8601'",
            "ALTER ROLE postgres SET extra_float_digits = -5",
            "ALTER ROLE postgres SET bytea_output = 'escape'",
            "ALTER ROLE postgres SET standard_conforming_strings = off",
            "ALTER ROLE postgres SET quote_all_identifiers = on"
        )
        #expect(Self.told(try await Self.look(url, state.path)) == [])
        await server.remove()
        for folder in [state, prisma.folder] { await folder.remove() }
    }

    @Test func `while a migration is unfinished nothing is judged, and resolving it moves the baseline`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let state = try TemporaryFolder()
        let url = server.url("shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        #expect(Self.told(try await Self.look(url, state.path)) == [])
        try prisma.write("2_half", "CREATE TABLE half (i int);")
        try await server.execute(prisma.begin("2_half"), "CREATE TABLE half (i int)", database: "shop")
        for arguments in [[], ["--accept-baseline"]] {
            let report =
                try await arguments.isEmpty
                ? Self.look(url, state.path) : Self.look(url, state.path, "--accept-baseline")
            #expect(report?.notJudged?.hasPrefix("2_half is unfinished") == true)
        }
        let accepting = try await Binary.diagnose(
            url,
            "--state.directory=\(state.path)",
            "--migrations=\(prisma.migrations)",
            "--accept-baseline"
        )
        #expect(accepting.status == 1)
        try await prisma.resolveApplied("2_half")
        #expect(Self.told(try await Self.look(url, state.path)) == [])
        try await server.execute("DROP TABLE half", database: "shop")
        #expect(Self.told(try await Self.look(url, state.path)) == ["missing table public.half"])
        await server.remove()
        for folder in [state, prisma.folder] { await folder.remove() }
    }

    @Test func `a damaged or a newer file is set aside and said`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let state = try TemporaryFolder()
        let url = server.url("shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        for (text, words) in [("{\"version\":1,", "it is damaged"), ("{\"version\":99}", "it has the format 99")] {
            try state.write(text, to: "baseline-shop.json")
            let report = try await Self.look(url, state.path)
            #expect(Self.told(report) == [])
            #expect(report?.remarks.count == 1)
            let remark = report?.remarks.first ?? ""
            #expect(remark.contains(words) && remark.contains("baseline-shop.json.damaged"), "\(remark)")
            #expect(TestProcess.text(of: "\(state.path)/baseline-shop.json.damaged") == text)
            #expect(try await Self.look(url, state.path)?.remarks == [])
        }
        #expect(
            Set(TestProcess.names(in: state.path))
                == [".", "..", "baseline-shop.json", "baseline-shop.json.damaged"]
        )
        await server.remove()
        for folder in [state, prisma.folder] { await folder.remove() }
    }

    @Test func `without a folder there is no such source, and one that can't be written is said`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let url = server.url("shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        #expect(try await Self.look(url, "") == nil)
        let page = try await Binary.diagnose(url, "--format=prometheus")
        #expect(!page.output.contains("source=\"baseline\""))
        let refused = try await Binary.diagnose(url, "--accept-baseline")
        #expect(refused.status == 2 && refused.error.contains("give --state.directory"))

        // Whoever runs the tests as root may write anywhere but below a file.
        try prisma.folder.write("", to: "file")
        let nowhere = "\(prisma.folder.path)/file"
        let report = try await Self.look(url, nowhere)
        #expect(Self.told(report) == [])
        let remark = report?.remarks.first ?? ""
        #expect(remark.contains("Not a directory") && remark.contains("--state.directory"), "\(remark)")
        let unkept = try await Binary.diagnose(url, "--accept-baseline", "--state.directory=\(nowhere)")
        #expect(unkept.status == 2 && unkept.output.contains("was not accepted"), "\(unkept.output)")
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `a daemon tells drift from memory where it can't keep the baseline`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        try prisma.folder.write("", to: "file")
        let daemon = try await DaemonTests.Daemon(
            server.url("shop"),
            "--state.directory=\(prisma.folder.path)/file"
        )
        try await daemon.shows(DaemonTests.Daemon.baselineIsJudged)
        try await daemon.shows(Self.sample(0))
        try await server.execute("DROP TABLE \"Ticket\"", database: "shop")
        try await daemon.shows(Self.sample(1))
        _ = await daemon.stop()
        await server.remove()
        await prisma.folder.remove()
    }

    private static func sample(_ value: Int) -> String {
        "prisma_migrate_schema_drift{target=\"shop\",schema=\"public\",source=\"baseline\"} \(value)"
    }

    @Test func `a daemon keeps the baseline over a restart, and takes one that was accepted beside it`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let state = try TemporaryFolder()
        let url = server.url("shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        func start() async throws -> DaemonTests.Daemon {
            try await DaemonTests.Daemon(url, environment: ["STATE_DIRECTORY": state.path])
        }
        var daemon = try await start()
        try await daemon.shows(DaemonTests.Daemon.baselineIsJudged)
        try await daemon.shows(Self.sample(0))
        _ = await daemon.stop()
        try await server.execute("ALTER TABLE \"Ticket\" ADD COLUMN hotfix text", database: "shop")
        daemon = try await start()
        try await daemon.shows(Self.sample(1))
        try await daemon.shows(
            "prisma_migrate_schema_drift_changes{target=\"shop\",schema=\"public\",source=\"baseline\",change=\"unexpected\"} 1"
        )
        let plain = try await Binary.diagnose(url, "--state.directory=\(state.path)")
        #expect(plain.status == 1 && plain.output.contains("unexpected column public.Ticket.hotfix"), "\(plain.output)")
        let accepted = try await Binary.diagnose(url, "--state.directory=\(state.path)", "--accept-baseline")
        #expect(accepted.status == 0, "\(accepted.output)")
        try await daemon.shows(DaemonTests.Daemon.baselineIsJudged)
        try await daemon.shows(Self.sample(0))
        // The next migration moves the baseline of a daemon that runs.
        try await prisma.deploy("2_next", "CREATE TABLE next (i int)")
        try await daemon.shows(
            "prisma_migrate_migrations{target=\"shop\",schema=\"public\",state=\"applied\"} 2"
        )
        try await daemon.shows(DaemonTests.Daemon.baselineIsJudged)
        try await daemon.shows(Self.sample(0))
        try await server.execute("DROP TABLE next", database: "shop")
        try await daemon.shows(Self.sample(1))
        _ = await daemon.stop()
        await server.remove()
        for folder in [state, prisma.folder] { await folder.remove() }
    }
}
