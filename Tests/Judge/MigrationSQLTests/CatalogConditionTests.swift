import MigrationSQL
import SchemaModel
import Testing

/// Conditions of IF in a DO block over the system catalogs, answered by the scripts before it.
@Suite struct CatalogConditionTests {
    private static let history = replay(
        """
        CREATE SCHEMA s;
        CREATE EXTENSION citext;
        CREATE TYPE e AS ENUM ('p');
        CREATE TABLE "A" (id int PRIMARY KEY, x int UNIQUE, CONSTRAINT c CHECK (x > 0));
        CREATE TABLE b (y int REFERENCES "A" (x));
        CREATE INDEX i ON b (y);
        CREATE TABLE "p.q" (id int);
        CREATE TABLE "w(x)" ();
        DO $$ BEGIN
            IF mystery() THEN CREATE TABLE maybe (id int); ALTER TABLE b ADD CONSTRAINT u UNIQUE (y); END IF;
        END $$;
        CREATE VIEW v AS SELECT 1 AS one;
        CREATE MATERIALIZED VIEW m AS SELECT 1 AS two;
        CREATE SEQUENCE q;
        CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE TRIGGER t BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION g();
        CREATE POLICY p ON b USING (true);
        """
    )

    private static func replay(_ script: String) -> ScriptReplay {
        var replay = ScriptReplay(defaultSchema: "public")
        replay.replay(script, of: "1")
        return replay
    }

    /// Whether the condition holds after that history: yes, no, or open.
    private func answer(_ condition: String, after history: ScriptReplay = history) -> String {
        let block = "IF \(condition) THEN CREATE TABLE yes (); ELSE CREATE TABLE no (); END IF;"
        var replay = history
        let statement = replay.statements(of: "DO $do$ BEGIN \(block) END $do$").first
        let made = statement?.effects.filter { $0.id.kind == .table && $0.after != .unknown }.map(\.id.name) ?? []
        return made.isEmpty ? "open" : made.joined()
    }

    private func exists(_ rest: String) -> String { answer("EXISTS (SELECT 1 FROM \(rest))") }

    private static let names =
        "s A b v m q i e p t c f w x y id citext plpgsql A_pkey A_x_key b_y_fkey".split(separator: " ")

    @Test(arguments: [
        ("pg_namespace WHERE nspname =", "s"), ("information_schema.schemata WHERE schema_name =", "s"),
        ("pg_class WHERE relname =", "A b v m q i A_pkey A_x_key"), ("pg_type WHERE typname =", "A b v m e"),
        ("pg_tables WHERE tablename =", "A b"), ("information_schema.tables WHERE table_name =", "A b v"),
        ("pg_views WHERE viewname =", "v"), ("information_schema.views WHERE table_name =", "v"),
        ("pg_matviews WHERE matviewname =", "m"), ("pg_sequences WHERE sequencename =", "q"),
        ("information_schema.sequences WHERE sequence_name =", "q"), ("pg_extension WHERE extname =", "citext plpgsql"),
        ("pg_proc WHERE proname =", "f"), ("information_schema.routines WHERE routine_name =", "f"),
        ("pg_indexes WHERE indexname =", "i A_pkey A_x_key"),
        ("information_schema.columns WHERE column_name =", "x y id"), ("pg_attribute WHERE attname =", "x y id"),
        ("pg_constraint WHERE conname =", "c A_pkey A_x_key b_y_fkey"),
        ("information_schema.table_constraints WHERE constraint_name =", "c A_pkey A_x_key b_y_fkey"),
        ("pg_enum WHERE enumlabel =", "p"), ("pg_trigger WHERE tgname =", "t"),
        ("information_schema.triggers WHERE trigger_name =", "t"), ("pg_policies WHERE policyname =", "p"),
        ("pg_policy WHERE polname =", "p"),
    ])
    func `each catalog knows objects of its kind by their names, and no others`(_ query: String, _ found: String) {
        let found = Set(found.split(separator: " "))
        for name in Self.names + ["nowhere"] {
            #expect(exists("\(query) '\(name)'") == (found.contains(name) ? "yes" : "no"), "\(name)")
        }
    }

