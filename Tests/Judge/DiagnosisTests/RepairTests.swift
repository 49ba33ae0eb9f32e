import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis
@testable import MigrationSQL

@Suite struct RepairTests {
    private let a = ObjectID(.table, schema: "public", name: "a")

    @Test func `what is missing is finished in order, what is there is undone in reverse`() {
        let report = report(
            "CREATE TABLE a (x text);\nCREATE TABLE b (y text);\nCREATE INDEX i ON b (y);",
            rows: rows(of: "a", "x", estimate: 12)
        )
        #expect(report.verdict == .partiallyApplied)
        #expect(report.finish == ["CREATE TABLE b (y text);", "CREATE INDEX i ON b (y);"])
        #expect(report.undo == ["DROP TABLE \"public\".\"a\"; -- LOSES DATA (about 12 rows)"])
        #expect(report.missing.first == "create table public.b")
    }

    @Test func `each line of the way back says what it loses`() {
        let before = "CREATE TABLE a (x text, old text); CREATE TYPE e AS ENUM ('p')"
        let script = """
            ALTER TABLE a ADD y text;
            ALTER TABLE a RENAME old TO new;
            ALTER TYPE e ADD VALUE 'q';
            ALTER TABLE a ALTER x SET NOT NULL;
            """
        var found = rows(of: "a", "x", "y", "new", estimate: 0)
        let e = ObjectID(.enum, schema: "public", name: "e")
        found.append(CatalogRow(id: e, fields: [nil, nil, nil, nil, nil, "p\nq"]))
        found.append(CatalogRow(id: e.member(.enumValue, "p"), fields: []))
        found.append(CatalogRow(id: e.member(.enumValue, "q"), fields: []))
        let report = report(script, after: before, rows: found)
        #expect(report.verdict == .partiallyApplied)
        #expect(report.finish == ["ALTER TABLE a ALTER x SET NOT NULL;"])
        #expect(
            report.undo.filter { $0.contains("COLUMN") } == [
                "ALTER TABLE \"public\".\"a\" RENAME COLUMN \"new\" TO \"old\";",
                "ALTER TABLE \"public\".\"a\" DROP COLUMN \"y\"; -- loses data, if there is any (PostgreSQL estimates 0 rows)",
            ]
        )
        #expect(report.undo.contains { $0.contains("value 'q' of \"public\".\"e\" can't be dropped") })
    }

    @Test func `what may have run or not is marked in both lists`() {
        let report = report(
            "CREATE TABLE a (x text);\nUPDATE a SET x = 'y';\nCREATE TABLE b (y text);",
            rows: rows(of: "a", "x")
        )
        #expect(
            report.finish == [
                "-- line 2 may have run or not, look first: UPDATE a SET x = 'y'", "CREATE TABLE b (y text);",
            ]
        )
        #expect(
            report.undo == [
                "-- line 2 may have run or not: UPDATE a SET x = 'y'", "DROP TABLE \"public\".\"a\"; -- LOSES DATA",
            ]
        )
    }

    /// The ways out of a script that stopped before its last statement, and the schema that the way back leads to.
    private func ways(out script: String, _ history: String) -> (repair: RepairScripts, differs: [SchemaChange]) {
        let script = "\(script); CREATE TABLE later (id int)"
        let statements = replayed(script, after: history)
        let stopped = Stopped(history: history, script: script, after: statements.count - 1)
        let repair = RepairScripts(of: statements, stopped.diagnosis.statements) { _ in nil }
        let back = schema(after: [history] + statements.dropLast().map(\.text) + repair.undo)
        let comparison = SchemaComparison(scope: .full, namespaces: ["public", "s", "t"])
        return (repair, comparison.changes(expected: schema(after: [history]), observed: back))
    }

    @Test(arguments: [
        ("ALTER TABLE a RENAME x TO y", #"ALTER TABLE "public"."a" RENAME COLUMN "y" TO "x";"#),
        ("ALTER TABLE a RENAME TO c", #"ALTER TABLE "public"."c" RENAME TO "a";"#),
        ("ALTER TABLE a RENAME CONSTRAINT k TO l", #"ALTER TABLE "public"."a" RENAME CONSTRAINT "l" TO "k";"#),
        ("ALTER INDEX i RENAME TO j", #"ALTER INDEX "public"."j" RENAME TO "i";"#),
        ("ALTER SEQUENCE q RENAME TO r", #"ALTER SEQUENCE "public"."r" RENAME TO "q";"#),
        ("ALTER VIEW v RENAME TO w", #"ALTER VIEW "public"."w" RENAME TO "v";"#),
        ("ALTER MATERIALIZED VIEW m RENAME TO n", #"ALTER MATERIALIZED VIEW "public"."n" RENAME TO "m";"#),
        ("ALTER TYPE e RENAME TO f", #"ALTER TYPE "public"."f" RENAME TO "e";"#),
        ("ALTER TYPE e RENAME VALUE 'p' TO 'it''s'", #"ALTER TYPE "public"."e" RENAME VALUE 'it''s' TO 'p';"#),
        ("ALTER SCHEMA s RENAME TO t", #"ALTER SCHEMA "t" RENAME TO "s";"#),
        ("ALTER TABLE a ADD n serial", #"ALTER TABLE "public"."a" DROP COLUMN "n"; -- LOSES DATA"#),
        ("CREATE SEQUENCE n OWNED BY a.x", #"DROP SEQUENCE "public"."n"; -- loses its position"#),
        ("ALTER TABLE a ALTER x SET DEFAULT 7", #"ALTER TABLE "public"."a" ALTER COLUMN "x" DROP DEFAULT;"#),
        (
            "ALTER TABLE a ALTER o TYPE text USING 'p'",
            #"ALTER TABLE "public"."a" ALTER COLUMN "o" TYPE "public"."e" USING "o"::text::"public"."e";"#
        ),
        (
            "ALTER TABLE a ALTER l TYPE int[] USING '{}'",
            #"ALTER TABLE "public"."a" ALTER COLUMN "l" TYPE text[] USING "l"::text::text[];"#
        ),
    ])
    func `the way back from a script that stopped leads to where it began`(_ script: String, _ undo: String) {
        let history = """
            CREATE TYPE e AS ENUM ('p'); CREATE TABLE a (x int, o e, l text[], CONSTRAINT k CHECK (x > 0));
            CREATE INDEX i ON a (x); CREATE SEQUENCE q; CREATE VIEW v AS SELECT x FROM a;
            CREATE MATERIALIZED VIEW m AS SELECT x FROM a; CREATE SCHEMA s; CREATE TABLE s.t (id int)
            """
        let (repair, differs) = ways(out: script, history)
        #expect(repair.finish == ["CREATE TABLE later (id int);"])
        #expect(repair.undo == [undo] && differs.map(\.object.description) == [], "\(repair.undo) \(differs)")
    }

    @Test func `what a renamed object takes along is renamed back with it`() {
        let history = "CREATE TABLE a (x int); CREATE SCHEMA s; CREATE TABLE s.t (id int)"
        for (script, undo) in [
            ("ALTER TABLE a RENAME TO c", #"ALTER TABLE "public"."c" RENAME TO "a";"#),
            ("ALTER SCHEMA s RENAME TO t", #"ALTER SCHEMA "t" RENAME TO "s";"#),
        ] {
            let evidence = Stopped(history: history, script: script).diagnosis.statements
            var statements = replayed(script, after: history)
            for _ in 0..<2 {
                #expect(RepairScripts(of: statements, evidence) { _ in nil }.undo == [undo])
                statements[0].effects.reverse()
            }
        }
    }

    @Test(arguments: [
        (
            "ALTER TABLE a DROP y, ADD z text",
            [
                "-- column public.a.y was dropped: make it again by hand",
                #"ALTER TABLE "public"."a" DROP COLUMN "z"; -- LOSES DATA"#,
            ]
        ),
        (
            "ALTER TABLE a ALTER x SET STATISTICS 5, ALTER x SET NOT NULL",
            [
                "-- column public.a.x: set not null, statistics target back by hand"
            ]
        ),
        (
            "ALTER TABLE a ALTER y TYPE varchar(5) COLLATE \"C\"",
            [
                #"ALTER TABLE "public"."a" ALTER COLUMN "y" TYPE text USING "y"::text::text;"#,
                "-- line 1, sets a collation, which is not compared: undo by hand: ALTER TABLE a ALTER y TYPE varchar(5) "
                    + "COLLATE \"C\"",
            ]
        ),
    ])
    func `what no statement takes back is left to a person`(_ script: String, _ undo: [String]) {
        #expect(ways(out: script, "CREATE TABLE a (x int, y text)").repair.undo == undo)
    }

    @Test func `a statement that took effect in part is undone as far as it did`() {
        let report = report(
            "ALTER TABLE a ADD z text, ADD w text;\nCREATE TABLE b (y text);",
            after: "CREATE TABLE a (x text)",
            rows: rows(of: "a", "x", "z")
        )
        let byHand = "-- line 1 has taken effect in part, compare by hand: ALTER TABLE a ADD z text, ADD w text"
        #expect(report.finish == [byHand, "CREATE TABLE b (y text);"])
        #expect(report.undo == [#"ALTER TABLE "public"."a" DROP COLUMN "z"; -- LOSES DATA"#])
    }

    @Test func `properties of a column are set back, and a drop only by hand`() {
        func undo(_ before: SchemaObject?, _ after: SchemaObject?, _ id: ObjectID) -> String {
            let effect = ReplayedStatement.Effect(
                id: id,
                before: before.map { .present($0) } ?? .absent,
                after: after.map { .present($0) } ?? .absent
            )
            return UndoStatement(effect, rows: { _ in nil }).sql
        }
        let column = a.member(.column, "x")
        let before = SchemaObject([
            .type: .type(TypeReference(name: "varchar", modifiers: "20")), .notNull: .flag(true),
            .defaultValue: .literal("it's"),
        ])
        let after = SchemaObject([
            .type: .type(TypeReference(name: "text")), .notNull: .flag(false), .defaultValue: .text(""),
        ])
        #expect(
            undo(before, after, column)
                == "ALTER TABLE \"public\".\"a\" ALTER COLUMN \"x\" TYPE varchar(20) USING \"x\"::text::varchar(20), "
                + "ALTER COLUMN \"x\" SET NOT NULL, ALTER COLUMN \"x\" SET DEFAULT 'it''s';"
        )
        var same = before
        same.dependencies = [.schema("s")]
        #expect(undo(before, same, column).hasPrefix("-- column public.a.x: "))
        #expect(undo(before, nil, column) == "-- column public.a.x was dropped: make it again by hand")
        #expect(undo(nil, after, column) == "ALTER TABLE \"public\".\"a\" DROP COLUMN \"x\"; -- LOSES DATA")
        #expect(undo(nil, after, .schema("s")) == "DROP SCHEMA \"s\";")
        #expect(
            undo(nil, after, ObjectID(.function, schema: "s", name: "f(int4)")) == "DROP ROUTINE \"s\".\"f\"(int4);"
        )
        #expect(undo(nil, after, a.member(.trigger, "t")) == "DROP TRIGGER \"t\" ON \"public\".\"a\";")
    }
}
