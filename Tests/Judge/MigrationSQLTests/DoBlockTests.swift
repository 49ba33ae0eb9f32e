@testable import MigrationSQL
import SchemaModel
import Testing

/// DO blocks, as far as their statements can be followed.
@Suite struct DoBlockTests {
    private static let history = "CREATE TABLE a (id int PRIMARY KEY, x int)"

    private func outcome(_ block: String) -> ScriptReplay.Outcome? {
        statements(block, after: Self.history).first?.outcome
    }

    /// What each object is after the block: there, gone, or not to be told.
    private func ends(_ body: String) -> [String: String] {
        var ends: [String: String] = [:]
        for effect in statements("DO $$ BEGIN \(body) END $$", after: Self.history).first?.effects ?? [] {
            ends["\(effect.id)"] =
                switch effect.after {
                case .absent: "gone"
                case .present: "there"
                case .unknown: "open"
                }
        }
        return ends
    }

    @Test(arguments: [
        "DO $$ BEGIN CREATE TABLE b (); END $$", "DO LANGUAGE plpgsql $$ BEGIN CREATE TABLE b (); END $$",
        "DO $$ BEGIN CREATE TABLE b (); END $$ LANGUAGE plpgsql", "DO 'BEGIN CREATE TABLE b (); END'",
        "DO $$ BEGIN EXECUTE $prisma_migrate$CREATE TABLE b ()$prisma_migrate$; END $$",
        "DO $$ DECLARE n int; BEGIN n := 1; ASSERT n > 0; GET DIAGNOSTICS n = ROW_COUNT; CREATE TABLE b (); END $$",
        "DO $$ BEGIN RAISE NOTICE 'soon'; BEGIN EXECUTE 'CREATE TABLE b ()'; END; END $$",
    ])
    func `a block's statements are followed however it is quoted`(_ block: String) {
        let script = statements(block, after: Self.history)
        #expect(script.changed == [["table public.b"]])
        #expect(script.first?.outcome == ScriptReplay.Outcome())
    }

    @Test(arguments: [
        "DO LANGUAGE other $$ BEGIN CREATE TABLE b (); END $$", "DO $$ BEGIN CREATE TABLE b (); END $$ LANGUAGE other",
        "DO $$ BEGIN CREATE $$", "DO $$ BEGIN PERFORM mend(); END $$", "DO $$ BEGIN EXECUTE 'CREATE WHAT'; END $$",
        "DO $$ BEGIN EXECUTE 'CREATE ' || 'x'; END $$", "DO $$ BEGIN IF mystery() THEN PERFORM mend(); END IF; END $$",
        "DO $$ BEGIN FOR i IN 1..2 LOOP EXECUTE 'CREATE TABLE b' || i; END LOOP; END $$",
        "DO $$ BEGIN CASE WHEN true THEN CREATE TABLE b (); END CASE; END $$",
    ])
    func `what can't be followed may have changed anything`(_ block: String) {
        let script = statements(block, after: Self.history)
        #expect(script.changed == [[]])
        #expect(script.first?.outcome.isUnfollowed == true && script.first?.outcome.isIdle == false)
        #expect(script.first?.outcome.unverifiable.count == 1)
    }

    @Test(arguments: [
        ("CREATE TABLE b ();", false), ("NULL;", true), ("RETURN;", true), ("CREATE TABLE IF NOT EXISTS a ();", true),
        ("IF to_regclass('a') IS NULL THEN CREATE TABLE a (); END IF;", true), ("UPDATE a SET id = 1;", false),
    ])
    func `a block that is followed and comes to nothing is idle`(_ body: String, _ isIdle: Bool) {
        let outcome = outcome("DO $$ BEGIN \(body) END $$")
        #expect(outcome?.isIdle == isIdle && outcome?.isUnfollowed == false)
        #expect(outcome?.unverifiable.contains("a DO block that changes nothing by the scripts before it") == isIdle)
    }

    @Test(arguments: [
        "LOOP CREATE TABLE b (); DROP TABLE a; END LOOP", "WHILE n < 3 LOOP CREATE TABLE b (); DROP TABLE a; END LOOP",
        "FOR i IN 1..3 LOOP CREATE TABLE b (); DROP TABLE a; END LOOP",
        "FOR r IN SELECT 1 LOOP CREATE TABLE b (); DROP TABLE a; END LOOP",
        "FOR r IN EXECUTE 'SELECT 1' LOOP CREATE TABLE b (); DROP TABLE a; END LOOP",
        "FOREACH n IN ARRAY ARRAY[1, 2] LOOP CREATE TABLE b (); DROP TABLE a; END LOOP",
        "IF mystery() THEN CREATE TABLE b (); ELSE DROP TABLE a; END IF",
        "IF mystery() THEN NULL; ELSIF true THEN CREATE TABLE b (); DROP TABLE a; END IF",
    ])
    func `what may have run leaves open what it would change, and nothing else`(_ statement: String) {
        let block = "DO $$ DECLARE r record; n int; BEGIN CREATE TABLE first (); \(statement); END $$"
        let script = statements(block, after: Self.history)
        let after = Dictionary(uniqueKeysWithValues: (script.first?.effects ?? []).map { ("\($0.id)", $0.after) })
        #expect(after["public.first"] != nil && after["public.first"] != .unknown)
        #expect(after["public.b"] == .unknown && after["public.a"] == .unknown)
        #expect(script.first?.outcome.isUnfollowed == false && script.first?.outcome.isIdle == false)
    }

