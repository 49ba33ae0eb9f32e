import Diagnosis
import ExporterConfiguration
import MigrationSQL
import PostgresServer
import PrismaSchema
import SchemaFixture
import SchemaModel
import TargetReport
import TestProcess
import Testing

/// Every feature of Prisma's schema language in a real database: schema.prisma, the migration that Prisma makes of it
/// and PostgreSQL's catalogs say the same, and what is changed by hand is found by both.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct SchemaFixtureTests {
    /// Schemas whose migration PostgreSQL refuses, although Prisma takes them.
    private static let refused: Set = ["enum-table-same-name", "json-unique", "long-enum-value", "native-args-zero"]

    /// What Prisma compares in no case, by fixture and object: literal defaults of a DateTime.
    private static let uncompared: Set = ["default-prisma-generated public.G.j"]

    /// What Prisma does not hold against the database, by fixture and object: `dbgenerated()` stands for every default
    /// and for none, and an optional number is NOT NULL only because of its SERIAL.
    private static let open: Set = [
        "dbgenerated public.Generated.none", "dbgenerated public.Generated.noneS",
        "autoincrement-optional public.Counter.seq",
    ]

    @Test(arguments: PostgresServer.outermost)
    func `a schema, its migration and the catalogs agree, until somebody changes the database`(
        _ version: Int
    ) async throws {
        let server = try await PostgresServer(version: version, settings: ["autovacuum = off"])
        var sorts: [String: Int] = [:]
        for fixture in SchemaFixture.accepted {
            guard let migration = fixture.migration, !Self.refused.contains(fixture.name) else { continue }
            let prisma = try await PrismaClient(server, "live")
            if migration.contains("CITEXT"), !migration.contains("CREATE EXTENSION") {
                try await server.execute("CREATE EXTENSION citext", database: "live")
            }
            try await prisma.deploy("1_all", migration)
            let datamodel = try Datamodel(files: fixture.files)
            for scope in [DriftScope.prisma, .full] {
                #expect(try await drift(fixture, prisma, scope) == [:], "\(fixture), scope \(scope)")
            }
            var replay = ScriptReplay(defaultSchema: "public")
            replay.replay(migration, of: "1_all")
            let replayed = DriftReport(
                datamodel: datamodel,
                nil,
                observed: replay.schema,
                defaultSchema: "public",
                settings: DriftSettings()
            )
            #expect(replayed.changes.map(\.object.description) == [], "\(fixture), by its migration")
            let changes = try await HandMadeChange.all(
                in: "live",
                of: server,
                namespaces: datamodel.schemas.isEmpty ? ["public"] : datamodel.schemas,
                seed: "\(fixture) \(version)"
            )
            for change in changes { try await server.execute(change.statement, database: "live") }
            let found = try await drift(fixture, prisma, .prisma)
            for change in changes where !Self.uncompared.contains("\(fixture) \(change.object)") {
                sorts[change.name, default: 0] += 1
                let isOpen = Self.open.contains("\(fixture) \(change.object)")
                for source in isOpen ? [DriftReport.Source.migrations] : [.migrations, .datamodel] {
                    #expect(
                        found["\(source.rawValue) \(change.object)"] == change.form,
                        "\(fixture), \(change.name) by \(source): \(change.statement)"
                    )
                }
            }
            try await server.execute("DROP DATABASE live")
            await prisma.folder.remove()
        }
        // Of 27 sorts, by chance all but two.
        #expect(sorts.count >= 25, "\(sorts)")
        await server.remove()
    }

    /// The changes by source and object.
    private func drift(
        _ fixture: SchemaFixture,
        _ prisma: PrismaClient,
        _ scope: DriftScope
    ) async throws -> [String: SchemaChange.Form] {
        let report = try await look(
            prisma.server.url(prisma.database),
            migrations: prisma.migrations,
            prismaSchema: fixture.path,
            scope: scope
        )
        let drift = try #require(report.history()?.drift)
        #expect(drift.map(\.source) == [.migrations, .datamodel])
        var found: [String: SchemaChange.Form] = [:]
        for source in drift {
            #expect(source.isJudged, "\(fixture): \(source.source) is not judged")
            for change in source.changes { found["\(source.source.rawValue) \(change.object)"] = change.form }
        }
        return found
    }
}
