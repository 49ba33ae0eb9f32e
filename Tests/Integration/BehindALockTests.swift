import PostgresServer
import TestProcess
import Testing

/// A migration that is at work holds its tables for as long as it likes: polls neither wait for it nor pile up.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct BehindALockTests {
    private static func value(_ sample: String, _ page: String) -> Int? {
        page.split(separator: "\n").first { $0.hasPrefix(sample + " ") }.flatMap { Int($0.dropFirst(sample.count + 1)) }
    }

    @Test(arguments: PostgresServer.versions)
    func `a running migration that holds every kind of thing is watched all the while`(_ version: Int) async throws {
        let server = try await PostgresServer(version: version)
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy(
            "1_init",
            """
            CREATE TYPE kind AS ENUM ('a', 'b');
            CREATE TABLE t (id serial PRIMARY KEY, k kind NOT NULL DEFAULT 'a', n int CHECK (n > 0), g int GENERATED ALWAYS AS (n + 1) STORED);
            CREATE INDEX t_low ON t (lower(n::text)) WHERE n > 1;
            CREATE VIEW v AS SELECT * FROM t;
            """
        )
        let daemon = try await DaemonTests.Daemon(server.url("shop"), "--migrations=\(prisma.migrations)")
        try await daemon.shows("prisma_migrate_up{target=\"shop\"} 1")
        let migration = try prisma.startDeploy(
            "2_long",
            "ALTER TABLE t ADD COLUMN late int DEFAULT 1; SELECT pg_sleep(600);"
        )
        try await daemon.shows(
            "prisma_migrate_migrations{target=\"shop\",schema=\"public\",state=\"running\"} 1"
        )
        func polls(_ page: String) -> (all: Int, failed: Int) {
            (
                Self.value("prisma_migrate_polls_total{target=\"shop\"}", page) ?? 0,
                Self.value("prisma_migrate_poll_failures_total{target=\"shop\"}", page) ?? 0
            )
        }
        let first = try await polls(daemon.get("/metrics"))
        try await eventually("four more polls that work") {
            let page = try await daemon.get("/metrics")
            #expect(!page.contains("reason=\"lock_timeout\""))
            let backends = try await server.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
            )
            #expect(["0", "1"].contains(backends))
            let now = polls(page)
            return now.all - now.failed >= first.all - first.failed + 4
        }
        migration.signal(9)
        _ = await migration.wait()
        #expect(await daemon.stop().status == 0)
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `a locked table is told as such, and what it held when last read stays on the page`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        try prisma.write("2_open", "SELECT 1;")
        try await server.execute(prisma.begin("2_open"), database: "shop")
        let daemon = try await DaemonTests.Daemon(server.url("shop"), "--poll.stale-after=1h")
        let failed = "prisma_migrate_failed_migrations{target=\"shop\",schema=\"public\"} 1"
        try await daemon.shows(failed)
        let blocker = try await prisma.holding("_prisma_migrations")
        try await daemon.shows("prisma_migrate_down_reason{target=\"shop\",reason=\"lock_timeout\"} 1")
        let page = try await daemon.get("/metrics")
        #expect(page.contains("prisma_migrate_up{target=\"shop\"} 0\n") && page.contains(failed))
        try await daemon.told("STATUS=1 target, 0 up; shop: 2_open interrupted ")
        blocker.closeInput()
        _ = await blocker.wait()
        try await daemon.shows("prisma_migrate_up{target=\"shop\"} 1")
        let result = await daemon.stop()
        #expect(result.status == 0)
        #expect(result.error.split(separator: "\n").count { $0.contains("migration interrupted") } == 1)
        #expect(!result.error.contains("no longer unfinished"))
        await server.remove()
        await prisma.folder.remove()
    }
}
