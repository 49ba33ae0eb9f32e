import MigrationSQL
import SchemaModel
import Testing

/// Objects that no script made, or that may be there although none did.
@Suite struct GivenObjectTests {
    private static let given = ObjectID(.table, schema: "public", name: "b")

    private func presence(_ statement: String, after history: String = "", isCutShort: Bool = false)
        -> DatabaseSchema.Presence?
    {
        var replay = ScriptReplay(defaultSchema: "public", isCutShort: isCutShort)
        replay.replay(history, of: "1")
        return replay.statements(of: statement).first?.effects.first { $0.id.kind == .table }?.before
    }

    @Test func `IF NOT EXISTS may find what scripts made that are not at hand`() {
        let statement = "CREATE TABLE IF NOT EXISTS b (id int)"
        #expect(presence(statement) == .absent)
        #expect(presence(statement, isCutShort: true) == .unknown)
        #expect(presence("CREATE TABLE b (id int)", isCutShort: true) == .absent)
    }

    @Test func `where a table was taken for given, others may be in its schema`() {
        let history = "CREATE SCHEMA s; ALTER TABLE given ADD x int;"
        #expect(presence("CREATE TABLE IF NOT EXISTS b (id int)", after: history) == .unknown)
        #expect(presence("CREATE TABLE IF NOT EXISTS s.b (id int)", after: history) == .absent)
    }

    @Test func `what IF EXISTS does not find may have been there before the scripts at hand`() {
        var replay = ScriptReplay(defaultSchema: "public", isCutShort: true)
        let cut = replay.statements(of: "DROP TABLE IF EXISTS b").first
        #expect(cut?.outcome.unverifiable == ["table public.b may have been there before"])
        let whole = statements("DROP TABLE IF EXISTS b; DROP SEQUENCE c")
        #expect(whole.map(\.outcome.unverifiable) == [[], []])
        #expect(whole.map(\.outcome.missing) == [[Self.given], []])
    }

    @Test func `a condition is open where other scripts may have made what it asks for`() {
        let block = "DO $$ BEGIN IF to_regclass('b') IS NULL THEN CREATE TABLE b (id int); END IF; END $$"
        #expect(presence(block) == .absent)
        var replay = ScriptReplay(defaultSchema: "public", isCutShort: true)
        let cut = replay.statements(of: block).first
        #expect(cut?.outcome.unverifiable == ["a DO block whose condition can't be followed"])
    }

    @Test func `a column that may be there is not told by ADD COLUMN IF NOT EXISTS`() {
        func added(_ statement: String) -> ReplayedStatement? {
            statements(statement, after: "CREATE TABLE known AS SELECT 1 AS x").first
        }
        let plain = added("ALTER TABLE known ADD y int")
        #expect(plain?.effects.map(\.before) == [.absent])
        #expect(plain?.outcome.isConditional == false && plain?.outcome.isGuarded == false)
        for statement in [
            "ALTER TABLE known ADD COLUMN IF NOT EXISTS y int",
            "DO $$ BEGIN ALTER TABLE known ADD y int; EXCEPTION WHEN duplicate_column THEN NULL; END $$",
        ] {
            let careful = added(statement)
            #expect(careful?.effects.map(\.before) == [.unknown], "\(statement)")
            #expect(careful?.outcome.isConditional == true && careful?.outcome.isGuarded == true, "\(statement)")
        }
    }

    @Test(arguments: [
        "CREATE TABLE IF NOT EXISTS c (id int)",
        "DO $$ BEGIN CREATE TABLE c (id int); EXCEPTION WHEN duplicate_table THEN NULL; END $$",
    ])
    func `what is made only where it is not there is guarded, whether it may be there or not`(_ statement: String) {
        let outcome = statements(statement).first?.outcome
        #expect(outcome?.isGuarded == true && outcome?.isConditional == false)
    }

    @Test(
        arguments: [
            ("ALTER TABLE given ALTER x SET NOT NULL", .table), ("ALTER POLICY p ON given USING (true)", .table),
            ("ALTER TABLE given VALIDATE CONSTRAINT c", .table), ("DROP TRIGGER t ON given", .table),
            ("ALTER VIEW given ALTER x SET DEFAULT 1", .view),
            ("ALTER MATERIALIZED VIEW given ALTER x SET STATISTICS 9", .materializedView),
            ("ALTER TYPE given RENAME VALUE 'x' TO 'y'", .enum), ("ALTER TYPE given DROP ATTRIBUTE x", .compositeType),
            ("ALTER DOMAIN given SET NOT NULL", .domain),
        ] as [(String, ObjectID.Kind)]
    )
    func `what has a given part is given, and of the kind that the statement is about`(
        _ statement: String,
        _ kind: ObjectID.Kind
    ) {
        #expect(replayed(statement).ids.filter { $0.name == "given" }.map(\.kind) == [kind])
    }
}
