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
        #expect(undo(before, nil, column) == "-- column public.a.x was dropped: make it again by hand")
        #expect(undo(nil, after, column) == "ALTER TABLE \"public\".\"a\" DROP COLUMN \"x\"; -- LOSES DATA")
        #expect(undo(nil, after, .schema("s")) == "DROP SCHEMA \"s\";")
        #expect(
            undo(nil, after, ObjectID(.function, schema: "s", name: "f(int4)")) == "DROP ROUTINE \"s\".\"f\"(int4);"
        )
        #expect(undo(nil, after, a.member(.trigger, "t")) == "DROP TRIGGER \"t\" ON \"public\".\"a\";")
    }
}