    @Test(arguments: [
        ("CREATE DOMAIN d AS int", "no"), ("CREATE TYPE d AS (n int)", "yes"),
        ("CREATE TYPE d AS RANGE (subtype = int4)", "no"), ("CREATE TYPE d AS ENUM ()", "no"),
    ])
    func `all types are in the catalog of types, and composite ones among the relations`(
        _ statement: String,
        _ isRelation: String
    ) {
        let made = Self.replay(statement)
        #expect(answer("EXISTS (SELECT 1 FROM pg_type WHERE typname = 'd')", after: made) == "yes")
        #expect(answer("to_regtype('d') IS NOT NULL", after: made) == "yes")
        #expect(answer("EXISTS (SELECT 1 FROM pg_class WHERE relname = 'd')", after: made) == isRelation)
    }

    @Test func `a foreign key is among the referential constraints`() {
        #expect(exists("information_schema.referential_constraints WHERE constraint_name = 'b_y_fkey'") == "yes")
        #expect(exists("information_schema.referential_constraints WHERE constraint_name = 'nowhere'") == "no")
    }

    @Test(arguments: [
        ("information_schema.columns WHERE column_name = 'x' AND table_name = 'A'", "yes"),
        ("information_schema.columns WHERE column_name = 'x' AND table_name = 'b'", "no"),
        ("pg_attribute WHERE attname = 'x' AND attrelid = 'public.\"A\"'::regclass", "yes"),
        ("pg_attribute WHERE attname = 'x' AND attrelid = 'public.A'::regclass", "no"),
        ("pg_attribute WHERE attname = 'y' AND attrelid = 'B'::regclass AND NOT attisdropped AND attnum > 0", "yes"),
        ("pg_attribute WHERE attname = 'x' AND attrelid = to_regclass('public.b')", "no"),
        ("pg_constraint WHERE conname = 'c' AND conrelid = '\"A\"'::regclass", "yes"),
        ("pg_constraint WHERE conname = 'c' AND conrelid = 'b'::regclass", "no"),
        ("pg_indexes WHERE indexname = 'i' AND tablename = 'b' AND schemaname = 'public'", "yes"),
        ("pg_indexes WHERE indexname = 'A_pkey' AND tablename = 'A'", "yes"),
        ("pg_indexes WHERE indexname = 'A_pkey' AND tablename = 'b'", "no"),
        ("pg_indexes WHERE indexname = 'A_pkey' AND schemaname = 'public'", "yes"),
        ("pg_indexes WHERE indexname = 'A_pkey' AND schemaname = 's'", "no"),
        ("pg_indexes WHERE indexname = 'u'", "open"), ("pg_class WHERE relname = 'u'", "open"),
        ("pg_indexes WHERE indexname = 'maybe'", "no"),
        ("information_schema.columns WHERE column_name = 'id' AND table_name = 'maybe'", "open"),
        ("pg_constraint WHERE conname = 'c' AND conrelid::regclass::text = '\"A\"'", "yes"),
        ("pg_constraint WHERE conname = 'c' AND conrelid::regclass::text = 'b'", "no"),
        ("pg_constraint WHERE conname = 'c' AND conrelid::regclass::text = 'A'", "no"),
        ("pg_constraint WHERE conname = 'c' AND conrelid::regclass::text = '\"A\"'::text", "yes"),
        ("pg_constraint WHERE conname = 'c' AND conrelid::regclass = '\"A\"'", "yes"),
        ("pg_constraint WHERE conname = 'c' AND conrelid::regclass = '\"A\"'::regclass", "yes"),
        ("pg_constraint WHERE conname = 'c' AND conrelid::regclass = to_regclass('\"A\"')", "yes"),
        ("pg_tables WHERE tablename::text = 'A'", "yes"), ("pg_tables WHERE tablename::text = 'B'", "no"),
        ("pg_attribute WHERE attname = 'x' AND attrelid = to_regclass('public.\"A\"')", "yes"),
        ("pg_tables WHERE tablename = 'A'::text", "yes"), ("pg_tables WHERE tablename = 'maybe'", "open"),
        ("information_schema.tables WHERE table_name = 'b' AND table_schema = current_schema()", "yes"),
        ("pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid WHERE t.tgname = 't' AND r.relname = 'A'", "no"),
        ("pg_policy p JOIN pg_class r ON r.oid = p.polrelid WHERE p.polname = 'p' AND r.relname = 'A'", "no"),
        ("pg_enum WHERE enumlabel = 'p' AND enumtypid = 'e'::regtype", "yes"),
        ("pg_enum WHERE enumlabel = 'p' AND enumtypid = 'v'::regtype", "no"),
        ("pg_trigger WHERE tgname = 't' AND tgrelid = 'b'::regclass", "yes"),
        ("pg_trigger WHERE tgname = 't' AND tgrelid = '\"A\"'::regclass", "no"),
        ("information_schema.triggers WHERE trigger_name = 't' AND event_object_table = 'A'", "no"),
        ("pg_policies WHERE policyname = 'p' AND tablename = 'A'", "no"),
        ("pg_policy WHERE polname = 'p' AND polrelid = '\"A\"'::regclass", "no"),
        ("information_schema.table_constraints WHERE constraint_name = 'c' AND table_name = 'b'", "no"),
        ("pg_tables WHERE schemaname = 's' AND tablename = 'b'", "no"),
        ("information_schema.tables WHERE table_schema = 's' AND table_name = 'b'", "no"),
        ("information_schema.table_constraints WHERE constraint_schema = 's' AND constraint_name = 'c'", "no"),
        ("pg_type WHERE typname = 'e' AND typnamespace = 's'::regnamespace", "no"),
        ("pg_class WHERE relname = 'b' AND relnamespace = 'public'::regnamespace", "yes"),
        ("pg_class WHERE relname = 'b' AND relnamespace = 's'::regnamespace", "no"),
        ("pg_constraint WHERE conname = 'c' AND connamespace = 's'::regnamespace", "no"),
        ("information_schema.triggers WHERE trigger_name = 't' AND trigger_schema = 's'", "no"),
        ("information_schema.routines WHERE routine_name = 'f' AND routine_schema = 's'", "no"),
        ("pg_proc WHERE proname = 'f' AND pronamespace = 's'::regnamespace", "no"),
        ("information_schema.sequences WHERE sequence_name = 'q' AND sequence_schema = 's'", "no"),
        ("pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'b' AND n.nspname = 's'", "no"),
        (
            "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'b' AND n.nspname = 'public'",
            "yes"
        ),
        (
            """
            information_schema.schemata h JOIN information_schema.tables t ON t.table_schema = h.schema_name
            WHERE h.schema_name = 's' AND t.table_name = 'b'
            """,
            "no"
        ),
        (
            """
            pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
            WHERE e.extname = 'citext' AND n.nspname = 'public'
            """,
            "yes"
        ),
        ("pg_enum l JOIN pg_type t ON t.oid = l.enumtypid WHERE t.typname = 'e' AND l.enumlabel = 'p'", "yes"),
        ("pg_enum l JOIN pg_type t ON t.oid = l.enumtypid WHERE t.typname = 'v' AND l.enumlabel = 'p'", "no"),
        ("pg_constraint k JOIN pg_class r ON r.oid = k.conrelid WHERE r.relname = 'b' AND k.conname = 'c'", "no"),
        ("pg_attribute a JOIN pg_class r ON r.oid = a.attrelid AND r.relname = 'b' WHERE a.attname = 'x'", "no"),
    ])
    func `what an object belongs to, and its namespace, are held against it`(_ rest: String, _ told: String) {
        #expect(exists(rest) == told)
    }

