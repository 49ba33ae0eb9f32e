import MigrationSQL
import SchemaModel
import Testing

@Suite struct FunctionTests {
    private static let rest = "RETURNS int LANGUAGE sql AS 'SELECT 1'"
    private static let history = "CREATE FUNCTION f() \(rest)"

    @Test func `CREATE OR REPLACE replaces what is there`() {
        let script = statements(
            "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'; CREATE FUNCTION g() \(Self.rest)",
            after: Self.history
        )
        #expect(script.changed == [["function public.f()"], ["function public.g()"]])
        #expect(script.map(\.outcome.replaces) == [true, false])
        #expect(script.allSatisfy { $0.outcome.doubt == nil && $0.outcome.unverifiable.isEmpty })
    }

    @Test func `a function that no script made is looked for in the search path`() {
        let script = statements("CREATE SCHEMA s; SET search_path = s; DROP FUNCTION IF EXISTS f(int)")
        #expect(script.last?.outcome.missing == [ObjectID(.function, schema: "s", name: "f(int4)")])
    }

    @Test(arguments: [
        ("CREATE TABLE s.a (x text)", "CREATE TYPE a AS (x int)", ["s.f(text)"]),
        ("CREATE TYPE s.a AS (x text)", "CREATE TABLE a (x int)", ["s.f(text)"]),
        // The types of a view's columns are not known.
        ("CREATE VIEW s.a AS SELECT 'y'::text AS x", "CREATE TABLE a (x int)", []),
        ("CREATE MATERIALIZED VIEW s.a AS SELECT 'y'::text AS x", "CREATE TABLE a (x int)", []),
    ])
    func `%TYPE is that of the first relation along the search path`(
        _ first: String,
        _ second: String,
        _ names: [String]
    ) {
        let schema = replayed(
            """
            CREATE SCHEMA s;
            \(first);
            \(second);
            SET search_path = s, public;
            CREATE FUNCTION f(n a.x%TYPE) \(Self.rest);
            """
        )
        #expect(schema.names(.function) == names)
    }

    @Test func `a function whose arguments are not known may be any`() {
        let script = statements("CREATE FUNCTION g(n nowhere.x%TYPE) \(Self.rest)", after: Self.history)
        #expect(script.changed == [[]])
        #expect(script.map(\.outcome.isUnfollowed) == [true])
    }

    @Test(arguments: [
        ("CREATE TYPE d AS ENUM ()", "DROP TYPE d CASCADE"), ("CREATE DOMAIN d AS int", "DROP DOMAIN d CASCADE"),
        ("CREATE TYPE d AS (n int)", "DROP TYPE d CASCADE"),
        ("CREATE TYPE d AS RANGE (subtype = int4)", "DROP TYPE d CASCADE"),
        ("CREATE TABLE d ()", "DROP TABLE d CASCADE"),
        ("CREATE VIEW d AS SELECT 1 AS one", "DROP VIEW d CASCADE"),
        ("CREATE MATERIALIZED VIEW d AS SELECT 1 AS one", "DROP MATERIALIZED VIEW d CASCADE"),
    ])
    func `a function goes with the types of its arguments and of its result`(_ made: String, _ dropped: String) {
        let functions = """
            CREATE FUNCTION taking(n d) \(Self.rest);
            CREATE FUNCTION giving() RETURNS SETOF d LANGUAGE sql AS 'SELECT 1';
            """
        #expect(replayed(made, "\(functions) \(Self.history)").names(.function).count == 3)
        #expect(replayed(made, "\(functions) \(Self.history)", dropped).names(.function) == ["public.f()"])
    }

    @Test(arguments: ["TABLE", "VIEW", "MATERIALIZED VIEW"])
    func `a function goes with a relation that no script made`(_ kind: String) {
        let script = statements("DROP \(kind) given CASCADE", after: "CREATE FUNCTION f(n given) \(Self.rest)")
        #expect(script.changed.first?.contains("function public.f(given)") == true)
    }

    @Test func `a function does not go with what has a type's old name`() {
        let schema = replayed(
            "CREATE TYPE e AS ENUM (); CREATE FUNCTION f(n e) \(Self.rest)",
            "ALTER TYPE e RENAME TO e2; CREATE TABLE e (); DROP TABLE e CASCADE"
        )
        #expect(schema.names(.function).count == 1)
    }

    @Test(
        arguments: [
            ("LANGUAGE plpgsql AS 'BEGIN END'", .text("BEGIN END"), "plpgsql"),
            ("AS 'SELECT 1' LANGUAGE SQL", .text("SELECT 1"), "sql"),
            // What the catalog holds is made by the server, or the name in the library.
            ("LANGUAGE sql RETURN 1", .unknown, "sql"), ("LANGUAGE c AS 'library', 'symbol'", .unknown, "c"),
        ] as [(String, FacetValue, String)]
    )
    func `a function has its source and its language`(_ options: String, _ source: FacetValue, _ language: String) {
        let schema = replayed("CREATE FUNCTION f() RETURNS int \(options)")
        #expect(schema.facet(.source, .function, "public.f()") == source)
        #expect(schema.facet(.language, .function, "public.f()") == .text(language))
    }

