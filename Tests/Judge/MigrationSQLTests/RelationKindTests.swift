import SchemaModel
import Testing

/// `ALTER TABLE` is for most other relations, too, and `ALTER INDEX … RENAME` for all (PostgreSQL source,
/// `RangeVarCallbackForAlterRelation`).
@Suite struct RelationKindTests {
    private static let history = """
        CREATE TABLE a (x int);
        CREATE VIEW v AS SELECT x FROM a;
        CREATE MATERIALIZED VIEW m AS SELECT x FROM a;
        CREATE SEQUENCE s;
        CREATE INDEX i ON a (x);
        CREATE DOMAIN d AS int CONSTRAINT c CHECK (value > 0);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS '';
        CREATE TRIGGER t INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
        """

    @Test(
        arguments: [
            ("ALTER VIEW v ALTER x SET DEFAULT 1", ["column public.v.x"]),
            ("ALTER TABLE v ALTER x SET DEFAULT 1", ["column public.v.x"]),
            ("ALTER MATERIALIZED VIEW m SET (fillfactor = 70)", ["materialized_view public.m"]),
            ("ALTER TABLE m SET (fillfactor = 70)", ["materialized_view public.m"]),
            ("ALTER INDEX i SET (fillfactor = 70)", ["index public.i"]),
            ("ALTER TABLE i SET (fillfactor = 70)", ["index public.i"]),
            ("ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 9", []), ("ALTER SEQUENCE s OWNER TO x", []),
            ("ALTER TABLE s OWNER TO x", []),
            ("ALTER MATERIALIZED VIEW m RENAME x TO y", ["column public.m.x", "column public.m.y"]),
            ("ALTER TABLE m RENAME x TO y", ["column public.m.x", "column public.m.y"]),
            ("ALTER VIEW v RENAME x TO y", ["column public.v.x", "column public.v.y"]),
            ("ALTER TRIGGER t ON v RENAME TO u", ["trigger public.v.t", "trigger public.v.u"]),
            ("ALTER DOMAIN d RENAME CONSTRAINT c TO e", []),
        ] as [(String, [String])]
    )
    func `a statement about a relation that is no table is about that one`(_ statement: String, _ changed: [String]) {
        #expect(statements(statement, after: Self.history).changed == [changed])
        #expect(replayed(Self.history, statement).names(.table) == ["public.a"])
    }

    @Test(arguments: ["TABLE", "INDEX"], ["a", "v", "m", "s", "i"])
    func `any relation can be renamed as a table or as an index`(_ word: String, _ name: String) {
        let before = replayed(Self.history)
        let kinds: [ObjectID.Kind] = [.table, .view, .materializedView, .sequence, .index]
        let kind = kinds.first { before.names($0) == ["public.\(name)"] }
        let after = replayed(Self.history, "ALTER \(word) \(name) RENAME TO other")
        let renamed = kinds.first { after.names($0) == ["public.other"] }
        #expect(kind != nil && renamed == kind)
    }

    @Test(
        arguments: [
            ("TABLE", ObjectID.Kind.table), ("VIEW", .view), ("MATERIALIZED VIEW", .materializedView),
            ("SEQUENCE", .sequence), ("INDEX", .index),
        ] as [(String, ObjectID.Kind)]
    )
    func `what was there before is of the kind that it is renamed as`(_ word: String, _ kind: ObjectID.Kind) {
        let schema = replayed("ALTER \(word) given RENAME TO other")
        #expect(schema.ids.filter { $0.name == "other" }.map(\.kind) == [kind])
    }
}
