import PostgresServer
import TestProcess
import Testing

/// The real binary with a history in one file, as a release ships it.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct PackedHistoryTests {
    @Test func `a damaged archive is told, what it held stays in force, and a whole one replaces it`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try prisma.write("1_one", "CREATE TABLE one ();")
        try prisma.write("2_two", "CREATE TABLE two ();")
        let archive = "\(prisma.migrations).tgz"
        func pack() async throws {
            let staged = "\(archive).new"
            _ = try await TestProcess.run(["tar", "-czf", staged, "-C", prisma.migrations, "."])
            _ = try await TestProcess.run(["mv", staged, archive])
        }
        try await pack()
        let daemon = try await DaemonTests.Daemon(server.url("shop"), "--migrations=\(archive)")
        func pending(_ count: Int) async throws {
            try await daemon.shows(
                "prisma_migrate_migrations{target=\"shop\",schema=\"public\",state=\"pending\"} \(count)"
            )
        }
        try await pending(2)
        _ = try await TestProcess.run(["truncate", "-s", "-9", archive])
        try await daemon.told("what it held before stays in force")
        try await pending(2)
        #expect(try await daemon.get("/metrics").contains("prisma_migrate_up{target=\"shop\"} 1\n"))
        #expect(try await daemon.get("/api/v1/diagnosis").contains("can't be used, what it held before stays in force"))
        try prisma.write("3_three", "CREATE TABLE three ();")
        try await pack()
        try await pending(3)
        let log = await daemon.stop().error
        #expect(log.split(separator: "\n").count { $0.contains("project files are outdated") } == 1)
        #expect(log.contains("project files are current again"))
        await server.remove()
        await prisma.folder.remove()
    }
}
