import MigrationSQL
import SchemaModel
import Testing

@Suite struct ViewTests {
    private static let history = "CREATE TABLE a (id int, x int); CREATE TABLE other (x int)"

    private func view(_ name: String) -> ObjectID { ObjectID(.view, schema: "public", name: name) }

    @Test func `the column of a comment may be that of a type, wherever the search path finds it`() {
        let schema = replayed(
            "CREATE SCHEMA s; CREATE TYPE s.pair AS (x int, y int)",
            "SET search_path = public, s; COMMENT ON COLUMN pair.x IS 'first'"
        )
        #expect(schema.names(.comment).count == 1 && schema.names(.comment)[0].contains("s.pair"))
    }

    @Test func `CREATE OR REPLACE replaces a view and keeps what its columns have`() {
        let history = "\(Self.history); CREATE VIEW v AS SELECT x FROM a; ALTER VIEW v ALTER x SET DEFAULT 5"
        let script = statements(
            "CREATE OR REPLACE VIEW v AS SELECT x, id FROM a; CREATE VIEW w AS SELECT 1 AS one",
            after: history
        )
        #expect(
            script.changed == [["column public.v.id", "view public.v"], ["column public.w.one", "view public.w"]]
        )
        #expect(script.map(\.outcome.replaces) == [true, false])
        #expect(script.allSatisfy { $0.outcome.doubt == nil })
        let after = replayed(history, "CREATE OR REPLACE VIEW v AS SELECT x, id FROM a")
        #expect(
            after.facet(.defaultValue, .column, "public.v.x")
                == replayed(history).facet(.defaultValue, .column, "public.v.x")
        )
        #expect(after.facet(.defaultValue, .column, "public.v.x") != .unknown)
    }

    @Test func `a materialized view has its options and its columns' names, and is made only if it is not there`() {
        let schema = replayed(
            "CREATE MATERIALIZED VIEW m (p) WITH (fillfactor = 70) AS SELECT 1 AS one, 2 AS two",
            "CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 3 AS three"
        )
        #expect(schema.names(.column) == ["public.m.p", "public.m.two"])
        #expect(schema.facet(.storageParameters, .materializedView, "public.m") == .names(["fillfactor=70"]))
    }

    @Test func `of a view with names of its own, how the server prints it is not known`() {
        let schema = replayed("CREATE VIEW v (p) AS SELECT 1 AS one; CREATE VIEW w AS SELECT 1 AS one")
        #expect(schema.facet(.definition, .view, "public.v") == .unknown)
        #expect(schema.facet(.definition, .view, "public.w") != .unknown)
        #expect(schema.names(.column) == ["public.v.p", "public.w.one"])
        // The server refuses more names than columns.
        #expect(replayed("CREATE VIEW v (p, q) AS SELECT 1 AS one").names(.column) == ["public.v.p"])
    }

    @Test(arguments: ["SELECT * FROM a", "VALUES (1)", "SELECT id, a.* FROM a"])
    func `the columns of a view that does not name them are not known`(_ query: String) {
        let schema = replayed(Self.history, "CREATE VIEW v AS \(query)")
        #expect(schema[view("v").member(.column, "column1")] == .unknown)
        #expect(schema.names(.column).allSatisfy { !$0.contains("*") })
    }

    @Test func `a view goes with what it is on, be it known or not`() {
        let views = """
            CREATE MATERIALIZED VIEW m AS SELECT x FROM a;
            CREATE VIEW v AS SELECT x FROM nowhere;
            CREATE VIEW w AS SELECT x FROM m;
            CREATE VIEW y AS SELECT x FROM other;
            """
        #expect(replayed(Self.history, views, "DROP TABLE nowhere CASCADE").names(.view) == ["public.w", "public.y"])
        let dropped = replayed(Self.history, views, "DROP MATERIALIZED VIEW m CASCADE")
        #expect(dropped.names(.view) == ["public.v", "public.y"])
    }

    @Test func `the views that use a column go with it, and of those that may use it nothing is known`() {
        let schema = replayed(
            Self.history,
            """
            CREATE VIEW uses AS SELECT x FROM a;
            CREATE VIEW leaves AS SELECT id FROM a;
            CREATE VIEW elsewhere AS SELECT x FROM other;
            CREATE VIEW named (p) AS SELECT id FROM a;
            CREATE VIEW whole AS SELECT * FROM a;
            """,
            "ALTER TABLE a DROP COLUMN x CASCADE"
        )
        #expect(schema[view("uses")] == .absent)
        #expect(schema.names(.view) == ["public.elsewhere", "public.leaves"])
        #expect(schema[view("named")] == .unknown && schema[view("whole")] == .unknown)
    }

    @Test func `a statement whose effect does not show refers to the relations that scripts made`() {
        let script = statements(
            """
            UPDATE a SET id = 1;
            UPDATE nowhere SET x = 1;
            REFRESH MATERIALIZED VIEW m;
            INSERT INTO a SELECT 1, x FROM v JOIN nowhere ON true;
            """,
            after: "\(Self.history); CREATE MATERIALIZED VIEW m AS SELECT 1 AS one; CREATE VIEW v AS SELECT 1 AS x"
        )
        let references = script.map { $0.references.map { "\($0.kind.rawValue) \($0)" }.sorted() }
        #expect(
            references == [
                ["table public.a"], [], ["materialized_view public.m"], ["table public.a", "view public.v"],
            ]
        )
    }

    // MARK: Comments

    @Test func `a comment is the object's along the search path`() {
        let schema = replayed(
            """
            CREATE SCHEMA s;
            \(Self.history);
            CREATE VIEW v AS SELECT 1 AS one;
            CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
            """,
            """
            SET search_path = s, public;
            COMMENT ON TABLE a IS 'x';
            COMMENT ON COLUMN a.id IS 'x';
            COMMENT ON VIEW v IS 'x';
            COMMENT ON COLUMN v.one IS 'x';
            COMMENT ON COLUMN m.one IS 'x';
            """
        )
        #expect(schema.names(.comment).count == 5)
        #expect(schema.names(.comment).allSatisfy { $0.hasPrefix("public.") })
    }

    @Test(arguments: ["NULL", "''"]) func `a comment of nothing is none`(_ text: String) {
        let gone = replayed(Self.history, "COMMENT ON TABLE a IS 'x'", "COMMENT ON TABLE a IS \(text)")
        #expect(gone.names(.comment).isEmpty)
        #expect(statements("COMMENT ON TABLE a IS \(text)", after: Self.history).changed == [[]])
    }
}
