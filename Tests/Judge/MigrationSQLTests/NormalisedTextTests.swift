import MigrationSQL
import SchemaModel
import Testing

/// What a script writes on the left, and how PostgreSQL prints it on the right.
@Suite struct NormalisedTextTests {
    @Test(arguments: [
        ("timestamptz", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"), ("timestamptz", "now()", "CURRENT_TIMESTAMP"),
        ("text", "'a'", "'a'::text"), ("int4", "-1", "'-1'::integer"), ("numeric", "1.50", "1.5"),
        ("bool", "TRUE", "true"), ("text", "lower('X')", "lower('X'::text)"), ("jsonb", "'{}'", "'{}'::jsonb"),
        ("uuid", "gen_random_uuid()", "gen_random_uuid()"), ("text", "NULL", "NULL::text"),
        ("int4", "nextval('public.\"S\"'::regclass)", "nextval('\"S\"'::regclass)"),
        ("int4", "(1 + 2)", "(1 + 2)"), ("varchar", "'it''s'", "'it''s'::character varying"),
    ])
    func `a default and the server's form of it are the same`(_ type: String, _ written: String, _ printed: String) {
        let type = TypeReference(name: type)
        let left = FacetValue.columnDefault(written, type: type)
        let right = FacetValue.columnDefault(printed, type: type)
        #expect(left.compared(to: right) == .same, "\(left) and \(right)")
    }

    @Test(arguments: [
        ("ARRAY['a', 'b']", "'{a,b}'::text[]"), ("'{ a, b }'", "ARRAY['a'::text, 'b'::text]"),
        ("'{}'", "ARRAY[]::text[]"), ("'{a}'", "ARRAY['a'::text]"), ("'{ }'", "'{}'::text[]"),
    ])
    func `an array's default is the same in both of its forms`(_ written: String, _ printed: String) {
        let type = TypeReference(name: "text", isArray: true)
        let left = FacetValue.columnDefault(written, type: type)
        let right = FacetValue.columnDefault(printed, type: type)
        #expect(left.compared(to: right) == .same, "\(left) and \(right)")
    }

    @Test func `different constants are different, other differences undecided`() {
        func compared(_ left: String, _ right: String, _ name: String) -> FacetValue.Comparison {
            let type = TypeReference(name: name)
            return FacetValue.columnDefault(left, type: type).compared(to: .columnDefault(right, type: type))
        }
        #expect(compared("'a'", "'b'", "text") == .other)
        #expect(compared("1", "2", "int4") == .other)
        #expect(compared("'a'", "lower('a')", "text") == .undecided)
        #expect(compared("now()", "clock_timestamp()", "timestamptz") == .undecided)
        #expect(compared("'2020-01-01'", "'2020-01-02'", "timestamptz") == .undecided)
        #expect(FacetValue.text("").compared(to: .columnDefault("1", type: TypeReference(name: "int4"))) == .other)
    }

    @Test(arguments: [
        ("a IN (1, 2)", "(a = ANY (ARRAY[1, 2]))"), ("a IN (1)", "(a = 1)"), ("a NOT IN ('x')", "(a <> 'x'::text)"),
        ("a = '{x,y}'::text[]", "(a = ARRAY['x'::text, 'y'::text])"), ("a > -'5'::int", "(a > '-5'::integer)"),
        ("a BETWEEN 1 AND 2", "((a >= 1) AND (a <= 2))"),
        ("a NOT IN ('x', 'y')", "(a <> ALL (ARRAY['x'::text, 'y'::text]))"),
        ("a IS NULL AND b > 0 AND c", "((a IS NULL) AND (b > 0) AND c)"), ("t.a = 1", "(a = 1)"),
        ("a LIKE 'x%'", "(a ~~ 'x%'::text)"), ("a NOT BETWEEN 1 AND 2 OR b", "((a < 1) OR (a > 2) OR b)"),
        ("t.old = 1", "(old = 1)"), ("a = B'101'", "(a = B'101'::\"bit\")"),
    ])
    func `a condition and the server's form of it are the same`(_ written: String, _ printed: String) {
        let (left, right) = (FacetValue.condition(written), FacetValue.condition(printed))
        #expect(left.compared(to: right) == .same, "\(left) and \(right)")
    }

    @Test(arguments: [
        ("new.a = 1", "old.a = 1"), ("new.a = 1", "a = 1"), ("old.a = 1", "a = 1"), ("NOT (NOT done)", "NOT done"),
        ("a BETWEEN 1 AND 2 OR b", "a >= 1 OR a <= 2 OR b"), ("count(DISTINCT a) > 1", "count(a) > 1"),
        ("sum(a) FILTER (WHERE b) > 1", "sum(a) > 1"), ("a = CURRENT_DATE", "a = now()"), ("a > +'5'::int", "a > '-5'"),
        ("a > -'-5'::int", "a > '--5'"), ("a = '{x,y}'::text", "a = ARRAY['x', 'y']"), ("a IS NULL", "a IS NOT NULL"),
        ("a = B'101'", "a = B'100'"), ("a - 5 > 1", "b - 5 > 1"), ("-cost(a) > 1", "-post(a) > 1"),
        ("a COLLATE \"C\" > 'b'", "a COLLATE \"de_DE\" > 'b'"),
    ])
    func `conditions that mean something else have another form`(_ one: String, _ other: String) {
        #expect(FacetValue.condition(one).compared(to: .condition(other)) != .same)
    }

    @Test func `a brace is an array's in an array's default alone, and not where it quotes`() {
        let (text, array) = (TypeReference(name: "text"), TypeReference(name: "text", isArray: true))
        #expect(
            FacetValue.columnDefault("'{a, b}'", type: text).compared(to: .columnDefault("'{a,b}'", type: text))
                == .other
        )
        let quoted = FacetValue.columnDefault(#"'{"a,b"}'"#, type: array)
        #expect(quoted.compared(to: .columnDefault(#"ARRAY['"a', 'b"']"#, type: array)) != .same)
        let spaced = FacetValue.columnDefault("'{a} '", type: array)
        #expect(spaced.compared(to: .columnDefault("ARRAY['a}']", type: array)) != .same)
        #expect(FacetValue.columnDefault("NULL", type: text) == .text(""))
        let given = replayed("ALTER TABLE given ALTER x SET DEFAULT '{a}'")
        #expect(given.facet(.defaultValue, .column, "public.given.x") == .expression("'{a}'"))
    }

    @Test(arguments: [
        ("deleted IS NULL", "archived IS NULL", true), ("deleted IS NULL", "deleted IS NOT NULL", true),
        ("n > 1", "n > 2", true), ("n > 1", "n >= 1", true), ("s = 'OPEN'", "s = 'DONE'", true),
        ("s IN ('OPEN', 'DONE')", "s IN ('OPEN', 'DONE', 'LATE')", true), ("done", "NOT done", true),
        ("lower(a) = 'x'", "lower(b) = 'x'", true), ("done AND n > 1", "n > 1", true),
        ("COALESCE(a, b) > 0", "COALESCE(a, c) > 0", true),
        // What may be one condition in two spellings.
        ("a > 1 AND b > 2", "b > 2 AND a > 1", false), ("done = 'yes'", "done = 'true'", false),
        ("lower(a) = 'x'", "upper(a) = 'X'", false), ("d > '2024-01-01'", "d > '2024-01-01 00:00:00'", false),
        ("n > 1", "n > 1.0", false), ("n + 1 > 2", "n > 1", false), ("s = 'it''s'", "s = 'its'", false),
    ])
    func `conditions are told apart where the server rewrites nothing`(_ left: String, _ right: String, _ differ: Bool)
    {
        let objects = [left, right].map { SchemaObject([.predicate: .condition($0)]) }
        #expect(objects[0].differences(from: objects[1]).isEmpty == !differ)
        #expect(objects[1].differences(from: objects[0]).isEmpty == !differ)
    }

    private func compared(_ views: String...) -> FacetValue.Comparison? {
        let definitions = views.map { replayed("CREATE VIEW v AS \($0)").facet(.definition, .view, "public.v") }
        guard let left = definitions[0], let right = definitions[1] else { return nil }
        return left.compared(to: right)
    }

    @Test func `a view and the server's form of it are the same`() {
        let written = "SELECT x, row_number() OVER (ORDER BY y) AS n FROM a"
        #expect(compared(written, " SELECT x,\n    row_number() OVER (ORDER BY y) AS n\n   FROM a;") == .same)
    }

    @Test(arguments: [
        ("SELECT x.id FROM a x, b y", "SELECT x.id FROM a y, b x"), ("SELECT id FROM a", "SELECT id FROM ONLY a"),
        ("SELECT 1 AS n UNION SELECT 2", "SELECT 1 AS n UNION ALL SELECT 2"),
    ])
    func `views that mean something else have another form`(_ one: String, _ other: String) {
        #expect(compared(one, other) == .undecided)
    }

    @Test func `a text that does not parse is unknown`() {
        #expect(FacetValue.condition("a >") == .unknown)
        #expect(FacetValue.columnDefault(")", type: TypeReference(name: "text")) == .unknown)
        #expect(TypeReference.column("varchar(") == nil)
    }

    @Test(arguments: [
        ("integer", "int4"), ("varchar(20)", "varchar(20)"), ("timestamp(3)", "timestamp(3)"), ("text[]", "text[]"),
        ("geometry(Point, 4326)", "geometry(point,4326)"), ("t('a')", "t(a)"), ("interval(3)", "interval"),
        ("decimal(10)", "numeric(10,0)"), ("double precision", "float8"), ("s.mood", "s.mood"),
    ])
    func `types are known by the server's names`(_ written: String, _ name: String) {
        #expect(TypeReference.column(written)?.description == name)
    }
}