    @Test(arguments: [
        ("IF to_regclass('b') IS NULL THEN CREATE TABLE b (); END IF", true),
        ("IF to_regclass('b') IS NOT NULL THEN DROP TABLE b; ELSE CREATE TABLE c (); END IF", false),
        (
            "IF to_regclass('b') IS NOT NULL THEN NULL; ELSIF to_regclass('a') IS NOT NULL THEN DROP TABLE a; END IF",
            true
        ),
        ("IF to_regclass('b') IS NOT NULL THEN RAISE NOTICE 'there'; ELSE CREATE TABLE b (); END IF", true),
        ("IF to_regclass('b') IS NOT NULL THEN RETURN; END IF; CREATE TABLE b ()", true),
        ("IF to_regclass('b') IS NOT NULL THEN RAISE EXCEPTION 'there'; END IF; CREATE TABLE c ()", false),
        ("CREATE TABLE b ()", false),
    ])
    func `what a block makes only where it is missing may have been there before`(_ body: String, _ isGuarded: Bool) {
        let script = statements("DO $$ BEGIN \(body); END $$", after: Self.history)
        #expect(script.first?.outcome.isGuarded == isGuarded)
        #expect(script.changed.first?.isEmpty == false)
    }

    @Test func `nothing runs after RETURN`() {
        #expect(ends("RETURN; CREATE TABLE b ();").isEmpty)
        #expect(ends("BEGIN CREATE TABLE b (); RETURN; END; DROP TABLE b;") == ["public.b": "there"])
        #expect(ends("IF to_regclass('a') IS NOT NULL THEN RETURN; END IF; CREATE TABLE a ();").isEmpty)
        #expect(outcome("DO $$ BEGIN IF true THEN RETURN; END IF; CREATE TABLE a (); END $$")?.doubt == nil)
        #expect(
            ends("IF to_regclass('b') IS NOT NULL THEN RETURN; END IF; CREATE TABLE b ();") == ["public.b": "there"]
        )
    }

    @Test(arguments: [
        "IF mystery() THEN RETURN; END IF", "IF mystery() THEN CREATE TABLE c (); ELSE RETURN; END IF",
        "FOR i IN 1..3 LOOP RETURN; END LOOP", "IF mystery() THEN BEGIN RETURN; END; END IF",
        "IF mystery() THEN IF mystery() THEN RETURN; END IF; END IF",
    ])
    func `what comes after a RETURN that may have run is open`(_ statement: String) {
        let ends = ends("CREATE TABLE first (); \(statement); CREATE TABLE b (); CREATE TABLE d ();")
        #expect(ends["public.first"] == "there")
        #expect(ends["public.b"] == "open" && ends["public.d"] == "open")
        let next = statements("DO $$ BEGIN \(statement); END $$; DO $$ BEGIN CREATE TABLE b (); END $$").last
        #expect(next?.effects.map { $0.after == .unknown } == [false])
        #expect(next?.outcome.unverifiable.isEmpty == true)
    }

    @Test func `a conflict takes the block back, RETURN and all`() {
        let caught = "EXCEPTION WHEN duplicate_table THEN NULL; END;"
        #expect(ends("BEGIN CREATE TABLE a (); RETURN; \(caught) CREATE TABLE b ();") == ["public.b": "there"])
        #expect(ends("BEGIN CREATE TABLE c (); RETURN; \(caught) CREATE TABLE b ();") == ["public.c": "there"])
        #expect(ends("BEGIN RETURN; CREATE TABLE a (); \(caught) CREATE TABLE b ();").isEmpty)
    }

    @Test func `a conflict that may have been leaves open what the block did before and after it`() {
        let caught = "EXCEPTION WHEN duplicate_table THEN NULL; END;"
        let may = "IF mystery() THEN CREATE TABLE a (); END IF;"
        #expect(
            ends("CREATE TABLE first (); BEGIN CREATE TABLE b (); \(may) CREATE TABLE c (); \(caught)") == [
                "public.first": "there", "public.b": "open", "public.c": "open",
            ]
        )
        #expect(ends("BEGIN \(may) RETURN; \(caught) CREATE TABLE b ();") == ["public.b": "open"])
        #expect(ends("BEGIN IF mystery() THEN \(may) END IF; CREATE TABLE b (); \(caught)") == ["public.b": "open"])
        // One that is caught within is none of the outer block.
        #expect(
            ends("BEGIN CREATE TABLE b (); BEGIN \(may) \(caught) \(caught) CREATE TABLE c ();") == [
                "public.b": "there", "public.c": "there",
            ]
        )
        #expect(
            ends("BEGIN CREATE TABLE b (); IF mystery() THEN BEGIN CREATE TABLE a (); \(caught) END IF; \(caught)") == [
                "public.b": "there"
            ]
        )
    }
}
