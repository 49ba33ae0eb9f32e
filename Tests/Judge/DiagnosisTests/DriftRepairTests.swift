import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

/// The SQL that takes drift back: what it is, and that it brings the schema back that was expected.
@Suite struct DriftRepairTests {
    private static let history = """
        CREATE TYPE e AS ENUM ('p', 'it''s');
        CREATE TABLE a (
            id serial PRIMARY KEY, x int NOT NULL DEFAULT 1, y varchar(20), m e DEFAULT 'p', l text[] NOT NULL DEFAULT '{}',
            at timestamptz NOT NULL DEFAULT now(), u uuid DEFAULT gen_random_uuid(), k int CONSTRAINT a_k UNIQUE
        );
        CREATE TABLE b (id int PRIMARY KEY, a_id int, CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE);
        CREATE INDEX i ON a (x DESC, y text_pattern_ops);
        CREATE UNIQUE INDEX w ON a (y);
        CREATE INDEX g ON a USING hash (x);
        """

    private func changes(_ byHand: String, _ scope: DriftScope = .prisma, then repair: String = "") -> [SchemaChange] {
        let expected = schema(after: [Self.history])
        let observed = schema(after: [Self.history, byHand, repair])
        let changes = SchemaComparison(scope: scope, namespaces: ["public"])
            .changes(expected: expected, observed: observed)
        return SchemaComparison.repaired(changes, expected: expected, observed: observed)
    }