    @Test(arguments: [
        ("true", "yes"), ("false", "no"), ("NOT true", "no"), ("true AND false", "no"), ("true OR false", "yes"),
        ("false OR false", "no"),
        ("to_regclass('\"p.q\"') IS NOT NULL", "yes"),
        ("to_regclass('public.b') IS NULL", "no"), ("to_regclass('b') IS NOT NULL", "yes"),
        ("to_regclass('public.\"A\"') IS NOT NULL", "yes"), ("to_regclass('A') IS NOT NULL", "no"),
        ("to_regclass('s.b') IS NOT NULL", "no"), ("to_regtype('e') IS NOT NULL", "yes"),
        ("to_regtype('i') IS NOT NULL", "no"), ("to_regclass('e') IS NOT NULL", "no"),
        ("to_regnamespace('s') IS NOT NULL", "yes"), ("to_regnamespace('b') IS NOT NULL", "no"),
        ("(SELECT count(*) FROM pg_tables WHERE tablename = 'b') = 0", "no"),
        ("(SELECT count(*) FROM pg_tables WHERE tablename = 'b') > 0", "yes"),
        ("(SELECT count(*) FROM pg_tables WHERE tablename = 'b') <> 0", "yes"),
        ("(SELECT count(*) FROM pg_tables WHERE tablename = 'z') > 0", "no"),
        // A NULL of what is not known leaves open what it could change, and nothing else.
        ("mystery() OR true", "yes"), ("mystery() AND false", "no"), ("mystery() OR false", "open"),
        ("mystery() AND true", "open"), ("NOT mystery()", "open"), ("mystery() IS NULL", "open"),
    ])
    func `conditions are put together as SQL does it`(_ condition: String, _ told: String) {
        #expect(answer(condition) == told)
    }

