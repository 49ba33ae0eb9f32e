import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

/// Keys and indexes of one name, and the order in which they come and go.
@Suite struct KeyRepairTests {
    private func changes(_ history: String, _ byHand: String, _ scope: DriftScope) -> [SchemaChange] {
        let (expected, observed) = (schema(after: [history]), schema(after: [history, byHand]))
        let changes = SchemaComparison(scope: scope, namespaces: ["public"])
            .changes(expected: expected, observed: observed)
        return SchemaComparison.repaired(changes, expected: expected, observed: observed)
    }

    private static let table = "CREATE TABLE a (x int); CREATE TABLE b (y int)"

    /// Objects besides a unique constraint that may have its name: in other tables and namespaces, or of other kinds; and others like it.
    private static let namesakes = (0..<9)
        .map { place in
            """
            CREATE TABLE t\(place) (n int, CONSTRAINT n CHECK (n > 0), CONSTRAINT u\(place) UNIQUE (n));
            CREATE SCHEMA s\(place); CREATE TABLE s\(place).t (n int, CONSTRAINT n UNIQUE (n));
            """
        }
        .joined(separator: "\n")

    @Test func `of all that has its name the unique constraint is dropped that a unique index stands for`() {
        let unique = "ALTER TABLE b ADD CONSTRAINT n UNIQUE (y)"
        #expect(
            changes("\(Self.table); \(Self.namesakes)", unique, .prisma).map(\.repair)
                == [#"ALTER TABLE "public"."b" DROP CONSTRAINT "n";"#]
        )
        #expect(
            changes("\(Self.table); \(Self.namesakes); \(unique)", "ALTER TABLE b DROP CONSTRAINT n", .prisma)
                .map(\.repair) == [#"ALTER TABLE "public"."b" ADD CONSTRAINT "n" UNIQUE ("y");"#]
        )
    }

    @Test(arguments: [
        (
            "", "CREATE UNIQUE INDEX n ON a (x); ALTER TABLE b ADD CONSTRAINT n CHECK (y > 0)",
            #"DROP INDEX "public"."n";"#
        ),
        (
            "ALTER TABLE a ADD n int; ALTER TABLE b ADD CONSTRAINT n UNIQUE (y)", "ALTER TABLE a DROP n",
            #"ALTER TABLE "public"."a" ADD COLUMN "n" int4;"#
        ),
        (
            "ALTER TABLE b ADD CONSTRAINT n UNIQUE (y)", "ALTER TABLE a ADD n int",
            #"ALTER TABLE "public"."a" DROP COLUMN "n"; -- LOSES DATA"#
        ),
    ])
    func `what has the name of another table's constraint is made and dropped itself`(
        _ history: String,
        _ byHand: String,
        _ sql: String
    ) {
        #expect(changes("\(Self.table); \(history)", byHand, .prisma).map(\.repair) == [sql])
    }

    @Test func `what comes and goes does so before what rests on it, and after what it rests on`() {
        let history = """
            CREATE TABLE a (x int, y int, CONSTRAINT gone UNIQUE (x)); CREATE TABLE b (x int, w int);
            CREATE INDEX i ON a (y);
            CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
            """
        let byHand = """
            ALTER TABLE a DROP CONSTRAINT gone; DROP INDEX i; DROP FUNCTION f();
            ALTER TABLE b DROP x;
            ALTER TABLE a ADD CONSTRAINT n UNIQUE (y); ALTER TABLE b ADD CONSTRAINT o FOREIGN KEY (w) REFERENCES a (y);
            """
        #expect(
            changes(history, byHand, .full).map { "\($0.form.rawValue) \($0.object)" } == [
                "unexpected public.b.o", "unexpected public.a.n", "missing public.b.x", "missing public.f()",
                "missing public.a.gone", "missing public.i",
            ]
        )
    }
}