    @Test(
        arguments: [
            ("STABLE", .volatility, .text("s")), ("IMMUTABLE", .volatility, .text("i")),
            ("SECURITY DEFINER", .securityDefiner, .flag(true)),
        ] as [(String, SchemaObject.Facet, FacetValue)]
    )
    func `ALTER FUNCTION changes one property`(_ option: String, _ facet: SchemaObject.Facet, _ value: FacetValue) {
        let script = statements("ALTER FUNCTION f() \(option)", after: Self.history)
        #expect(script.changed == [["function public.f()"]])
        #expect(script.allSatisfy { $0.outcome.unverifiable.isEmpty })
        var functions = [replayed("CREATE FUNCTION f() RETURNS int LANGUAGE sql \(option) AS 'SELECT 1'")]
        functions.append(replayed(Self.history, "ALTER FUNCTION f() \(option)"))
        #expect(functions.map { $0.facet(facet, .function, "public.f()") } == [value, value])
        #expect(functions[0].objects == functions[1].objects)
        #expect(replayed(Self.history).facet(facet, .function, "public.f()") != value)
        let back = replayed(
            Self.history,
            "ALTER FUNCTION f() \(option)",
            "ALTER FUNCTION f() VOLATILE SECURITY INVOKER"
        )
        #expect(back.objects == replayed(Self.history).objects)
    }

    @Test(arguments: [
        ("DROP FUNCTION s.f()", "public.f(int4) public.f(text) public.g(int4) s.g(text)"),
        ("SET search_path = t, public; DROP FUNCTION f(int)", "public.f(text) public.g(int4) s.f() s.g(text)"),
        ("SET search_path = t, s; DROP FUNCTION f()", "public.f(int4) public.f(text) public.g(int4) s.g(text)"),
        ("DROP FUNCTION g", "public.f(int4) public.f(text) s.f() s.g(text)"),
        ("SET search_path = t, s, public; DROP FUNCTION g", "public.f(int4) public.f(text) public.g(int4) s.f()"),
        ("DROP FUNCTION IF EXISTS g(text)", "public.f(int4) public.f(text) public.g(int4) s.f() s.g(text)"),
        ("DROP FUNCTION s.g", "public.f(int4) public.f(text) public.g(int4) s.f()"),
        ("ALTER FUNCTION f(text) RENAME TO h", "public.f(int4) public.g(int4) public.h(text) s.f() s.g(text)"),
        ("ALTER FUNCTION g SET SCHEMA t", "public.f(int4) public.f(text) s.f() s.g(text) t.g(int4)"),
    ])
    func `a function is known by its arguments, and without them where it is the only one of its name`(
        _ script: String,
        _ left: String
    ) {
        let history = """
            CREATE SCHEMA s;
            CREATE SCHEMA t;
            CREATE FUNCTION f(n int) \(Self.rest);
            CREATE FUNCTION f(t text) \(Self.rest);
            CREATE FUNCTION g(n int) \(Self.rest);
            CREATE FUNCTION s.f() \(Self.rest);
            CREATE FUNCTION s.g(t text) \(Self.rest);
            CREATE TABLE "g(x)" ();
            """
        #expect(replayed(history, script).names(.function).joined(separator: " ") == left)
    }

    @Test func `a function that no script made is taken for given if its arguments are told`() {
        let script = statements(
            """
            DROP FUNCTION nowhere();
            DROP FUNCTION gone(int);
            ALTER FUNCTION there(int) STABLE;
            DROP FUNCTION IF EXISTS nothing;
            DROP FUNCTION IF EXISTS nothing(int);
            """,
            after: Self.history
        )
        #expect(
            script.changed == [
                ["function public.nowhere()"], ["function public.gone(int4)"], ["function public.there(int4)"], [], [],
            ]
        )
        #expect(script.allSatisfy { $0.outcome.unverifiable.isEmpty })
        let missing = script.map { $0.outcome.missing.map(\.description) }
        #expect(missing == [[], [], [], ["public.nothing()"], ["public.nothing(int4)"]])
    }

    @Test(arguments: [
        "ALTER FUNCTION nowhere STABLE", "DROP FUNCTION nowhere", "DROP FUNCTION nowhere(given.x%TYPE)",
        "ALTER FUNCTION nowhere RENAME TO somewhere",
    ])
    func `one whose arguments are not known is not followed`(_ statement: String) {
        let script = statements(statement, after: Self.history)
        #expect(script.changed == [[]])
        #expect(script.first?.outcome.unverifiable == ["no script made function nowhere"])
    }
}
