import MigrationHistory
import PostgresServer
import SchemaModel
import TargetReport
import TestProcess
import Testing

/// The incident that the exporter exists for: a deploy answers P3009, and everything of its script is there.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct SlaIncidentTests {
    static let name = "20240130000000_add_sla_tables"

    /// A script as Prisma writes it: enums, 21 tables, their indexes and foreign keys, a column of an older table.
    static let script: String = {
        let tables = (1...21).map { "Sla\($0)" }
        var statements = (1...6).map { "CREATE TYPE \"Kind\($0)\" AS ENUM ('LOW', 'NORMAL', 'HIGH', 'URGENT');" }
        for (index, table) in tables.enumerated() {
            statements.append(
                """
                -- CreateTable
                CREATE TABLE "\(table)" (
                    "id" SERIAL NOT NULL,
                    "name" TEXT NOT NULL,
                    "kind" "Kind\(index % 6 + 1)" NOT NULL DEFAULT 'NORMAL',
                    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
                    "ticketId" INTEGER,
                    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

                    CONSTRAINT "\(table)_pkey" PRIMARY KEY ("id")
                );
                """
            )
        }
        statements.append("ALTER TABLE \"Ticket\" ADD COLUMN \"policyId\" INTEGER;")
        statements += tables.map { "CREATE UNIQUE INDEX \"\($0)_name_key\" ON \"\($0)\"(\"name\");" }
        statements += tables.map {
            "CREATE INDEX \"\($0)_kind_createdAt_idx\" ON \"\($0)\"(\"kind\", \"createdAt\" DESC);"
        }
        statements += tables.map {
            "ALTER TABLE \"\($0)\" ADD CONSTRAINT \"\($0)_ticketId_fkey\" FOREIGN KEY (\"ticketId\") REFERENCES "
                + "\"Ticket\"(\"id\") ON DELETE SET NULL ON UPDATE CASCADE;"
        }
        return statements.joined(separator: "\n\n") + "\n"
    }()

    /// A database with the older table, the incident's script on disk, and its row unfinished.
    private func incident(_ server: PostgresServer, applying script: String?) async throws -> PrismaClient {
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("20240129000000_init", "CREATE TABLE \"Ticket\" (\"id\" SERIAL PRIMARY KEY);")
        try prisma.write(Self.name, Self.script)
        try await server.execute(prisma.begin(Self.name), database: "shop")
        if let script { try await server.execute(script, database: "shop") }
        return prisma
    }

    private func verdict(_ prisma: PrismaClient, after statement: String = "SELECT 1") async throws -> UnfinishedReport
    {
        try await prisma.server.execute(statement, database: "shop")
        let report = try await look(prisma.server.url("shop"), migrations: prisma.migrations)
        return try #require(report.history()?.unfinished.first)
    }

    @Test(arguments: PostgresServer.versions) func `everything is there, so that it is to be resolved as applied`(
        _ version: Int
    ) async throws {
        let server = try await PostgresServer(version: version)
        let prisma = try await incident(server, applying: Self.script)
        let whole = try await verdict(prisma)
        #expect(whole.migration.state == .interrupted && whole.verdict == .applied)
        #expect(whole.effects.present == whole.effects.total && whole.effects.total > 200)
        #expect(whole.commands == ["npx prisma migrate resolve --applied \(Self.name)"])
        #expect(whole.runbook.first?.contains("Back up") == true)

        let index = try await verdict(prisma, after: "DROP INDEX \"Sla7_kind_createdAt_idx\"")
        #expect(index.verdict == .partiallyApplied && index.commands.isEmpty)
        #expect(index.missing == ["create index public.Sla7_kind_createdAt_idx"])
        #expect(index.finish == ["CREATE INDEX \"Sla7_kind_createdAt_idx\" ON \"Sla7\"(\"kind\", \"createdAt\" DESC);"])
        #expect(index.undo.contains { $0.hasPrefix("DROP TABLE \"public\".\"Sla1\";") && $0.contains("DATA") })
        // What is said to finish it does.
        try await server.execute(index.finish.joined(separator: "\n"), database: "shop")
        #expect(try await verdict(prisma).verdict == .applied)

        let value = try await verdict(
            prisma,
            after: "DELETE FROM pg_enum WHERE enumlabel = 'URGENT' AND enumtypid = '\"Kind3\"'::regtype"
        )
        #expect(value.verdict == .partiallyApplied || value.verdict == .undetermined)
        #expect(value.missing.contains { $0.contains("public.Kind3.URGENT") } || value.reason.contains("Kind3"))
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `nothing is there, so that it is to be rolled back and deployed again`() async throws {
        let server = try await PostgresServer()
        let prisma = try await incident(server, applying: nil)
        let nothing = try await verdict(prisma)
        #expect(nothing.verdict == .notApplied && nothing.effects.absent == nothing.effects.total)
        #expect(
            nothing.commands == [
                "npx prisma migrate resolve --rolled-back \(Self.name)", "npx prisma migrate deploy",
            ]
        )
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `the SQL was run by hand first, and that is said`() async throws {
        let server = try await PostgresServer()
        let prisma = try await incident(server, applying: Self.script)
        try await prisma.record("type \"Kind1\" already exists", code: "42710", on: Self.name)
        let early = try await verdict(prisma)
        #expect(early.migration.state == .failed && early.migration.sqlstate == "42710")
        #expect(early.verdict == .applied)
        #expect(early.reason.contains("was there before this attempt"))

        // Another enum of that name was there before: no wrong answer, but none that is sure.
        try await server.execute("ALTER TYPE \"Kind1\" RENAME VALUE 'LOW' TO 'OTHER'", database: "shop")
        let other = try await verdict(prisma)
        #expect(other.verdict == .partiallyApplied || other.verdict == .undetermined)
        #expect(other.commands.isEmpty)
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `an edited script is judged by no verdict`() async throws {
        let server = try await PostgresServer()
        let prisma = try await incident(server, applying: Self.script)
        try prisma.write(Self.name, Self.script + "-- later\n")
        let edited = try await verdict(prisma)
        #expect(edited.verdict == .undetermined && edited.reason.contains("checksum"))
        #expect(edited.effects.present > 200)
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `drift is made, told by name, taken back by the script that is printed`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", "CREATE TABLE \"Ticket\" (\"id\" SERIAL PRIMARY KEY);")
        try await prisma.deploy(Self.name, Self.script)
        func drift() async throws -> DriftReport {
            let report = try await look(server.url("shop"), migrations: prisma.migrations)
            return try #require(report.history()?.drift.first { $0.source == .migrations })
        }
        let clean = try await drift()
        #expect(clean.isJudged && clean.changes == [])
        try await server.execute(
            "DROP TABLE \"Sla2\"",
            "ALTER TABLE \"Sla3\" DROP COLUMN \"tags\", ALTER COLUMN \"name\" TYPE varchar(9), ALTER COLUMN \"kind\" DROP DEFAULT",
            "ALTER TABLE \"Sla4\" ADD COLUMN extra int, ALTER COLUMN \"ticketId\" SET NOT NULL",
            "DROP INDEX \"Sla5_name_key\"",
            "ALTER TABLE \"Sla6\" DROP CONSTRAINT \"Sla6_ticketId_fkey\"",
            "ALTER INDEX \"Sla7_name_key\" RENAME TO other_name",
            "CREATE TABLE stray (id int)",
            "ALTER TYPE \"Kind1\" ADD VALUE 'NEW'",
            database: "shop"
        )
        let found = try await drift()
        #expect(
            Set(found.changes.map { "\($0.form.rawValue) \($0.kind) \($0.object)" }) == [
                "missing table public.Sla2", "missing column public.Sla3.tags", "different column public.Sla3.name",
                "different column public.Sla3.kind", "unexpected column public.Sla4.extra",
                "different column public.Sla4.ticketId", "missing unique public.Sla5_name_key",
                "missing foreign_key public.Sla6.Sla6_ticketId_fkey", "different unique public.Sla7_name_key",
                "unexpected table public.stray", "unexpected enum_value public.Kind1.NEW",
            ]
        )
        #expect(
            found.changes.first { $0.object.name == "stray" }?.repair
                == "DROP TABLE \"public\".\"stray\"; -- LOSES DATA"
        )
        for change in found.changes {
            try await server.execute(try #require(change.repair), database: "shop")
        }
        let left = try await drift()
        // What stays: nothing takes a value out of an enum.
        #expect(left.changes.map(\.object.name) == ["NEW"])
        await server.remove()
        await prisma.folder.remove()
    }
}
