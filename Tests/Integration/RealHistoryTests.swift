import Diagnosis
import ExporterConfiguration
import MigrationSQL
import PostgresServer
import PrismaSchema
import SchemaModel
import TargetReport
import TestProcess
import Testing

/// Histories of real projects, each a folder with `migrations` and `schema.prisma`, in the folder that the environment's
/// `HISTORIES` names: schema.prisma differs from the catalogs in what it differs from the replay in, mostly nothing.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct RealHistoryTests {
    private static let folder = TestProcess.environment["HISTORIES"] ?? ""

    private static let names = TestProcess.names(in: folder).filter { !$0.hasPrefix(".") }.sorted()

    @Test(.enabled(if: !folder.isEmpty, "HISTORIES names no folder with histories of real projects"), arguments: names)
    func `schema.prisma, the replay and the catalogs agree`(_ name: String) async throws {
        let folder = "\(Self.folder)/\(name)"
        let server = try await PostgresServer(settings: ["autovacuum = off"])
        let prisma = try await PrismaClient(server, "live")
        var replay = ScriptReplay(defaultSchema: "public")
        for migration in TestProcess.names(in: "\(folder)/migrations").sorted() {
            let script = TestProcess.text(of: "\(folder)/migrations/\(migration)/migration.sql")
            guard !migration.hasPrefix("."), !script.isEmpty else { continue }
            try prisma.write(migration, script)
            let file = "\(prisma.migrations)/\(migration)/migration.sql"
            // A real history may need what this server has not; it is then judged as far as it goes.
            let run = try await TestProcess.run(server.psql([], database: "live") + ["-f", file])
            guard run.status == 0 else { break }
            replay.replay(script, of: migration)
            try await server.execute(prisma.begin(migration), database: "live")
            for statement in prisma.end(migration) { try await server.execute(statement, database: "live") }
        }
        let path = "\(folder)/schema.prisma"
        let report = try await look(server.url("live"), migrations: prisma.migrations, prismaSchema: path)
        let drift = try #require(report.history()?.drift)
        #expect(drift[0].changes.map(\.object.description) == [])
        if let datamodel = try? Datamodel(files: [(path: path, text: TestProcess.text(of: path))]) {
            let replayed = DriftReport(
                datamodel: datamodel,
                nil,
                observed: replay.schema,
                defaultSchema: "public",
                settings: DriftSettings()
            )
            #expect(Self.told(drift[1].changes + drift[1].explained) == Self.told(replayed.changes))
        }
        await prisma.folder.remove()
        await server.remove()
    }

    private static func told(_ changes: [SchemaChange]) -> [String] {
        changes.map { "\($0.form.rawValue) \($0.object)" }.sorted()
    }
}
