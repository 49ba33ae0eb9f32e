import MigrationSQL
import SchemaModel
import Testing

/// Schemas, extensions, types and sequences.
@Suite struct TypeTests {
    @Test func `what is there already keeps the migration that made it`() {
        var replay = ScriptReplay(defaultSchema: "public")
        replay.replay("CREATE SCHEMA s; CREATE EXTENSION citext; CREATE SEQUENCE q", of: "1")
        replay.replay(
            """
            CREATE SCHEMA IF NOT EXISTS s;
            CREATE EXTENSION IF NOT EXISTS citext;
            CREATE SEQUENCE IF NOT EXISTS q INCREMENT 5;
            CREATE SCHEMA IF NOT EXISTS t;
            """,
            of: "2"
        )
        #expect(replay.definers[.schema("s")] == "1" && replay.definers[.extension("citext")] == "1")
        #expect(replay.definers[.schema("t")] == "2")
        #expect(replay.definers[ObjectID(.sequence, schema: "public", name: "q")] == "1")
    }

    @Test func `a schema without a name has its owner's`() {
        let schema = replayed("CREATE SCHEMA AUTHORIZATION joe CREATE TABLE a (id int)")
        #expect(schema.names(.schema).contains("joe"))
        #expect(schema.names(.table) == ["joe.a"])
    }

    // MARK: Enums

    @Test func `an enum's value can't have the name of another`() {
        let history = "CREATE TYPE mood AS ENUM ('a', 'b')"
        let renamed = "ALTER TYPE mood RENAME VALUE 'a' TO 'b'"
        let script = statements(renamed, after: history)
        #expect(script.first?.outcome.doubt == "enum value public.mood.b is there already")
        #expect(statements("ALTER TYPE mood RENAME VALUE 'a' TO 'c'", after: history).first?.outcome.doubt == nil)
        let block = "DO $$ BEGIN CREATE TABLE first (); \(renamed); EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        let guarded = statements(block, after: history)
        #expect(guarded.first?.effects.isEmpty == true && guarded.first?.outcome.doubt == nil)
    }

