import PostgresServer
import TestProcess
import Testing

/// A database whose clock is another than the exporter's.
@Suite(
    .enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed"),
    .enabled(if: PostgresServer.canFakeClock, "libfaketime is not installed")
) struct ClockTests {
    @Test(arguments: [1, -1]) func `ages go by the database's clock, and the skew is told`(_ hours: Int) async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        await server.stop()
        try await server.start(hoursAhead: hours)
        try prisma.write("2_open", "CREATE TABLE a (i int);")
        try await server.execute(prisma.begin("2_open"), database: "shop")
        let daemon = try await DaemonTests.Daemon(server.url("shop"))
        let fault = Fault.clock(hoursAhead: hours)
        try await fault.isTold(by: daemon, polls: 2)

        let page = try await daemon.get("/metrics").split(separator: "\n")
        func value(_ family: String) throws -> Double {
            let line = try #require(page.first { $0.hasPrefix("prisma_migrate_\(family){") })
            return try #require(line.split(separator: " ").last.flatMap { Double($0) })
        }
        // An hour is much longer than anything here lasts.
        let skew = try value("clock_skew_seconds")
        #expect(abs(skew + Double(hours) * 3600) < 900, "\(skew)")
        let age = try value("oldest_unfinished_migration_age_seconds")
        #expect(age >= 0 && age < 900, "\(age)")
        let asked = try await Binary.diagnose(server.url("shop"))
        #expect(asked.status == fault.exit && asked.output.contains("2_open"), "\(asked.output)")
        #expect(await daemon.stop().status == 0)
        await server.remove()
        await prisma.folder.remove()
    }
}
