import PostgresServer
import TestProcess
import Testing

/// The metrics page of each incident, made the real way, is the one on file.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct PageTests {
    /// What depends on the diagnosis, on the run or on the machine.
    private static let leftOut = [
        "prisma_migrate_migration_verdict", "prisma_migrate_migration_effects", "prisma_migrate_schema_drift",
        "prisma_migrate_exporter_", "process_",
    ]
    private static let moving = ["timestamp_seconds", "age_seconds", "duration_seconds", "clock_skew_seconds"]

    /// The page's samples, `N` in place of a number that no two runs share; what is 0 stays.
    private static func golden(_ page: String) -> String {
        page.split(separator: "\n").filter { line in !line.hasPrefix("#") && !leftOut.contains { line.hasPrefix($0) } }
            .map { line in
                let name = line.prefix { $0 != "{" && $0 != " " }
                guard moving.contains(where: { name.hasSuffix($0) }), !line.hasSuffix(" 0") else { return line + "\n" }
                return line[...(line.lastIndex(of: " ") ?? line.startIndex)] + "N\n"
            }
            .joined()
    }

    private static func check(_ incident: String, _ prisma: PrismaClient, _ arguments: String = "--poll.timeout=1m")
        async throws
    {
        let result = try await Binary.diagnose(
            prisma.server.url(prisma.database),
            "--format=prometheus",
            "--migrations=\(prisma.migrations)",
            arguments
        )
        let file = #filePath.replacing("PageTests.swift", with: "Fixtures/pages/\(incident).prom")
        #expect(golden(result.output) == TestProcess.text(of: file), "\(incident)")
    }

    private static func project(_ server: PostgresServer, _ database: String) async throws -> PrismaClient {
        let prisma = try await PrismaClient(server, database)
        try await prisma.deploy("1_init", IncidentTests.initial)
        return prisma
    }

    @Test func `each incident has its page`() async throws {
        let server = try await PostgresServer()

        let empty = try await PrismaClient(server, "empty")
        try empty.write("1_init", IncidentTests.initial)
        try await Self.check("nothing_deployed", empty)
        try await server.execute("DROP TABLE _prisma_migrations", database: "empty")
        try await Self.check("no_table", empty)

        let killed = try await Self.project(server, "killed")
        var blocker = try await killed.holding("\"Ticket\"")
        let client = try killed.startDeploy("2_sla", "CREATE TABLE a (i int); ALTER TABLE \"Ticket\" ADD COLUMN a int;")
        try await killed.somebodyWaits()
        try await Self.check("running", killed)
        client.signal(9)
        _ = await client.wait()
        blocker.closeInput()
        _ = await blocker.wait()
        try await killed.lockIsFree()
        try await Self.check("client_killed", killed)
        try await killed.resolveApplied("2_sla")
        try await Self.check("resolved_applied", killed)

        let failed = try await Self.project(server, "failed")
        #expect(await failed.failing("2_duplicate", "CREATE TABLE \"Ticket\" (i int);"))
        try await failed.record("relation \"Ticket\" already exists", code: "42P07", on: "2_duplicate")
        try failed.write("3_next", "SELECT 1;")
        try await Self.check("sql_error", failed)
        try await failed.resolveRolledBack("2_duplicate")
        try await Self.check("resolved_rolled_back", failed)
        _ = try await TestProcess.run(["rm", "-r", "\(failed.migrations)/2_duplicate", "\(failed.migrations)/1_init"])
        try await Self.check("directories_gone", failed)

        let edited = try await Self.project(server, "edited")
        try await edited.deploy("3_third", "SELECT 3;")
        try await edited.deploy("2_second", "SELECT 2;")
        try edited.write("3_third", "SELECT 33;")
        try await Self.check("edited_and_out_of_order", edited)

        blocker = try await edited.holding("_prisma_migrations")
        try await Self.check("table_locked", edited)
        blocker.closeInput()
        _ = await blocker.wait()
        await server.remove()
        for prisma in [empty, killed, failed, edited] { await prisma.folder.remove() }
    }

    /// Parses a page with prometheus_client and prints each label `migration` as hexadecimal UTF-8, a name a line.
    private static let parser = """
        import sys
        from prometheus_client import parser
        from prometheus_client.openmetrics import parser as openmetrics
        text = open(sys.argv[1], encoding="utf-8", newline="").read()
        parse = openmetrics.text_string_to_metric_families if sys.argv[2] == "om" else parser.text_string_to_metric_families
        names = set()
        for family in parse(text):
            for sample in family.samples:
                if "migration" in sample.labels: names.add(sample.labels["migration"].encode().hex())
        print("\\n".join(sorted(names)))
        """

    static let hostile = [
        "quo\"te", "back\\slash", "trailing\\", "new\nline", "carriage\rreturn", "\\n", "\\\"", "a\\\nb", "🦄 émoji",
        "\u{202E}rtl", "line\u{2028}separator\u{85}", "tab\t", "} 1", "{x=\"y\"}", "# HELP m x", "# EOF", " ",
        "'; DROP TABLE x; --",
        "<script>alert(1)</script>", "\u{1}\u{7F}", String(repeating: "é", count: 255),
        String(repeating: "\"", count: 255),
    ]

    @Test(.enabled(if: TestProcess.isInstalled("python3"), "python3 with prometheus_client is not installed"))
    func `hostile names of migrations come through both parsers of prometheus_client unharmed`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        let rows = Self.hostile.enumerated().map { "(\($0)::text, '', $name$\($1)$name$)" }
        try await server.execute(
            "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES \(rows.joined(separator: ", "))",
            database: "shop"
        )
        let daemon = try await DaemonTests.Daemon(server.url("shop"))
        try await daemon.shows(
            "prisma_migrate_migrations{target=\"shop\",schema=\"public\",state=\"interrupted\"} \(Self.hostile.count)"
        )
        let folder = try TemporaryFolder()
        try folder.write(Self.parser, to: "parse.py")
        let expected = Self.hostile
            .map { $0.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }.sorted()
        for (format, accept) in [("text", "text/plain"), ("om", "application/openmetrics-text;version=1.0.0")] {
            let page = "\(folder.path)/\(format)"
            _ = try await TestProcess.run([
                "curl", "-s", "-H", "Accept: \(accept)", "-o", page, "http://127.0.0.1:\(daemon.port)/metrics",
            ])
            let result = try await TestProcess.run(["python3", "\(folder.path)/parse.py", page, format])
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.split(separator: "\n").map(String.init) == expected, "\(format)")
        }
        let front = try await daemon.get("/")
        #expect(!front.contains("<script>alert") && front.contains("&lt;script&gt;alert"))
        #expect(await daemon.stop().status == 0)
        await server.remove()
        await prisma.folder.remove()
        await folder.remove()
    }
}