    @Test func `what uses an enum's value follows its new name`() {
        var replay = ScriptReplay(defaultSchema: "public")
        replay.replay(
            """
            CREATE SCHEMA s;
            CREATE TYPE mood AS ENUM ('a', 'b');
            CREATE TYPE other AS ENUM ('a', 'b');
            CREATE TYPE s.mood AS ENUM ('a', 'b');
            CREATE TABLE t (
                m mood DEFAULT 'a', n mood[] DEFAULT ARRAY['a', 'b']::mood[], o other DEFAULT 'a', p s.mood DEFAULT 'a',
                q mood DEFAULT lower('B')::mood, u text DEFAULT 'a' || 'x',
                g boolean GENERATED ALWAYS AS (m = 'a') STORED, h boolean GENERATED ALWAYS AS (m = 'b') STORED,
                CONSTRAINT c CHECK (m <> 'a'), CONSTRAINT d CHECK (m <> 'b')
            );
            CREATE TABLE z (x text, CONSTRAINT c CHECK (x <> 'a'));
            """,
            of: "1"
        )
        let before = replay.schema
        replay.replay("ALTER TYPE mood RENAME VALUE 'a' TO 'c'", of: "2")
        let after = replay.schema
        #expect(after.facet(.defaultValue, .column, "public.t.m") == .literal("c"))
        for name in ["o", "p", "q", "u"] {
            let values = [before, after].map { $0.facet(.defaultValue, .column, "public.t.\(name)") }
            #expect(values[0] != nil && values[0] == values[1], "\(name)")
        }
        let table = ObjectID(.table, schema: "public", name: "t")
        #expect(
            replay.definers[table.member(.column, "m")] == "2" && replay.definers[table.member(.column, "q")] == "1"
        )
        // How the server prints these then is not known here.
        #expect(after.facet(.check, .constraint, "public.t.c") == .unknown)
        #expect(after.facet(.generated, .column, "public.t.g") == .unknown)
        #expect(after.facet(.check, .constraint, "public.t.d") == before.facet(.check, .constraint, "public.t.d"))
        #expect(after.facet(.generated, .column, "public.t.h") == before.facet(.generated, .column, "public.t.h"))
        #expect(after.facet(.check, .constraint, "public.z.c") != .unknown)
    }

    // MARK: Domains

    @Test func `a domain has its type and may refuse NULL`() {
        let made = "CREATE TYPE mood AS ENUM (); CREATE DOMAIN d AS mood; CREATE DOMAIN e AS varchar(5) NOT NULL"
        let schema = replayed(made)
        #expect(
            schema.facet(.type, .domain, "public.d") == .type(TypeReference(schema: "public", name: "mood"))
        )
        #expect(schema.facet(.type, .domain, "public.e") == .type(TypeReference(name: "varchar", modifiers: "5")))
        #expect(schema.facet(.notNull, .domain, "public.d") == .flag(false))
        #expect(schema.facet(.notNull, .domain, "public.e") == .flag(true))
        let changed = replayed(made, "ALTER DOMAIN d SET NOT NULL; ALTER DOMAIN e DROP NOT NULL")
        #expect(changed.facet(.notNull, .domain, "public.d") == .flag(true))
        #expect(changed.facet(.notNull, .domain, "public.e") == .flag(false))
    }

    @Test func `a domain's constraints are not known`() {
        let schema = replayed("CREATE DOMAIN d AS int CHECK (VALUE > 0)")
        #expect(schema[ObjectID(.constraint, schema: "public", owner: "d", name: "d_check")] == .unknown)
    }

    // MARK: Guarded blocks

    @Test(arguments: [
        ("CREATE TYPE b AS ENUM ('p')", "CREATE TYPE b AS ENUM ('q')"),
        ("CREATE TYPE b AS (x int)", "CREATE TYPE b AS (x text, y int)"),
        ("CREATE DOMAIN b AS int", "CREATE DOMAIN b AS text NOT NULL"),
        ("CREATE SEQUENCE b", "CREATE SEQUENCE b START 5"),
        ("CREATE TABLE b (x int)", "CREATE TABLE b (y int)"),
        ("CREATE TABLE b ()", "CREATE TYPE b AS RANGE (subtype = int4)"),
        ("CREATE MATERIALIZED VIEW b AS SELECT 1 AS x", "CREATE MATERIALIZED VIEW b AS SELECT 2 AS y"),
        ("CREATE VIEW b AS SELECT 1 AS x", "CREATE VIEW b AS SELECT 2 AS y"),
        ("", "ALTER TYPE b ADD VALUE 'x'"), ("", "ALTER DOMAIN b SET NOT NULL"), ("", "ALTER SEQUENCE b INCREMENT 2"),
        ("CREATE TYPE b AS ENUM ('p')", "ALTER TYPE b RENAME VALUE 'x' TO 'y'"),
    ])
    func `a conflict that is caught changes nothing, whether it comes or not`(_ history: String, _ statement: String) {
        let caught = "EXCEPTION WHEN duplicate_object OR undefined_object THEN NULL; END"
        for body in ["\(statement);", "IF mystery() THEN \(statement); END IF;"] {
            let script = statements("DO $$ BEGIN \(body) \(caught) $$", after: history)
            #expect(script.changed == [[]], "\(body)")
            #expect(script.first?.outcome.doubt == nil)
        }
    }

    // MARK: Sequences

    @Test func `a sequence has its options`() {
        let schema = replayed(
            """
            CREATE SEQUENCE q START 5 INCREMENT -2 MINVALUE -9 MAXVALUE 9223372036854775806 CYCLE;
            CREATE SEQUENCE r AS integer NO MAXVALUE NO CYCLE CACHE 5;
            """
        )
        let facets: [(SchemaObject.Facet, String)] = [
            (.start, "5"), (.increment, "-2"), (.minimum, "-9"), (.maximum, "9223372036854775806"),
        ]
        for (facet, value) in facets { #expect(schema.facet(facet, .sequence, "public.q") == .text(value)) }
        #expect(schema.facet(.cycle, .sequence, "public.q") == .flag(true))
        #expect(schema.facet(.cycle, .sequence, "public.r") == .flag(false))
        #expect(schema.facet(.maximum, .sequence, "public.r") == .unknown)
        #expect(schema.facet(.type, .sequence, "public.q") == .type(TypeReference(name: "int8")))
        #expect(schema.facet(.type, .sequence, "public.r") == .type(TypeReference(name: "int4")))
    }

    @Test func `a sequence belongs to a column until it does no more`() {
        let first = "CREATE SCHEMA s; CREATE TABLE a (x int); CREATE SEQUENCE q"
        let owned = "SET search_path = s, public; ALTER SEQUENCE q OWNED BY a.x"
        let column = ObjectID(.column, schema: "public", owner: "a", name: "x")
        #expect(replayed(first).facet(.ownedBy, .sequence, "public.q") == .text(""))
        #expect(replayed(first, owned).facet(.ownedBy, .sequence, "public.q") == .object(column))
        #expect(replayed(first, owned, "DROP TABLE a").names(.sequence).isEmpty)
        let free = replayed(first, owned, "ALTER SEQUENCE q OWNED BY NONE")
        #expect(free.facet(.ownedBy, .sequence, "public.q") == .text(""))
        let script = statements(
            "ALTER SEQUENCE q INCREMENT 2; ALTER SEQUENCE q CYCLE; ALTER SEQUENCE q RESTART",
            after: first
        )
        #expect(script.map(\.outcome.unverifiable) == [[], [], ["restarts a sequence"]])
    }
}
