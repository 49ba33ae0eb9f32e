import Diagnosis
import MigrationHistory
import MigrationSQL
import SchemaModel
import TargetReport
import Testing

@Suite struct DriftTests {
    /// A history whose migrations are called 1, 2 …, held against a database.
    private struct Case {
        var applied: [String]
        var pending: [String] = []
        var unfinished: [String] = []
        var database: [String]
        var scope = DriftScope.full
        var ignored: [String] = []
        var missing: [String] = []
        var edited: [String] = []

        var report: DriftReport {
            let scripts = applied + unfinished + pending
            let names = scripts.indices.map { "\($0 + 1)" }
            var history = MigrationHistory()
            history.applied = Array(names.prefix(applied.count))
            for name in history.applied { history.states[name] = .applied }
            history.unfinished = names.dropFirst(applied.count).prefix(unfinished.count)
                .map { DiagnosisTests.unfinished($0) }
            history.pending = Array(names.suffix(pending.count))
            (history.missingDirectory, history.edited) = (missing, edited)
            let directories = names.map { name in
                MigrationDirectory(
                    name: name,
                    script: .checksums(ScriptChecksums(verbatim: name, lineFeeds: "", carriageReturns: ""))
                )
            }
            let plan = HistoryReplay.Plan(history, directories: directories, defaultSchema: "public")
            let texts = Dictionary(uniqueKeysWithValues: zip(names, scripts))
            var settings = DriftSettings()
            settings.scope = scope
            settings.ignored = ignored.map { IgnorePattern($0) }
            return DriftReport(
                migrations: history,
                plan.replayed(texts),
                observed: schema(after: database),
                defaultSchema: "public",
                settings: settings
            )
        }

        var changes: [String] { report.changes.map { "\($0.form.rawValue) \($0.kind) \($0.object)" } }
    }

    private let first = """
        CREATE TABLE a (id serial PRIMARY KEY, x int NOT NULL DEFAULT 1, y text);
        CREATE INDEX i ON a (x);
        CREATE TYPE e AS ENUM ('p', 'q');
        """

    @Test(arguments: DriftScope.allCases) func `a database that is as its migrations say has not drifted`(
        _ scope: DriftScope
    ) {
        let report = Case(applied: [first], database: [first], scope: scope).report
        #expect(report.isJudged && !report.isDrifted)
        #expect(report.remarks.isEmpty)
    }

    @Test(arguments: [
        ("DROP INDEX i", ["missing index public.i"]),
        ("DROP TABLE a", ["missing table public.a"]),
        ("ALTER TABLE a ADD z int", ["unexpected column public.a.z"]),
        ("ALTER TABLE a ALTER x DROP DEFAULT", ["different column public.a.x"]),
        ("ALTER TABLE a ALTER x SET DEFAULT 2", ["different column public.a.x"]),
        ("ALTER TABLE a ALTER x TYPE int8", ["different column public.a.x"]),
        ("ALTER TYPE e ADD VALUE 'r'", ["unexpected enum_value public.e.r"]),
        ("CREATE TABLE b (id int)", ["unexpected table public.b"]),
        ("ALTER INDEX i RENAME TO j", ["different index public.i"]),
        ("DROP INDEX i; CREATE INDEX j ON a (x DESC)", ["unexpected index public.j", "missing index public.i"]),
        ("ALTER TABLE a RENAME CONSTRAINT a_pkey TO k", ["different primary_key public.a.a_pkey"]),
    ])
    func `what was changed behind Prisma's back is told once and named`(_ change: String, _ told: [String]) {
        let changes = Case(applied: [first], database: [first, change], scope: .prisma).changes
        #expect(changes.sorted() == told.sorted())
    }

    @Test(arguments: [
        "ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0)", "CREATE VIEW v AS SELECT 1 AS one", "CREATE SEQUENCE s",
        "CREATE INDEX p ON a (x) WHERE x > 0", "CREATE INDEX p ON a ((x + 1))", "CREATE DOMAIN d AS int",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE EXTENSION citext",
        "CREATE POLICY p ON a USING (true)",
    ])
    func `what Prisma's own differ does not see is drift in the full scope only`(_ change: String) {
        #expect(Case(applied: [first], database: [first, change], scope: .prisma).changes.isEmpty)
        #expect(Case(applied: [first], database: [first, change], scope: .full).changes.count == 1)
    }

