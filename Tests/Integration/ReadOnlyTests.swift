import MigrationHistory
import PostgresServer
import TargetReport
import TestProcess
import Testing

@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct ReadOnlyTests {
    private static let role = #filePath.replacing("Tests/Integration/ReadOnlyTests.swift", with: "deploy/role.sql")

    private static func grant(_ server: PostgresServer, _ arguments: String...) async throws -> TestProcess.Result {
        try await TestProcess.run(server.psql([], database: "shop") + arguments + ["-f", role])
    }

    @Test(arguments: PostgresServer.versions) func `the role reads the table and nothing else, and polls write nothing`(
        _ version: Int
    ) async throws {
        let server = try await PostgresServer(
            version: version,
            settings: ["log_statement = 'all'", "autovacuum = off"]
        )
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        try await server.execute(prisma.begin("1_init").replacing("'1_init')", with: "'2_open')"), database: "shop")
        for _ in 0..<2 {
            let granted = try await Self.grant(server, "-v", "password=reads-only")
            #expect(
                granted.status == 0 && granted.output.contains("can read _prisma_migrations now"),
                "\(granted.error)"
            )
        }
        let url = server.url("shop", user: "prisma_migrate_exporter", password: "reads-only")
        for statement in [
            "DELETE FROM _prisma_migrations", "SET default_transaction_read_only = off; DELETE FROM _prisma_migrations",
            "SELECT * FROM \"Ticket\"", "SET default_transaction_read_only = off; CREATE SCHEMA x",
            "SELECT pg_advisory_lock(1); UPDATE _prisma_migrations SET logs = ''",
        ] {
            let refused = try await TestProcess.run(
                server.psql([statement], database: "shop").map { $0 == "postgres" ? "prisma_migrate_exporter" : $0 }
            )
            #expect(refused.status != 0, "\(statement)")
        }
        let counters =
            "SELECT sum(tup_inserted + tup_updated + tup_deleted) FROM pg_stat_database WHERE datname = 'shop'"
        func wal() async throws -> String {
            try await server.execute("CHECKPOINT", "SELECT pg_current_wal_insert_lsn()")
        }
        _ = try await look(url)
        try await eventually("the counters rest") {
            let first = try await server.execute(counters)
            return try await server.execute("SELECT pg_sleep(0.6)", counters) == "\n\(first)"
        }
        let before = try await server.execute(counters)
        let start = try await server.execute("SELECT pg_current_wal_insert_lsn()")
        for _ in 0..<20 {
            let report = try await look(url, migrations: prisma.migrations)
            #expect(report.isUp && report.history()?.history.failedMigrations == 1)
            #expect(report.observation?.roleCanWrite == false)
        }
        // A checkpointer may log a running-transactions record of some 50 bytes on its own.
        let written = try await server.execute("SELECT pg_current_wal_insert_lsn() - '\(start)'::pg_lsn")
        #expect(Int(written).map { $0 < 200 } == true, "\(written) bytes")
        #expect(try await server.execute("SELECT pg_sleep(1.2)", counters) == "\n\(before)")
        let ours = server.log.split(separator: "\n")
            .filter { $0.hasPrefix("prisma-migrate-exporter|") && $0.contains("statement: ") }
        #expect(ours.count >= 40)
        for line in Self.statements(server.log) {
            #expect(["BEGIN", "SET LOCAL", "SELECT", "COMMIT", "ROLLBACK"].contains { line.hasPrefix($0) }, "\(line)")
        }
        #expect(try await look(server.url("shop")).observation?.roleCanWrite == true)
        await server.remove()
        await prisma.folder.remove()
    }

    /// Each statement of ours in the log: messages hold several, separated by a semicolon at a line's end.
    private static func statements(_ log: String) -> [String] {
        var result: [String] = []
        var isOurs = false
        for line in log.split(separator: "\n") {
            var text = line[...]
            if !line.hasPrefix("\t") {
                isOurs = line.hasPrefix("prisma-migrate-exporter|") && line.contains("statement: ")
                text = line.firstRange(of: "statement: ").map { line[$0.upperBound...] } ?? ""
                if isOurs { result.append("") }
            }
            guard isOurs, !result.isEmpty else { continue }
            let trimmed = text.drop(while: \.isWhitespace)
            result[result.count - 1] += trimmed + " "
            if trimmed.hasSuffix(";") { result.append("") }
        }
        return result.map { String($0.drop(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    }

    @Test func `before Prisma's first deploy the role is made and says what to do later`() async throws {
        let server = try await PostgresServer()
        try await server.execute("CREATE DATABASE shop")
        let early = try await Self.grant(server, "-v", "schema=tenant", "-v", "role=odd \"role")
        #expect(early.status == 0 && early.output.contains("run this file again"), "\(early.error)")
        let report = try await look(server.url("shop", user: "odd%20%22role"))
        #expect(report.isUp && report.history()?.tablePresent == false)
        await server.remove()
    }

    @Test func `a role without the privilege is told which one it lacks`() async throws {
        let server = try await PostgresServer()
        _ = try await PrismaClient(server, "shop")
        try await server.execute("CREATE ROLE plain LOGIN", database: "shop")
        let report = try await look(server.url("shop", user: "plain"))
        #expect(report.downtime?.reason == .denied)
        #expect(report.downtime?.message.contains("GRANT SELECT") == true)
        await server.remove()
    }
}
