import MigrationSQL
import SchemaModel
import Testing

/// Statements where other scripts than those at hand may have made objects.
@Suite struct StrangeNamespaceTests {
    private static let history = "CREATE TABLE a (id int, x int)"

    private func statement(_ text: String, isCutShort: Bool = true) -> ReplayedStatement? {
        var replay = ScriptReplay(defaultSchema: "public", isCutShort: isCutShort)
        replay.replay(Self.history, of: "1")
        return replay.statements(of: text).first
    }

    private static func block(_ statement: String) -> String {
        "DO $$ BEGIN \(statement); EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    }

    @Test(arguments: [
        ("CREATE TABLE IF NOT EXISTS t (id serial PRIMARY KEY, y int)", "table public.t"),
        ("CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 1 AS one", "materialized_view public.m"),
        (block("CREATE TYPE e AS ENUM ('p', 'q')"), "enum public.e"),
        (block("CREATE TYPE c AS (x int)"), "composite_type public.c"),
    ])
    func `what is made only if it is not there is told as a whole`(_ text: String, _ object: String) {
        let strange = statement(text)
        #expect([strange].compactMap(\.self).changed == [[object]])
        #expect(strange?.effects.map(\.before) == [.unknown])
        let known = statement(text, isCutShort: false)
        #expect(known?.effects.contains { "\($0.id.kind.rawValue) \($0.id)" == object } == true)
        #expect(known?.effects.allSatisfy { $0.before == .absent } == true)
    }

    @Test(arguments: [
        ("CREATE INDEX IF NOT EXISTS i ON a (x)", ["index public.i"]),
        ("CREATE SEQUENCE IF NOT EXISTS s", ["sequence public.s"]),
        ("ALTER TABLE a ADD COLUMN IF NOT EXISTS y int", ["column public.a.y"]),
        ("CREATE OR REPLACE VIEW v AS SELECT 1 AS one", ["column public.v.one", "view public.v"]),
    ])
    func `what may have been there before was not surely absent`(_ text: String, _ objects: [String]) {
        let strange = statement(text)
        #expect([strange].compactMap(\.self).changed == [objects])
        #expect(strange?.effects.allSatisfy { $0.before == .unknown } == true)
    }

    @Test func `what was there before is no stranger`() {
        var replay = ScriptReplay(defaultSchema: "public", isCutShort: true)
        replay.replay("CREATE VIEW v AS SELECT 1 AS one", of: "1")
        let script = replay.statements(of: "CREATE OR REPLACE VIEW v AS SELECT 1 AS one, 2 AS two")
        #expect(script.changed == [["column public.v.two", "view public.v"]])
        let view = script.first?.effects.first { $0.id.kind == .view }
        guard case .present? = view?.before else {
            Issue.record("it was \(String(describing: view?.before))")
            return
        }
    }

    @Test func `what may be made under a condition may have been there before`() {
        let block = "DO $$ BEGIN IF mystery() THEN CREATE TABLE t (y int); END IF; END $$"
        #expect([statement(block)].compactMap(\.self).changed == [[]])
        #expect(
            [statement(block, isCutShort: false)].compactMap(\.self).changed == [
                ["column public.t.y", "table public.t"]
            ]
        )
    }

    @Test func `a guarded block that makes a domain or a view makes all of it or nothing`() {
        let domain = statement(Self.block("CREATE DOMAIN d AS int CHECK (value > 0)"))
        #expect([domain].compactMap(\.self).changed == [["domain public.d"]])
        let view = statement(Self.block("CREATE VIEW v AS SELECT 1 AS one"))
        #expect([view].compactMap(\.self).changed == [["view public.v"]])
        #expect(view?.effects.map(\.before) == [.unknown])
    }

    @Test(arguments: [
        "CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1'", "ALTER TABLE a RENAME x TO z",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()", "ALTER TABLE a RENAME TO b",
    ])
    func `what a guarded block makes or renames may have been there before`(_ text: String) {
        let made = statement(Self.block(text))?.effects.filter { $0.after != .absent } ?? []
        #expect(!made.isEmpty)
        #expect(made.allSatisfy { $0.before != .absent })
        let known = statement(Self.block(text), isCutShort: false)?.effects.filter { $0.after != .absent } ?? []
        #expect(known.contains { $0.before == .absent })
    }

    @Test(arguments: ["a", "i", "e"])
    func `a guarded view makes way for whatever has its name`(_ name: String) {
        let history = "\(Self.history); CREATE INDEX i ON a (x); CREATE TYPE e AS ENUM ('p')"
        let block = Self.block("CREATE VIEW \(name) AS SELECT 1 AS one")
        #expect(statements(block, after: history).changed == [[]])
        #expect(statements("CREATE VIEW \(name) AS SELECT 1 AS one", after: history).first?.outcome.doubt != nil)
    }

    @Test func `a script begins with the history's own search path`() {
        var replay = ScriptReplay(defaultSchema: "public")
        replay.replay("CREATE SCHEMA s; SET search_path = s", of: "1")
        #expect(replay.statements(of: "CREATE TABLE t ()").changed == [["table public.t"]])
    }

    @Test func `what must not be there before was absent`() {
        #expect(statement("CREATE TABLE t (id serial)")?.effects.allSatisfy { $0.before == .absent } == true)
        #expect(
            [statement("CREATE TABLE t (y int)")].compactMap(\.self).changed == [
                ["column public.t.y", "table public.t"]
            ]
        )
    }

    @Test func `a guarded block tells what it changes of known tables`() {
        let text = Self.block(
            "CREATE TABLE t (y int); ALTER TABLE a ENABLE ROW LEVEL SECURITY; ALTER TABLE a ADD z int"
        )
        #expect(
            [statement(text)].compactMap(\.self).changed == [["column public.a.z", "table public.a", "table public.t"]]
        )
    }

    @Test func `what is taken for given is no change, what becomes doubtful is one`() {
        let index = statement("CREATE INDEX i ON given (x)", isCutShort: false)
        #expect([index].compactMap(\.self).changed == [["index public.i"]])
        let block = "DO $$ BEGIN IF mystery() THEN DROP TABLE a; END IF; CREATE INDEX i ON given (x); END $$"
        #expect(
            statement(block, isCutShort: false)?.effects.contains { $0.id.kind == .table && $0.id.name == "a" } == true
        )
        #expect(statement(block, isCutShort: false)?.effects.contains { $0.id.name == "given" } == false)
    }

    @Test func `only what the catalog does not show in full names its relations`() {
        #expect(statement("TRUNCATE a")?.references == [ObjectID(.table, schema: "public", name: "a")])
        #expect(statement("CREATE INDEX i ON a (x)")?.references == [])
        let column = "ADD COLUMN IF NOT EXISTS z int"
        #expect(statement("ALTER TABLE a \(column)")?.references == [])
        let given = statements("ALTER TABLE given \(column)", after: "CREATE INDEX i ON given (x)").first
        #expect(given?.outcome.isConditional == true && given?.outcome.unverifiable == [])
        #expect(given?.references == [ObjectID(.table, schema: "public", name: "given")])
    }

    @Test(arguments: [("BEGIN", true), ("COMMIT", true), ("ROLLBACK", true), ("TRUNCATE a", false)])
    func `BEGIN, COMMIT and their like control transactions`(_ text: String, _ controls: Bool) {
        #expect(statement(text)?.controlsTransaction == controls)
    }

    @Test func `an index is on its table`() {
        #expect(statement("CREATE INDEX i ON a (x)")?.effects.map(\.table) == ["a"])
        #expect(statement("CREATE SEQUENCE s")?.effects.map(\.table) == [nil])
    }
}