    @Test(arguments: [
        (
            "DROP TABLE b",
            #"CREATE TABLE "public"."b" (\#n    "a_id" int4,\#n    "id" int4 NOT NULL,\#n"#
                + #"    CONSTRAINT "b_pkey" PRIMARY KEY ("id")\#n);\#n"#
                + #"ALTER TABLE "public"."b" ADD CONSTRAINT "f" FOREIGN KEY ("a_id") REFERENCES "public"."a" ("id") ON DELETE CASCADE;"#
        ),
        ("CREATE TABLE c (id int)", #"DROP TABLE "public"."c"; -- LOSES DATA"#),
        ("ALTER TABLE a DROP id CASCADE", ""),
        ("ALTER TABLE a DROP x", ""),
        ("ALTER TABLE a DROP m", #"ALTER TABLE "public"."a" ADD COLUMN "m" "public"."e" DEFAULT 'p';"#),
        ("ALTER TABLE a DROP l", #"ALTER TABLE "public"."a" ADD COLUMN "l" text[] NOT NULL DEFAULT '{}';"#),
        (
            "ALTER TABLE a DROP at",
            #"ALTER TABLE "public"."a" ADD COLUMN "at" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP;"#
        ),
        ("ALTER TABLE a DROP u", #"ALTER TABLE "public"."a" ADD COLUMN "u" uuid DEFAULT gen_random_uuid();"#),
        ("ALTER TABLE a ADD z int", #"ALTER TABLE "public"."a" DROP COLUMN "z"; -- LOSES DATA"#),
        ("ALTER TABLE a ALTER x DROP DEFAULT", #"ALTER TABLE "public"."a" ALTER COLUMN "x" SET DEFAULT '1';"#),
        ("ALTER TABLE a ALTER y SET DEFAULT 'q'", #"ALTER TABLE "public"."a" ALTER COLUMN "y" DROP DEFAULT;"#),
        ("ALTER TABLE a ALTER x DROP NOT NULL, ALTER y SET NOT NULL", ""),
        ("ALTER TABLE a ALTER x DROP NOT NULL", #"ALTER TABLE "public"."a" ALTER COLUMN "x" SET NOT NULL;"#),
        ("ALTER TABLE a ALTER y SET NOT NULL", #"ALTER TABLE "public"."a" ALTER COLUMN "y" DROP NOT NULL;"#),
        (
            "ALTER TABLE a ALTER y TYPE text",
            #"ALTER TABLE "public"."a" ALTER COLUMN "y" TYPE varchar(20) "#
                + #"USING "y"::text::varchar(20); -- MAY LOSE DATA: values are cast"#
        ),
        (
            "ALTER TABLE b DROP CONSTRAINT f",
            #"ALTER TABLE "public"."b" ADD CONSTRAINT "f" FOREIGN KEY ("a_id") "#
                + #"REFERENCES "public"."a" ("id") ON DELETE CASCADE;"#
        ),
        (
            "ALTER TABLE b DROP CONSTRAINT f; ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a (id)",
            #"ALTER TABLE "public"."b" DROP CONSTRAINT "f";\#nALTER TABLE "public"."b" ADD CONSTRAINT "f" FOREIGN KEY "#
                + #"("a_id") REFERENCES "public"."a" ("id") ON DELETE CASCADE;"#
        ),
        ("ALTER TABLE b RENAME CONSTRAINT f TO other", #"ALTER TABLE "public"."b" RENAME CONSTRAINT "other" TO "f";"#),
        ("DROP INDEX i", #"CREATE INDEX "i" ON "public"."a" ("x" DESC, "y" text_pattern_ops);"#),
        ("DROP INDEX w", #"CREATE UNIQUE INDEX "w" ON "public"."a" ("y");"#),
        ("DROP INDEX g", #"CREATE INDEX "g" ON "public"."a" USING hash ("x");"#),
        (
            "DROP INDEX g; CREATE INDEX g ON a (x)",
            #"DROP INDEX "public"."g";\#nCREATE INDEX "g" ON "public"."a" USING hash ("x");"#
        ),
        ("ALTER INDEX g RENAME TO h", #"ALTER INDEX "public"."h" RENAME TO "g";"#),
        ("CREATE INDEX n ON a (y, x)", #"DROP INDEX "public"."n";"#),
        ("ALTER TABLE b ADD CONSTRAINT n UNIQUE (a_id)", #"ALTER TABLE "public"."b" DROP CONSTRAINT "n";"#),
        (
            "ALTER TABLE b DROP CONSTRAINT b_pkey",
            #"ALTER TABLE "public"."b" ADD CONSTRAINT "b_pkey" PRIMARY KEY ("id");"#
        ),
        ("DROP TYPE e CASCADE", ""),
    ])
    func `the SQL that takes a change back brings back what was expected`(_ byHand: String, _ sql: String) {
        let repair = changes(byHand).compactMap(\.repair)
        #expect(!repair.isEmpty)
        if !sql.isEmpty { #expect(repair == [sql]) }
        #expect(changes(byHand, then: repair.joined(separator: "\n")).map(\.object.description) == [])
    }

    @Test func `a foreign key goes before the keys that it rests on and comes after them, and columns go last`() {
        let byHand = """
            ALTER TABLE b DROP CONSTRAINT f, DROP CONSTRAINT b_pkey;
            ALTER TABLE b ADD CONSTRAINT other FOREIGN KEY (id) REFERENCES a (k);
            CREATE INDEX n ON b (a_id); DROP INDEX w;
            ALTER TABLE a ADD z int, ALTER x DROP DEFAULT;
            """
        #expect(
            changes(byHand).map { "\($0.form.rawValue) \($0.kind)" } == [
                "unexpected foreign_key", "unexpected index", "different column", "missing primary_key",
                "missing unique",
                "missing foreign_key", "unexpected column",
            ]
        )
    }

    @Test func `an invalid index is built again`() {
        let expected = schema(after: [Self.history])
        var observed = expected
        observed.set(ObjectID(.index, schema: "public", name: "g"), .valid, .flag(false))
        let changes = SchemaComparison(scope: .prisma, namespaces: ["public"])
            .changes(expected: expected, observed: observed)
        let repaired = SchemaComparison.repaired(changes, expected: expected, observed: observed)
        #expect(repaired.map(\.repair) == [#"REINDEX INDEX CONCURRENTLY "public"."g";"#])
    }

    @Test func `in the full scope keys are named as what they are, and what the model can't spell is left to a person`()
    {
        #expect(
            changes("ALTER TABLE a DROP CONSTRAINT a_k", .full).map(\.repair)
                == [#"ALTER TABLE "public"."a" ADD CONSTRAINT "a_k" UNIQUE ("k");"#]
        )
        #expect(
            changes("CREATE SEQUENCE s", .full).map(\.repair) == [#"DROP SEQUENCE "public"."s"; -- loses its position"#]
        )
    }
}
