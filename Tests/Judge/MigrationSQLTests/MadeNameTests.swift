import SchemaModel
import Testing

@testable import MigrationSQL

/// Names as PostgreSQL makes them (PostgreSQL source, `makeObjectName`, `ChooseRelationName`, `ChooseIndexName`).
@Suite struct MadeNameTests {
    private let long = String(repeating: "t", count: 40)
    private let wide = String(repeating: "c", count: 40)

    @Test func `keys, checks and foreign keys are named after table and columns`() {
        let schema = replayed(
            """
            CREATE TABLE a (id int PRIMARY KEY, x int UNIQUE CHECK (x > 0), y int, UNIQUE (x, y), CHECK (x > y));
            CREATE TABLE b (a_id int REFERENCES a, n serial, i int GENERATED ALWAYS AS IDENTITY);
            """
        )
        #expect(
            schema.names(.constraint) == [
                "public.a.a_check", "public.a.a_pkey", "public.a.a_x_check", "public.a.a_x_key", "public.a.a_x_y_key",
                "public.b.b_a_id_fkey",
            ]
        )
        #expect(schema.names(.sequence) == ["public.b_i_seq", "public.b_n_seq"])
    }

    @Test func `a check is named after the only column that it uses, wherever it stands`() {
        let schema = replayed(
            "CREATE TABLE a (x int, y int CHECK (x > 0), z int CHECK (x > y), CHECK (y > 0 AND y < 9))"
        )
        #expect(schema.names(.constraint) == ["public.a.a_check", "public.a.a_x_check", "public.a.a_y_check"])
    }

    @Test func `a name that is taken gets a number`() {
        let schema = replayed(
            """
            CREATE TABLE a (x int, CHECK (x > 0), CHECK (x > 1), CHECK (x > 2));
            CREATE INDEX ON a (x);
            CREATE INDEX ON a (x);
            CREATE TABLE a_x_idx2 (id int);
            CREATE INDEX ON a (x);
            ALTER TABLE a ADD UNIQUE (x), ADD UNIQUE (x);
            """
        )
        #expect(schema.names(.index) == ["public.a_x_idx", "public.a_x_idx1", "public.a_x_idx3"])
        #expect(
            schema.names(.constraint) == [
                "public.a.a_x_check", "public.a.a_x_check1", "public.a.a_x_check2", "public.a.a_x_key",
                "public.a.a_x_key1",
            ]
        )
    }

    @Test func `the longer part of a made name is cut first`() {
        let schema = replayed("CREATE TABLE \(long) (\(wide) int UNIQUE, b int UNIQUE, id int PRIMARY KEY)")
        let made = "\(long.prefix(29))_\(wide.prefix(29))_key"
        #expect(
            Set(schema.names(.constraint)) == [
                "public.\(long).\(long)_b_key", "public.\(long).\(long)_pkey", "public.\(long).\(made)",
            ]
        )
    }

    @Test func `of two parts that are equally long the second is cut first`() {
        let schema = replayed("CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE \(long) (\(wide) int REFERENCES b)")
        let made = "\(long.prefix(29))_\(wide.prefix(28))_fkey"
        #expect(schema.names(.constraint) == ["public.b.b_pkey", "public.\(long).\(made)"])
    }

    @Test func `names are cut at 63 bytes, between characters`() {
        let name = String(repeating: "ä", count: 40)
        let schema = replayed("CREATE TABLE \"\(name)\" (id int); CREATE INDEX \"x\(name)\" ON \"\(name)\" (id)")
        #expect(schema.names(.table) == ["public.\(name.prefix(31))"])
        #expect(schema.names(.index) == ["public.x\(name.prefix(31))"])
        let wide = String(repeating: "€", count: 30)
        #expect(replayed("CREATE SEQUENCE \"x\(wide)\"").names(.sequence) == ["public.x\(wide.prefix(20))"])
    }

    @Test func `the parts of a made name are cut between characters`() {
        let name = String(repeating: "€", count: 14)
        let schema = replayed("CREATE TABLE \"\(name)\" (\"\(name)\" int UNIQUE, id int UNIQUE)")
        let made = "\(name.prefix(9))_\(name.prefix(9))_key"
        #expect(Set(schema.names(.constraint)) == ["public.\(name).\(name)_id_key", "public.\(name).\(made)"])
    }

    @Test func `a name is cut to any number of bytes, between characters`() {
        let cut = (0...7).map { Identifier.truncated("a€ä€", to: $0) }
        #expect(cut == ["", "a", "a", "a", "a€", "a€", "a€ä", "a€ä"])
    }

    @Test func `the search for a name that is not taken ends`() {
        #expect(Identifier.chosen("a", "x", "idx") { _ in true } == "a_x_idx1000")
        #expect(Identifier.chosen("a", "x", "idx") { $0 != "a_x_idx12" } == "a_x_idx12")
    }

    @Test func `an index over expressions is named after what they call`() {
        let schema = replayed(
            """
            CREATE TABLE a (x text, y text);
            CREATE INDEX ON a (lower(x));
            CREATE INDEX ON a ((x || y));
            CREATE INDEX ON a (coalesce(x, y));
            CREATE INDEX ON a ((x::date));
            """
        )
        #expect(
            schema.names(.index) == [
                "public.a_coalesce_idx", "public.a_expr_idx", "public.a_lower_idx", "public.a_x_idx",
            ]
        )
    }

    @Test func `a column that comes twice has a number in a made name`() {
        let schema = replayed("CREATE TABLE a (x int, UNIQUE (x, x)); CREATE INDEX ON a (x, x)")
        #expect(schema.names(.index) == ["public.a_x_x1_idx"])
        #expect(schema.names(.constraint) == ["public.a.a_x_x1_key"])
    }

    @Test func `columns that an index only includes are part of its made name`() {
        let schema = replayed(
            "CREATE TABLE a (x int, y int, UNIQUE (x) INCLUDE (y)); CREATE INDEX ON a (x) INCLUDE (y)"
        )
        #expect(schema.names(.index) == ["public.a_x_y_idx"])
        #expect(schema.names(.constraint) == ["public.a.a_x_y_key"])
    }
}
