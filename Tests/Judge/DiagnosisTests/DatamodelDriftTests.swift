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

    @Test func `what pending migrations bring does not explain what was done by hand`() throws {
        let database = whole.replacing("x text, y int NOT NULL DEFAULT 1", with: "y int NOT NULL")
        let report = try report(database, pending: ["ALTER TABLE \"A\" ADD x text"])
        #expect(told(report) == ["different column public.A.y"])
        #expect(report.explained.map(\.object.description) == ["public.A.x"])
    }

    private func report(schema text: String, database: String) throws -> DriftReport {
        DriftReport(
            datamodel: try Datamodel(files: [(path: "schema.prisma", text: text)]),
            nil,
            observed: schema(after: [database]),
            defaultSchema: "public",
            settings: DriftSettings()
        )
    }

    private func told(_ report: DriftReport) -> [String] {
        report.changes.map { "\($0.form.rawValue) \($0.kind) \($0.object)" }
    }

    private let rich = """
        generator client {
          provider        = "prisma-client-js"
          previewFeatures = ["partialIndexes"]
        }
        datasource db {
          provider = "postgresql"
        }
        model r {
          id   Int      @id @default(autoincrement())
          kind Unsupported("varchar(9)")?
          code String   @default(dbgenerated("'x'"))
          wide Int      @default(dbgenerated("lower_bound()"))
          made DateTime @default(now())
          less Decimal  @default(dbgenerated("1.50"))
          odd  Int      @default(dbgenerated("1 +"))
          n    Int
          @@index([n], map: "r_n", where: raw("n > 0"))
        }

        """

    private let made = """
        CREATE TABLE r (
            id serial PRIMARY KEY, kind varchar(9), code text NOT NULL DEFAULT 'x', wide int NOT NULL DEFAULT lower_bound(),
            made timestamp(3) NOT NULL DEFAULT now(), less numeric(65, 30) NOT NULL DEFAULT 1.5, odd int NOT NULL DEFAULT 1,
            n int NOT NULL
        );
        CREATE INDEX r_n ON r (n) WHERE n > 0;
        """

    @Test func `what only SQL tells of types, defaults and conditions is compared as far as it can be`() throws {
        #expect(try told(report(schema: rich, database: made)) == [])
        for (change, told) in [
            ("ALTER TABLE r ALTER kind TYPE varchar(8)", ["different column public.r.kind"]),
            ("ALTER TABLE r ALTER code SET DEFAULT 'y'", ["different column public.r.code"]),
            ("ALTER TABLE r ALTER code DROP DEFAULT", ["different column public.r.code"]),
            ("ALTER TABLE r ALTER wide SET DEFAULT 1", ["different column public.r.wide"]),
            ("ALTER TABLE r ALTER wide DROP DEFAULT", ["different column public.r.wide"]),
            ("ALTER TABLE r ALTER made DROP DEFAULT", ["different column public.r.made"]),
            ("ALTER TABLE r ALTER id DROP DEFAULT", ["different column public.r.id"]),
            ("ALTER TABLE r ALTER odd DROP DEFAULT", ["different column public.r.odd"]),
            ("DROP INDEX r_n; CREATE INDEX r_n ON r (n) WHERE n > 1", ["different index public.r_n"]),
            ("DROP INDEX r_n; CREATE INDEX r_n ON r (n) INCLUDE (kind) WHERE n > 0", []),
        ] {
            #expect(try self.told(report(schema: rich, database: "\(made);\n\(change)")) == told, "\(change)")
        }
    }

    @Test func `a change comes with the SQL that takes it back`() throws {
        let changes = try report("\(whole); ALTER TABLE \"A\" ALTER COLUMN y DROP DEFAULT").changes
        #expect(changes.first?.repair?.contains("SET DEFAULT") == true)
        let unique = model.replacing("x  String?", with: "x  String? @unique(map: \"k\")")
        #expect(
            try report(schema: unique, database: whole).changes.map(\.repair)
                == [#"CREATE UNIQUE INDEX "k" ON "public"."A" ("x");"#]
        )
        let odd = try report(schema: rich, database: "\(made); ALTER TABLE r DROP odd").changes
        #expect(odd.map(\.repair) == ["-- column public.r.odd: look at schema.prisma:15:3 and mend it by hand"])
    }

    @Test func `a schema that names namespaces is held against those`() throws {
        let text = """
            datasource db {
              provider = "postgresql"
              schemas  = ["s"]
            }
            model t {
              id Int @id
              @@schema("s")
            }

            """
        let made = "CREATE SCHEMA s; CREATE TABLE s.t (id int PRIMARY KEY)"
        #expect(try told(report(schema: text, database: "\(made); CREATE TABLE public.x (id int)")) == [])
        #expect(
            try told(report(schema: text, database: "\(made); CREATE TABLE s.x (id int)")) == ["unexpected table s.x"]
        )
    }

    @Test func `what a pending migration touches and leaves otherwise than schema.prisma is drift`() throws {
        let pending = whole.replacing("DEFAULT 1", with: "DEFAULT 2")
        let report = try report(whole.replacing("DEFAULT 1", with: ""), pending: ["DROP TABLE \"A\"", pending])
        #expect(told(report) == ["different column public.A.y"])
        let mended = try self.report(whole.replacing("DEFAULT 1", with: ""), pending: ["DROP TABLE \"A\"", whole])
        #expect(told(mended) == [] && mended.explained.count == 1)
    }

    @Test func `a pending migration explains nothing of objects of another kind that have a name of its own`() throws {
        let unique = model.replacing("x  String?", with: "x  String? @unique(map: \"k\")")
        var history = MigrationHistory()
        (history.applied, history.pending) = (["0"], ["1"])
        let directories = ["0", "1"].map { MigrationDirectory(name: $0, script: .checksums(checksums)) }
        let plan = HistoryReplay.Plan(history, directories: directories, defaultSchema: "public")
        let made = "\(whole); CREATE UNIQUE INDEX k ON \"A\" (x)"
        for (pending, byHand, told) in [
            ("CREATE TABLE b (k int)", "DROP INDEX k", "missing unique public.k"),
            (
                "CREATE TABLE b (z int, CONSTRAINT y UNIQUE (z))", "ALTER TABLE \"A\" DROP y",
                "missing column public.A.y"
            ),
        ] {
            let report = DriftReport(
                datamodel: try Datamodel(files: [(path: "schema.prisma", text: unique)]),
                plan.replayed(["0": made, "1": pending]),
                observed: schema(after: [made, byHand]),
                defaultSchema: "public",
                settings: DriftSettings()
            )
            #expect(self.told(report) == [told] && report.explained.isEmpty, "\(pending)")
        }
    }

    @Test func `a pending unique constraint explains the unique index that schema.prisma asks for`() throws {
        let unique = model.replacing("x  String?", with: "x  String? @unique(map: \"k\")")
        var history = MigrationHistory()
        history.pending = ["0"]
        let directories = [MigrationDirectory(name: "0", script: .checksums(checksums))]
        let plan = HistoryReplay.Plan(history, directories: directories, defaultSchema: "public")
        for (pending, explained) in [
            ("ALTER TABLE \"A\" ADD CONSTRAINT k UNIQUE (x)", 1),
            ("ALTER TABLE \"A\" ADD CONSTRAINT other UNIQUE (x)", 0),
        ] {
            let report = DriftReport(
                datamodel: try Datamodel(files: [(path: "schema.prisma", text: unique)]),
                plan.replayed(["0": "\(whole); \(pending)"]),
                observed: schema(after: [whole]),
                defaultSchema: "public",
                settings: DriftSettings()
            )
            #expect(report.explained.count == explained, "\(pending)")
            #expect(report.changes.count == 1 - explained, "\(pending)")
        }
    }
}
