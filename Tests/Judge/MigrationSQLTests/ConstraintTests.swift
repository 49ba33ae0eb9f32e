import MigrationSQL
import SchemaModel
import Testing

@Suite struct ConstraintTests {
    private static let history = "CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE a (x int, y int)"
    /// Whether the parser is one of PostgreSQL 18 or later.
    private static let knowsEnforcement = statements("ALTER TABLE a ADD NOT NULL x")
        .allSatisfy {
            !$0.outcome.isUnfollowed
        }

    @Test(
        arguments: [
            ("FOREIGN KEY (x) REFERENCES b", SchemaObject.Facet.match, FacetValue.text("s")),
            ("FOREIGN KEY (x) REFERENCES b MATCH FULL", .match, .text("f")),
            ("CHECK (x > 0)", .noInherit, .flag(false)), ("CHECK (x > 0) NO INHERIT", .noInherit, .flag(true)),
            ("EXCLUDE (x WITH =)", .method, .text("btree")), ("EXCLUDE USING gist (x WITH =)", .method, .text("gist")),
            ("EXCLUDE (x WITH =)", .predicate, .text("")),
            ("EXCLUDE (x WITH =) WHERE (y > 0)", .predicate, .condition("y > 0")),
            ("UNIQUE (x)", .include, .names([])), ("UNIQUE (x) INCLUDE (y)", .include, .names(["y"])),
            ("UNIQUE (x)", .nullsNotDistinct, .flag(false)),
            ("UNIQUE NULLS NOT DISTINCT (x)", .nullsNotDistinct, .flag(true)),
            ("UNIQUE (x) DEFERRABLE", .deferrable, .flag(true)), ("CHECK (x > 0) NOT VALID", .validated, .flag(false)),
        ] as [(String, SchemaObject.Facet, FacetValue)]
    )
    func `a constraint has the properties that it is given, or PostgreSQL's own`(
        _ text: String,
        _ facet: SchemaObject.Facet,
        _ value: FacetValue
    ) {
        let schema = replayed(Self.history, "ALTER TABLE a ADD CONSTRAINT c \(text)")
        #expect(schema.facet(facet, .constraint, "public.a.c") == value)
    }

    @Test func `an exclusion is another with another operator`() {
        func definition(_ operation: String) -> FacetValue? {
            replayed("CREATE TABLE a (x int4range, CONSTRAINT c EXCLUDE USING gist (x WITH \(operation)))")
                .facet(.definition, .constraint, "public.a.c")
        }
        #expect(definition("&&") == definition("&&"))
        #expect(definition("&&") != definition("-|-"))
    }

    @Test(arguments: [
        ("UNIQUE DEFERRABLE", "a_x_key", false), ("UNIQUE INITIALLY DEFERRED", "a_x_key", true),
        ("PRIMARY KEY DEFERRABLE", "a_pkey", false),
        ("REFERENCES b DEFERRABLE INITIALLY DEFERRED", "a_x_fkey", true),
        ("CHECK (x > 0) NOT NULL REFERENCES b DEFERRABLE", "a_x_fkey", false),
    ])
    func `what stands behind a column's constraint is about that one alone`(
        _ constraints: String,
        _ name: String,
        _ isDeferred: Bool
    ) {
        let table = "CREATE TABLE a (w int UNIQUE, x int \(constraints), y int UNIQUE REFERENCES b)"
        let schema = replayed("CREATE TABLE b (id int PRIMARY KEY)", table)
        func having(_ facet: SchemaObject.Facet) -> [String] {
            schema.names(.constraint).filter { schema.facet(facet, .constraint, $0) == .flag(true) }
        }
        #expect(having(.deferrable) == ["public.a.\(name)"])
        #expect(having(.initiallyDeferred) == (isDeferred ? ["public.a.\(name)"] : []))
    }

