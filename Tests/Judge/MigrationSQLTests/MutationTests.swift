import MigrationSQL
import SchemaModel
import SeededGenerator
import TestProcess
import Testing

/// Damaged scripts are replayed like any other; `MUTATIONS` tells how many of each, for a longer run by hand.
@Suite struct MutationTests {
    private static let scripts: [String] = {
        let parts = "\(#filePath)".split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
        let folder = parts + "/Integration/Constructs"
        return TestProcess.names(in: folder).filter { $0.hasSuffix(".sql") }.sorted()
            .map { TestProcess.text(of: "\(folder)/\($0)") }
    }()

    private static let count = TestProcess.environment["MUTATIONS"].flatMap { Int($0) } ?? 40

    @Test(arguments: scripts.indices) func `a damaged script is replayed, each statement at a line inside it`(
        _ index: Int
    ) {
        var generator = SeededGenerator(seed: UInt64(index) + UInt64(Self.count) << 8)
        for _ in 0..<Self.count {
            let script = generator.mutate(generator.mutate(Self.scripts[index]))
            let lines = script.utf8.count { $0 == 0x0A } + 1
            var replay = ScriptReplay(defaultSchema: "public")
            let statements = replay.statements(of: script)
            #expect(!statements.isEmpty, "\(script)")
            var last = 1
            for statement in statements {
                #expect(last <= statement.line && statement.line <= lines, "line \(statement.line) of \(lines)")
                last = statement.line
                #expect(statement.effects.allSatisfy { !$0.id.kind.rawValue.isEmpty && $0.before != $0.after })
            }
        }
    }

    @Test func `damaged texts of the catalog are read or unknown`() {
        let table = ObjectID(.table, schema: "public", name: "a")
        let texts: [(ObjectID, String)] = [
            (table.member(.constraint, "c"), "CHECK (((x > 0) AND (y = ANY (ARRAY['a'::text, 'b'::text]))))"),
            (table.member(.constraint, "f"), "FOREIGN KEY (x) REFERENCES public.b(id) ON DELETE CASCADE DEFERRABLE"),
            (
                ObjectID(.index, schema: "public", name: "i"),
                "CREATE UNIQUE INDEX i ON public.a USING btree (x, lower(y))"
            ),
            (
                table.member(.trigger, "t"),
                "CREATE TRIGGER t BEFORE UPDATE ON public.a FOR EACH ROW EXECUTE FUNCTION f()"
            ),
        ]
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<(Self.count * 25) {
            for (id, text) in texts {
                let observed = ObservedSchema([CatalogRow(id: id, fields: [generator.mutate(text), "true", "r"])])
                #expect(observed[id] != .absent)
            }
            let view = ObjectID(.view, schema: "public", name: "v")
            let query = generator.mutate("SELECT a.x, count(*) AS n FROM public.a WHERE (a.x > 0) GROUP BY a.x")
            let rows = [
                CatalogRow(id: view, fields: [nil, nil, nil, nil, query]),
                CatalogRow(
                    id: table.member(.column, "x"),
                    fields: [
                        "pg_catalog", "text", generator.mutate("character varying(20)"), "false", "true", "", "",
                        generator.mutate("nextval('public.\"A_id_seq\"'::regclass)"), "-1",
                    ]
                ),
            ]
            let observed = ObservedSchema(rows)
            #expect(rows.allSatisfy { observed[$0.id] != .absent })
        }
    }
}
