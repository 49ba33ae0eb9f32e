import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

/// The SQL that makes missing objects anew: whole, or left to a person.
@Suite struct DefinitionTests {
    /// What takes the change back, and what still differs once that has run.
    private func repair(
        _ history: String,
        _ byHand: String,
        _ scope: DriftScope = .full,
        namespaces: Set<String> = ["public"]
    ) -> (sql: [String], rest: [String]) {
        let expected = schema(after: [history])
        let comparison = SchemaComparison(scope: scope, namespaces: namespaces)
        func changes(_ observed: DatabaseSchema) -> [SchemaChange] {
            let changes = comparison.changes(expected: expected, observed: observed)
            return SchemaComparison.repaired(changes, expected: expected, observed: observed)
        }
        let sql = changes(schema(after: [history, byHand])).compactMap(\.repair)
        let rest = changes(schema(after: [history, byHand, sql.joined(separator: "\n")]))
        return (sql, rest.map(\.object.description))
    }

    private func byHand(_ object: String) -> String { "-- \(object): look at it and mend it by hand" }

    @Test(arguments: [
        ("CREATE EXTENSION citext", "DROP EXTENSION citext", #"CREATE EXTENSION IF NOT EXISTS "citext";"#),
        ("CREATE SEQUENCE s", "DROP SEQUENCE s", #"CREATE SEQUENCE "public"."s";"#),
        (
            "CREATE SEQUENCE s AS smallint INCREMENT -2 MINVALUE -9 MAXVALUE 7 START 5 CYCLE", "DROP SEQUENCE s",
            #"CREATE SEQUENCE "public"."s" AS int2 INCREMENT -2 MINVALUE -9 MAXVALUE 7 START 5 CYCLE;"#
        ),
        (
            "CREATE TABLE a (x int, y text); CREATE UNIQUE INDEX i ON a (y COLLATE \"C\" text_pattern_ops NULLS FIRST)",
            "DROP INDEX i",
            #"CREATE UNIQUE INDEX "i" ON "public"."a" ("y" COLLATE "C" text_pattern_ops NULLS FIRST);"#
        ),
        (
            "CREATE TABLE a (x int, y text); CREATE INDEX i ON a (x DESC NULLS LAST, y DESC) INCLUDE (x, y)",
            "DROP INDEX i",
            #"CREATE INDEX "i" ON "public"."a" ("x" DESC NULLS LAST, "y" DESC) INCLUDE ("x", "y");"#
        ),
        (
            "CREATE TABLE a (x int); CREATE UNIQUE INDEX i ON a (x) NULLS NOT DISTINCT", "DROP INDEX i",
            #"CREATE UNIQUE INDEX "i" ON "public"."a" ("x") NULLS NOT DISTINCT;"#
        ),
        (
            "CREATE TABLE a (x int); CREATE TABLE b (y int)",
            "ALTER TABLE b ADD z int; DROP TABLE b; CREATE TABLE b ()",
            #"ALTER TABLE "public"."b" ADD COLUMN "y" int4;"#
        ),
        (
            "CREATE TABLE a (x int, y int, CONSTRAINT k PRIMARY KEY (x) INCLUDE (y) DEFERRABLE)",
            "ALTER TABLE a DROP CONSTRAINT k",
            #"ALTER TABLE "public"."a" ADD CONSTRAINT "k" PRIMARY KEY ("x") INCLUDE ("y") DEFERRABLE;"#
        ),
        (
            "CREATE TABLE a (x int, y int, CONSTRAINT k UNIQUE NULLS NOT DISTINCT (x, y) INITIALLY DEFERRED)",
            "ALTER TABLE a DROP CONSTRAINT k",
            #"ALTER TABLE "public"."a" ADD CONSTRAINT "k" "#
                + #"UNIQUE NULLS NOT DISTINCT ("x", "y") DEFERRABLE INITIALLY DEFERRED;"#
        ),
        (
            """
            CREATE TABLE a (x int PRIMARY KEY, y int);
            ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (y) REFERENCES a MATCH FULL ON UPDATE SET NULL DEFERRABLE NOT VALID
            """,
            "ALTER TABLE a DROP CONSTRAINT k",
            #"ALTER TABLE "public"."a" ADD CONSTRAINT "k" FOREIGN KEY ("y") REFERENCES "public"."a" ("x") "#
                + "MATCH FULL ON UPDATE SET NULL DEFERRABLE NOT VALID;"
        ),
        ("CREATE TABLE a ()", "DROP TABLE a", "CREATE TABLE \"public\".\"a\" (\n\n);"),
    ])
    func `what is missing is made as it was`(_ history: String, _ byHand: String, _ sql: String) {
        let repair = repair(history, byHand)
        #expect(repair.sql == [sql])
        #expect(repair.rest == [])
    }

    @Test func `a missing value of an enum is added`() {
        let repair = repair("CREATE TYPE e AS ENUM ('p', 'it''s')", "DROP TYPE e; CREATE TYPE e AS ENUM ('p')", .prisma)
        #expect(repair.sql == [#"ALTER TYPE "public"."e" ADD VALUE 'it''s';"#])
        #expect(repair.rest == [])
    }

    @Test func `a table is made with its own keys and indexes, and with no other's`() {
        let history = """
            CREATE TABLE a (id serial PRIMARY KEY, x int, m text, CONSTRAINT k UNIQUE (m));
            CREATE INDEX i ON a (x); CREATE UNIQUE INDEX u ON a (x, m);
            CREATE TABLE b (y int); CREATE INDEX j ON b (y);
            CREATE SCHEMA s; CREATE TABLE s.a (other int); CREATE INDEX n ON s.a (other)
            """
        let repair = repair(history, "DROP TABLE a", .prisma, namespaces: ["public", "s"])
        #expect(
            repair.sql == [
                """
                CREATE TABLE "public"."a" (
                    "id" serial,
                    "m" text,
                    "x" int4,
                    CONSTRAINT "a_pkey" PRIMARY KEY ("id")
                );
                CREATE INDEX "i" ON "public"."a" ("x");
                CREATE UNIQUE INDEX "u" ON "public"."a" ("x", "m");
                ALTER TABLE "public"."a" ADD CONSTRAINT "k" UNIQUE ("m");
                """
            ]
        )
        #expect(repair.rest == [])
    }

    @Test(arguments: [
        ("CREATE TABLE a AS SELECT 1 AS one", "DROP TABLE a", "table public.a"),
        ("CREATE TABLE a AS SELECT 1 AS one; ALTER TABLE a ADD x int", "DROP TABLE a", "table public.a"),
        ("CREATE TABLE a (x int) PARTITION BY RANGE (x)", "DROP TABLE a", "table public.a"),
        ("CREATE TABLE a (x int, g int GENERATED ALWAYS AS (x + 1) STORED)", "DROP TABLE a", "table public.a"),
        (
            "CREATE TABLE a (x int, g int GENERATED ALWAYS AS (x + 1) STORED)", "ALTER TABLE a DROP g",
            "column public.a.g"
        ),
        ("CREATE TABLE a (x int); CREATE INDEX i ON a (x) WHERE x > 0", "DROP INDEX i", "index public.i"),
        ("CREATE TABLE a (x int); CREATE INDEX i ON a ((x + 1))", "DROP INDEX i", "index public.i"),
        ("CREATE VIEW v AS SELECT 1 AS one", "DROP VIEW v", "view public.v"),
        ("CREATE TABLE a (x int DEFAULT 1 + f())", "ALTER TABLE a DROP x", "column public.a.x"),
        ("CREATE TABLE a (x int DEFAULT \"F\"())", "ALTER TABLE a DROP x", "column public.a.x"),
        ("CREATE TABLE a (x int DEFAULT f(1))", "ALTER TABLE a DROP x", "column public.a.x"),
        ("CREATE TABLE a (x text DEFAULT current_user)", "ALTER TABLE a DROP x", "column public.a.x"),
    ])
    func `what the model knows in part, or in other words, is left to a person`(
        _ history: String,
        _ byHand: String,
        _ object: String
    ) {
        let sql = repair(history, byHand).sql
        #expect(sql.contains(self.byHand(object)), "\(sql)")
        #expect(sql.allSatisfy { $0.hasPrefix("--") })
    }

    @Test func `a default that calls a function without arguments is written as that call`() {
        let repair = repair("CREATE TABLE a (x uuid DEFAULT uuid_generate_v4())", "ALTER TABLE a DROP x")
        #expect(repair.sql == [#"ALTER TABLE "public"."a" ADD COLUMN "x" uuid DEFAULT uuid_generate_v4();"#])
        #expect(repair.rest == [])
    }

    @Test(arguments: DriftScope.allCases)
    func `a column that no longer counts up needs a person, who knows which sequence it is`(_ scope: DriftScope) {
        let repair = repair("CREATE TABLE a (id serial)", "ALTER TABLE a ALTER id DROP DEFAULT", scope)
        #expect(repair.sql == [byHand("column public.a.id")])
    }

    @Test func `the sequence of a column comes with the column`() {
        let repair = repair("CREATE TABLE a (id serial)", "DROP TABLE a")
        #expect(
            repair.sql == [
                "CREATE TABLE \"public\".\"a\" (\n    \"id\" serial\n);", byHand("sequence public.a_id_seq"),
            ]
        )
        #expect(repair.rest == [])
    }

    @Test(arguments: [
        // The one clause without the other would leave the column otherwise than it was.
        (
            "CREATE TABLE a (x int, g int NOT NULL)",
            "ALTER TABLE a DROP g; ALTER TABLE a ADD g int GENERATED ALWAYS AS (x + 1) STORED", "column public.a.g"
        ),
        (
            "CREATE TABLE a (id serial)",
            "ALTER TABLE a ALTER id DROP DEFAULT; ALTER TABLE a ALTER id ADD GENERATED ALWAYS AS IDENTITY",
            "column public.a.id"
        ),
    ])
    func `a column of which not every difference can be altered is left to a person`(
        _ history: String,
        _ byHand: String,
        _ object: String
    ) {
        let sql = repair(history, byHand).sql
        #expect(sql.contains(self.byHand(object)), "\(sql)")
        #expect(!sql.contains { $0.hasPrefix("ALTER TABLE") }, "\(sql)")
    }
}
