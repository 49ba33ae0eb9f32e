import ConstructFixture
import MigrationSQL
import PostgresClient
import PostgresServer
import TargetInspection
import TestProcess
import Testing

/// The recorded catalogs that unit tests hold the replay of scripts against are PostgreSQL's.
///
/// With `RECORD=1` in the environment they are written anew.
@Suite(.enabled(if: PostgresServer.versions.contains(18), "no PostgreSQL 18 is installed")) struct RecordedCatalogTests
{
    @Test func `what is recorded of a construct is what PostgreSQL holds`() async throws {
        let server = try await PostgresServer(version: 18, settings: ["autovacuum = off"])
        for construct in Construct.all {
            let prisma = try await PrismaClient(server, "live")
            var catalogs: [RecordedCatalog] = []
            for migration in construct.migrations {
                if !migration.byHand.isEmpty { try await server.execute(migration.byHand, database: "live") }
                try await server.execute(migration.script, database: "live")
                catalogs.append(RecordedCatalog(try await rows(server)))
            }
            if TestProcess.environment["RECORD"] != nil { record(catalogs, of: construct) }
            #expect(catalogs.count == construct.catalogs.count, "\(construct)")
            for (place, (found, recorded)) in zip(catalogs, construct.catalogs).enumerated() {
                #expect(found.changes(since: recorded) == [], "\(construct)/\(construct.migrations[place].name)")
            }
            try await server.execute("DROP DATABASE live")
            await prisma.folder.remove()
        }
        await server.remove()
    }

    private func rows(_ server: PostgresServer) async throws -> [CatalogRow] {
        let url = try DatabaseURL(server.url("live"))
        let limits = InspectionLimits(within: .seconds(60))
        let session = PostgresSession(name: "live", url: { url }, connectTimeout: limits.connect)
        let inspector = TargetInspector(session: session, schema: nil, limits: limits)
        let catalog = try #require(try await inspector.inspect(.whenChanged(since: nil)).catalog?.get())
        await session.close()
        return catalog.rows
    }

    private func record(_ catalogs: [RecordedCatalog], of construct: Construct) {
        let parts = zip(construct.migrations, zip([.empty] + catalogs, catalogs))
            .map { migration, pair in
                (["-- after \(migration.name)"] + pair.1.changes(since: pair.0)).joined(separator: "\n") + "\n"
            }
        TestProcess.write(parts.joined(), to: construct.recording)
    }
}