    @Test(.enabled(if: knowsEnforcement), arguments: ["CHECK (x > 0)", "REFERENCES b"])
    func `what is not enforced is not validated`(_ constraint: String) {
        let table = "CREATE TABLE a (x int CONSTRAINT c \(constraint) NOT ENFORCED)"
        let schema = replayed("CREATE TABLE b (id int PRIMARY KEY); \(table)")
        #expect(schema.facet(.validated, .constraint, "public.a.c") == .flag(false))
    }

    @Test(.enabled(if: knowsEnforcement)) func `a foreign key that is enforced is validated`() {
        let schema = replayed(
            "CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE a (x int CONSTRAINT c REFERENCES b NOT ENFORCED)",
            "ALTER TABLE a ALTER CONSTRAINT c ENFORCED"
        )
        #expect(schema.facet(.validated, .constraint, "public.a.c") == .flag(true))
    }

    @Test(.enabled(if: knowsEnforcement))
    func `a constraint is checked when it was before, where only its enforcement is altered`() {
        let schema = replayed(
            "\(Self.history); ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (x) REFERENCES b INITIALLY DEFERRED",
            "ALTER TABLE a ALTER CONSTRAINT c NOT ENFORCED"
        )
        #expect(schema.facet(.deferrable, .constraint, "public.a.c") == .flag(true))
        #expect(schema.facet(.initiallyDeferred, .constraint, "public.a.c") == .flag(true))
        #expect(schema.facet(.validated, .constraint, "public.a.c") == .flag(false))
    }

    @Test func `ALTER CONSTRAINT tells when a constraint is checked`() {
        let history = "\(Self.history); ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (x) REFERENCES b NOT VALID"
        let late = replayed(history, "ALTER TABLE a ALTER CONSTRAINT c DEFERRABLE INITIALLY DEFERRED")
        #expect(late.facet(.deferrable, .constraint, "public.a.c") == .flag(true))
        #expect(late.facet(.initiallyDeferred, .constraint, "public.a.c") == .flag(true))
        #expect(late.facet(.validated, .constraint, "public.a.c") == .flag(false))
    }

    @Test(
        .enabled(if: knowsEnforcement),
        arguments: [
            ("CREATE TABLE a (x int, CONSTRAINT c NOT NULL x)", "SELECT 1"),
            ("CREATE TABLE a (x int)", "ALTER TABLE a ADD CONSTRAINT c NOT NULL x"),
        ]
    )
    func `NOT NULL as a table's constraint is the column's property`(_ table: String, _ change: String) {
        let schema = replayed(table, change)
        #expect(schema.facet(.notNull, .column, "public.a.x") == .flag(true))
        #expect(schema.names(.constraint).isEmpty)
    }

    @Test func `a foreign key that names no columns refers to the primary key`() {
        let schema = replayed(
            "CREATE TABLE b (t int UNIQUE, u int UNIQUE, v int UNIQUE CHECK (v > 0), w int UNIQUE, id int PRIMARY KEY)",
            "CREATE TABLE a (x int REFERENCES b); ALTER TABLE given ADD FOREIGN KEY (x) REFERENCES b"
        )
        #expect(schema.facet(.referencedColumns, .constraint, "public.a.a_x_fkey") == .names(["id"]))
        #expect(schema.facet(.referencedColumns, .constraint, "public.given.given_x_fkey") == .names(["id"]))
    }

    @Test func `a key that is made of an index takes its columns and its place`() {
        let schema = replayed(
            "CREATE TABLE a (x int, y int); CREATE UNIQUE INDEX i ON a (x, y)",
            "ALTER TABLE a ADD PRIMARY KEY USING INDEX i"
        )
        #expect(schema.facet(.columns, .constraint, "public.a.i") == .names(["x", "y"]))
        #expect(schema.facet(.notNull, .column, "public.a.y") == .flag(true))
        #expect(schema.names(.index).isEmpty)
        let given = replayed("ALTER TABLE given ADD CONSTRAINT c UNIQUE USING INDEX i")
        let key = ObjectID(.constraint, schema: "public", owner: "given", name: "c")
        #expect(given.objects[key]?.facets[.columns] == .unknown)
    }
}
