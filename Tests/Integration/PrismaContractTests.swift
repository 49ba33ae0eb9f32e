import MigrationHistory
import PostgresServer
import TargetReport
import TestProcess
import Testing

/// A database that has moved to Prisma 8.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct PrismaContractTests {
    /// What Prisma 8 makes (prisma-next, `control-bootstrap.ts`).
    private static let tables = """
        CREATE SCHEMA prisma_contract;
        CREATE TABLE prisma_contract.marker (space text PRIMARY KEY, core_hash text NOT NULL, profile_hash text NOT NULL,
            contract_json jsonb, canonical_version int, updated_at timestamptz NOT NULL DEFAULT now(), app_tag text,
            meta jsonb NOT NULL DEFAULT '{}', invariants text[] NOT NULL DEFAULT '{}');
        CREATE TABLE prisma_contract.ledger (id bigserial PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(),
            space text NOT NULL, migration_name text NOT NULL, migration_hash text NOT NULL, origin_core_hash text,
            origin_profile_hash text, destination_core_hash text NOT NULL, destination_profile_hash text,
            operations jsonb NOT NULL);
        CREATE TABLE prisma_contract.contract (core_hash text PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(),
            contract_json jsonb NOT NULL)
        """

    private static let contents = """
        INSERT INTO prisma_contract.marker (space, core_hash, profile_hash, updated_at)
            VALUES ('app', 'sha256:feed', 'sha256:beef', '2026-08-02 10:00:00.5+00'),
            ('pgvector', 'sha256:cafe', '', '2026-08-01 10:00:00+00');
        INSERT INTO prisma_contract.ledger (created_at, space, migration_name, migration_hash, destination_core_hash, operations)
            VALUES ('2026-08-01 10:00:00+00', 'app', '20260801_baseline', '', '', '[]'),
            ('2026-08-02 10:00:00+00', 'app', '20260802_add_sla', '', '', '[]')
        """

    /// A database whose Prisma 7 left an applied, a missing and a pending migration, and whose schema went on.
    private static func moved(_ server: PostgresServer) async throws -> PrismaClient {
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        try await prisma.deploy("2_gone", "CREATE TABLE gone (i int)")
        _ = try await TestProcess.run(["rm", "-r", "\(prisma.migrations)/2_gone"])
        try prisma.write("3_pending", "CREATE TABLE pending (i int);")
        try await server.execute(tables, "DROP TABLE gone", database: "shop")
        return prisma
    }

    @Test(arguments: PostgresServer.versions)
    func `it is recognised, told, and neither pending nor drifted`(_ version: Int) async throws {
        let server = try await PostgresServer(version: version)
        let prisma = try await Self.moved(server)
        try await server.execute(Self.contents, database: "shop")
        let url = server.url("shop")
        let report = try await look(url, migrations: prisma.migrations)
        let history = try #require(report.history())
        #expect(report.isUp && history.tablePresent)
        #expect(report.states() == ["1_init": .applied, "2_gone": .applied])
        #expect(history.history.pending.isEmpty && history.history.counts[.pending] == 0)
        #expect(history.history.missingDirectory.isEmpty && !history.hasDirectory)
        #expect(history.drift.map(\.source) == [.migrations])
        #expect(history.drift[0].notJudged?.contains("Prisma 8") == true)
        let contract = try #require(report.observation?.prismaContract)
        #expect(contract.markers.map(\.space) == ["app", "pgvector"])
        #expect(contract.markers[0].coreHash == "sha256:feed")
        #expect(contract.markers[0].updatedAt?.iso8601 == "2026-08-02T10:00:00.500000Z")
        #expect(contract.lastMigration?.migrationName == "20260802_add_sla" && contract.problem == nil)
        #expect(contract.since?.iso8601 == "2026-08-01T10:00:00.000000Z")

        let migrations = "--migrations=\(prisma.migrations)"
        let text = try await Binary.diagnose(url, migrations)
        #expect(text.status == 0)
        #expect(text.output.contains("This database is managed by Prisma 8 since 2026-08-01T10:00:00.000000Z"))
        #expect(text.output.contains("sha256:feed") && text.output.contains("20260802_add_sla"))
        let json = try await Binary.diagnose(url, migrations, "--format=json")
        #expect(json.output.contains("\"core_hash\" : \"sha256:feed\""))
        #expect(json.output.contains("\"migration_name\" : \"20260802_add_sla\""))
        let page = try await Binary.diagnose(url, migrations, "--format=prometheus")
        for line in [
            "prisma_migrate_prisma_contract_present{target=\"shop\"} 1",
            "prisma_migrate_migrations{target=\"shop\",schema=\"public\",state=\"pending\"} 0",
            "prisma_migrate_schema_drift{target=\"shop\",schema=\"public\",source=\"migrations\"} 0",
        ] { #expect(page.output.contains(line + "\n"), "\(line)") }
        let daemon = try await DaemonTests.Daemon(url)
        try await eventually("the page tells of Prisma 8") { try await daemon.get("/").contains("managed by Prisma 8") }
        _ = await daemon.stop()
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `times that never were are not told, and hide nothing else`() async throws {
        let server = try await PostgresServer()
        let prisma = try await Self.moved(server)
        let never = "UPDATE prisma_contract.marker SET updated_at = 'infinity'"
        try await server.execute(
            Self.contents,
            never,
            "UPDATE prisma_contract.ledger SET created_at = '-infinity'",
            database: "shop"
        )
        let report = try await look(server.url("shop"), migrations: prisma.migrations)
        let contract = try #require(report.observation?.prismaContract)
        #expect(contract.problem == nil && contract.markers.map(\.updatedAt) == [nil, nil] && contract.since == nil)
        #expect(contract.lastMigration?.migrationName == "20260802_add_sla")
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `a role that may not read Prisma 8's tables still learns that the database has moved`() async throws {
        let server = try await PostgresServer()
        let prisma = try await Self.moved(server)
        try await server.execute(
            Self.contents,
            "CREATE ROLE reader LOGIN; GRANT SELECT ON _prisma_migrations TO reader",
            database: "shop"
        )
        let url = server.url("shop", user: "reader")
        var contract = try await look(url).observation?.prismaContract
        #expect(contract?.markers == [] && contract?.problem?.contains("GRANT USAGE") == true)
        #expect(try await look(url).isUp)
        try await server.execute("GRANT USAGE ON SCHEMA prisma_contract TO reader", database: "shop")
        contract = try await look(url).observation?.prismaContract
        #expect(contract?.markers == [] && contract?.problem?.contains("GRANT USAGE") == true)
        try await server.execute(
            "GRANT SELECT (space, core_hash) ON prisma_contract.marker TO reader",
            database: "shop"
        )
        contract = try await look(url).observation?.prismaContract
        #expect(contract?.markers.map(\.coreHash) == ["sha256:feed", "sha256:cafe"])
        #expect(contract?.markers[0].updatedAt == nil && contract?.lastMigration == nil && contract?.problem == nil)

        let role = #filePath.replacing("Tests/Integration/PrismaContractTests.swift", with: "deploy/role.sql")
        let granted = try await TestProcess.run(
            server.psql([], database: "shop") + ["-v", "role=reader", "-f", role]
        )
        #expect(granted.status == 0, "\(granted.error)")
        contract = try await look(url).observation?.prismaContract
        #expect(contract?.markers.count == 2 && contract?.lastMigration?.migrationName == "20260802_add_sla")

        // A table of another form is no reason to see nothing at all.
        try await server.execute(
            "ALTER TABLE prisma_contract.marker ALTER updated_at DROP DEFAULT, ALTER updated_at TYPE text",
            "GRANT SELECT ON prisma_contract.marker TO reader",
            database: "shop"
        )
        let odd = try await look(url)
        #expect(odd.isUp && odd.states()["1_init"] == .applied)
        #expect(odd.observation?.prismaContract?.problem?.hasPrefix("Its state could not be read") == true)
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `a database that began with Prisma 8 is no database without Prisma`() async throws {
        let server = try await PostgresServer()
        try await server.execute("CREATE DATABASE shop")
        try await server.execute(Self.tables, database: "shop")
        let project = try TemporaryFolder()
        try project.write("SELECT 1;", to: "migrations/1_init/migration.sql")
        let result = try await Binary.diagnose(server.url("shop"), "--migrations=\(project.path)/migrations")
        #expect(result.status == 0)
        #expect(result.output.contains("no _prisma_migrations: managed by Prisma 8"))
        let report = try await look(server.url("shop"), migrations: "\(project.path)/migrations")
        #expect(report.history()?.history.pending == [] && report.history()?.tablePresent == false)
        try await server.execute("DROP TABLE prisma_contract.marker", database: "shop")
        #expect(try await look(server.url("shop")).observation?.prismaContract == nil)
        await server.remove()
        await project.remove()
    }
}
