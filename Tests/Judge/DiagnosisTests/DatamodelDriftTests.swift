import Diagnosis
import MigrationHistory
import PrismaSchema
import SchemaModel
import TargetReport
import Testing

@Suite struct DatamodelDriftTests {
    private let model = """
        datasource db {
          provider = "postgresql"
        }
        model A {
          id Int @id
          x  String?
          y  Int @default(1)
        }

        """
    private let whole =
        "CREATE TABLE \"A\" (id int, x text, y int NOT NULL DEFAULT 1, CONSTRAINT \"A_pkey\" PRIMARY KEY (id))"

    private func report(_ database: String, pending: [String] = []) throws -> DriftReport {
        var history = MigrationHistory()
        history.pending = pending.indices.map { "\($0)" }
        let directories = history.pending.map { MigrationDirectory(name: $0, script: .checksums(checksums)) }
        let plan = HistoryReplay.Plan(history, directories: directories, defaultSchema: "public")
        return DriftReport(
            datamodel: try Datamodel(files: [(path: "schema.prisma", text: model)]),
            pending.isEmpty
                ? nil : plan.replayed(Dictionary(uniqueKeysWithValues: zip(history.pending, pending))),
            observed: schema(after: [database]),
            defaultSchema: "public",
            settings: DriftSettings()
        )
    }

    @Test func `a database that is as schema.prisma says has not drifted`() throws {
        #expect(try report(whole).changes.isEmpty)
    }

    @Test func `a change names the line of schema.prisma`() throws {
        let changes = try report("\(whole); ALTER TABLE \"A\" DROP COLUMN x, ALTER COLUMN y DROP DEFAULT").changes
        #expect(changes.map(\.object.description) == ["public.A.x", "public.A.y"])
        #expect(changes.map(\.definedBy) == ["schema.prisma:6:3", "schema.prisma:7:3"])
    }

    @Test func `what pending migrations would bring is explained`() throws {
        let report = try report("", pending: [whole])
        #expect(report.changes.isEmpty)
        #expect(report.explained.map(\.object.description) == ["public.A"])
    }

    @Test func `what pending migrations would not bring is drift`() throws {
        let less = "CREATE TABLE \"A\" (id int, y int NOT NULL DEFAULT 1, CONSTRAINT \"A_pkey\" PRIMARY KEY (id))"
        let report = try report(less, pending: ["CREATE TABLE b (id int)"])
        #expect(report.changes.map(\.object.description) == ["public.A.x"])
        #expect(report.explained.isEmpty)
    }
}