    @Test func `a unique index and a unique constraint are the same to Prisma`() {
        let applied = "CREATE TABLE a (x int); CREATE UNIQUE INDEX a_x_key ON a (x)"
        let database = "CREATE TABLE a (x int, CONSTRAINT a_x_key UNIQUE (x))"
        for (one, other) in [(applied, database), (database, applied)] {
            #expect(Case(applied: [one], database: [other], scope: .prisma).changes.isEmpty)
            #expect(Case(applied: [one], database: [other], scope: .full).changes.count == 2)
        }
        let unique = "CREATE UNIQUE INDEX u ON a (x)"
        for (scope, kind) in [(DriftScope.prisma, "unique"), (.full, "index")] {
            #expect(
                Case(applied: [first], database: [first, unique], scope: scope).changes == [
                    "unexpected \(kind) public.u"
                ]
            )
        }
    }

    @Test func `Prisma's own table never counts`() {
        let own = "CREATE TABLE _prisma_migrations (id text PRIMARY KEY)"
        #expect(Case(applied: [first], database: [first, own]).changes.isEmpty)
    }

    @Test(arguments: ["public.audit_*", "audit_*", "table:*", "*", "table:public.audit_log"])
    func `a pattern leaves out a table with all that belongs to it`(_ pattern: String) {
        let extra = "CREATE TABLE audit_log (id int)"
        let report = Case(applied: [first], database: [first, extra], ignored: [pattern])
        #expect(report.changes.isEmpty == (pattern != "audit_*"))
        let column = "ALTER TABLE a ADD audit_x int"
        let other = Case(applied: [first], database: [first, column], ignored: ["public.a"])
        #expect(other.changes.isEmpty)
    }

    @Test func `a pattern with a kind leaves out only that`() {
        let changes = "DROP INDEX i; CREATE TABLE i2 (id int)"
        #expect(
            Case(applied: [first], database: [first, changes], ignored: ["index:public.i*"]).changes
                == ["unexpected table public.i2"]
        )
    }

    @Test(arguments: DriftScope.allCases) func `an invalid index is told in both scopes`(_ scope: DriftScope) {
        var database = schema(after: [first])
        database.set(ObjectID(.index, schema: "public", name: "i"), .valid, .flag(false))
        var history = MigrationHistory()
        history.applied = ["1"]
        let plan = HistoryReplay.Plan(
            history,
            directories: [MigrationDirectory(name: "1", script: .checksums(checksums))],
            defaultSchema: "public"
        )
        var settings = DriftSettings()
        settings.scope = scope
        let report = DriftReport(
            migrations: history,
            plan.replayed(["1": first]),
            observed: database,
            defaultSchema: "public",
            settings: settings
        )
        #expect(report.changes.map(\.observed) == ["invalid"])
    }

    @Test func `a history that did not begin with an empty database is held to what it mentions`() {
        let report = Case(
            applied: ["ALTER TABLE given ADD z int"],
            database: ["CREATE TABLE given (id int); CREATE TABLE other (id int)", "ALTER TABLE given ADD z int"]
        )
        #expect(report.changes.isEmpty)
        #expect(report.report.remarks.first?.contains("presuppose public.given") == true)
        let gone = Case(applied: ["ALTER TABLE given ADD z int"], database: ["CREATE TABLE given (id int)"])
        #expect(gone.changes == ["missing column public.given.z"])
        let more = "ALTER TABLE given ADD z int; CREATE TABLE own (id int)"
        let own = Case(
            applied: [more],
            database: ["CREATE TABLE given (id int)", more, "ALTER TABLE own ADD extra int"]
        )
        #expect(own.changes == ["unexpected column public.own.extra"])
    }

    @Test func `what a statement that can't be followed names is not judged`() {
        let block = "DO $$ BEGIN EXECUTE 'CREATE TABLE ' || 'made_here' || ' (id int)'; END $$"
        let report = Case(applied: [first, block], database: [first, "CREATE TABLE made_here (id int)"])
        #expect(report.changes.isEmpty)
        #expect(report.report.remarks.count == 1)
        let other = Case(applied: [first, block], database: [first, "CREATE TABLE strange (id int)"])
        #expect(other.changes == ["unexpected table public.strange"])
    }

    @Test func `what an unfinished migration touches is not held against the database a second time`() {
        let script = "CREATE TABLE b (id int); ALTER TABLE a ADD z int"
        for database in [[first], [first, "CREATE TABLE b (id int)"], [first, script]] {
            #expect(Case(applied: [first], unfinished: [script], database: database).changes.isEmpty)
        }
        #expect(
            Case(applied: [first], unfinished: [script], database: [first, "DROP INDEX i"]).changes
                == ["missing index public.i"]
        )
    }

    @Test func `a change names the migration that last defined its object`() {
        let report = Case(applied: [first, "ALTER TABLE a ALTER x SET DEFAULT 7"], database: [first]).report
        #expect(report.changes.map(\.definedBy) == ["2"])
        #expect(report.changes.first?.expected == "default '7'")
        #expect(report.changes.first?.observed == "default '1'")
    }

    @Test func `a script that is missing or edited leaves nothing to judge by`() {
        let missing = Case(applied: [first], database: [first], missing: ["1"]).report
        #expect(missing.notJudged == "1 is applied, but the migrations folder has no such directory.")
        let edited = Case(applied: [first], database: [], edited: ["1"]).report
        #expect(edited.notJudged?.hasPrefix("1 was edited") == true)
        #expect(!edited.isDrifted)
    }

    @Test func `several scripts that are missing or edited are counted, those that are not applied are not`() {
        let missing = Case(applied: [first, "SELECT 1"], database: [first], missing: ["1", "2"]).report
        #expect(missing.notJudged == "1 and 1 more is applied, but the migrations folder has no such directory.")
        let edited = Case(applied: [first, "SELECT 1"], database: [first], edited: ["1", "2"]).report
        #expect(edited.notJudged?.hasPrefix("1 and 1 more was edited") == true)
        let pending = Case(applied: [first], pending: ["SELECT 1"], database: [first], missing: ["2"], edited: ["2"])
            .report
        #expect(pending.isJudged && !pending.isDrifted)
    }

    @Test func `namespaces in which the scripts made something are looked at, and the history's own`() {
        let made = "CREATE SCHEMA s; CREATE TABLE s.t (id int)"
        #expect(
            Case(applied: [made], database: [made, "CREATE TABLE s.u (id int)"]).changes == ["unexpected table s.u"]
        )
        #expect(
            Case(applied: [made], database: [made, "CREATE TABLE v (id int)"]).changes == ["unexpected table public.v"]
        )
        #expect(Case(applied: [first], database: [first, made]).changes == [])
    }

    @Test func `what the scripts presuppose is named, the first by its letters, with the number of others`() {
        let report = Case(
            applied: ["ALTER TABLE q ADD z int; ALTER TABLE p ADD z int; ALTER TYPE r ADD VALUE 'x'"],
            database: ["CREATE TABLE q (z int); CREATE TABLE p (z int); CREATE TYPE r AS ENUM ('x')"]
        )
        .report
        #expect(
            report.remarks.first?.hasPrefix("The migrations presuppose public.p and 2 more") == true,
            "\(report.remarks)"
        )
        #expect(report.changes.isEmpty)
    }

    @Test func `a foreign key is seen by Prisma, a partition with its indexes is not`() {
        let tables = "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE q (p_id int)"
        let key = "ALTER TABLE q ADD CONSTRAINT f FOREIGN KEY (p_id) REFERENCES p (id)"
        #expect(
            Case(applied: [tables, key], database: [tables], scope: .prisma).changes == [
                "missing foreign_key public.q.f"
            ]
        )
        let whole = "CREATE TABLE w (id int NOT NULL) PARTITION BY RANGE (id)"
        let part = "CREATE TABLE w1 PARTITION OF w FOR VALUES FROM (1) TO (9)"
        #expect(Case(applied: [whole], database: [whole, part], scope: .prisma).changes.isEmpty)
        #expect(
            Case(applied: [whole], database: [whole, part], scope: .full).changes == ["unexpected table public.w1"]
        )
    }

    @Test func `each change comes with the SQL that takes it back, in an order in which that can run`() {
        let report = Case(applied: [first], database: [first, "DROP TABLE a; CREATE TABLE b (id int)"]).report
        #expect(report.changes.count > 1)
        #expect(report.changes.allSatisfy { $0.repair != nil })
    }

    @Test func `a migration that was rolled back makes what it touches uncertain, and does not run twice`() {
        var history = MigrationHistory()
        history.applied = ["1"]
        history.rolledBack = ["2"]
        history.pending = ["2", "3"]
        let directories = ["1", "2", "3"].map { MigrationDirectory(name: $0, script: .checksums(checksums)) }
        let plan = HistoryReplay.Plan(history, directories: directories, defaultSchema: "public")
        #expect(plan.applied.map(\.name) == ["1"])
        #expect(plan.unsettled.map(\.name) == ["2"])
        #expect(plan.pending.map(\.name) == ["3"])
        let replay = plan.replayed(["1": "CREATE SCHEMA s; CREATE TABLE s.t (id int)", "2": "CREATE TABLE b (id int)"])
        #expect(replay.namespaces == ["s"])
        #expect(replay.unsettled.contains(ObjectID(.table, schema: "public", name: "b")))
    }
}
