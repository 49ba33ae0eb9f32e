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
}