    @Test(arguments: [
        "(SELECT count(*) FROM pg_tables WHERE tablename = 'b') >= 0", "(SELECT count(*) FROM pg_tables) > 1",
        "(SELECT max(1) FROM pg_tables WHERE tablename = 'b') > 0", "'b' IN (SELECT tablename FROM pg_tables)",
        "'b' IN (SELECT tablename FROM pg_tables WHERE tablename = 'b')",
        "(SELECT count(*) FROM pg_tables WHERE tablename = 'b') > 1",
        "EXISTS (SELECT 1 FROM pg_attribute WHERE attname = 'x' AND (attisdropped OR attnum > 0))",
        "EXISTS (SELECT 1 FROM pg_attribute WHERE attname = 'x' AND NOT atthasdef)",
        "EXISTS (SELECT 1 FROM pg_attribute WHERE attname = 'x' AND attrelid = lower('A'))",
        "EXISTS (SELECT 1 FROM b WHERE y = 1)", "EXISTS (SELECT 1 FROM mine.pg_tables WHERE tablename = 'b')",
        "EXISTS (SELECT 1 FROM pg_tables WHERE hasindexes = 'b')",
        "EXISTS (SELECT tablename FROM pg_tables WHERE tablename = 'b' GROUP BY tablename)",
        "EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'b' HAVING count(*) > 1)",
        "EXISTS (SELECT 1 FROM information_schema.columns WHERE column_name = 'x' AND data_type = lower('TEXT'))",
        "EXISTS (SELECT 1 FROM information_schema.columns WHERE column_name = 'x' AND (ordinal_position > 1))",
        "EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'b' OR tablename = 'z')", "current_user IS NULL",
        "to_regprocedure('f(int)') IS NULL", "EXISTS (SELECT 1 FROM pg_tables WHERE tablename LIKE 'b')",
    ])
    func `what can't be followed is open`(_ condition: String) { #expect(answer(condition) == "open") }

    @Test func `what certainly is not there is not, whatever else is asked of it`() {
        #expect(exists("information_schema.columns WHERE column_name = 'z' AND (ordinal_position > 1)") == "no")
        #expect(exists("pg_tables WHERE tablename = 'z' AND tableowner = current_user") == "no")
    }

    @Test func `of a table that is known in part, and beside one, nothing is ruled out`() {
        let part = Self.replay("CREATE TABLE b AS SELECT 1 AS y; CREATE TABLE a (x int)")
        func answer(_ rest: String) -> String { self.answer("EXISTS (SELECT 1 FROM \(rest))", after: part) }
        #expect(answer("information_schema.columns WHERE table_name = 'b' AND column_name = 'z'") == "open")
        #expect(answer("information_schema.columns WHERE column_name = 'z'") == "open")
        #expect(answer("information_schema.columns WHERE table_name = 'a' AND column_name = 'z'") == "no")
        #expect(answer("pg_tables WHERE tablename = 'z'") == "no")
        let given = Self.replay("ALTER TABLE given ADD x int")
        #expect(self.answer("EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'z')", after: given) == "open")
        #expect(self.answer("EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'given')", after: given) == "yes")
    }
}
