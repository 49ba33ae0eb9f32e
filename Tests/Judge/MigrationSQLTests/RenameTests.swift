import MigrationSQL
import SchemaModel
import Testing

@Suite struct RenameTests {
    @Test func `what is renamed of a table known in part is there after it`() {
        let schema = replayed(
            "CREATE TABLE known AS SELECT 1 AS x",
            "ALTER TABLE known RENAME x TO y; ALTER TABLE known RENAME CONSTRAINT c TO d"
        )
        #expect(schema.names(.column) == ["public.known.y"])
        #expect(schema.names(.constraint) == ["public.known.d"])
    }

    @Test func `a column that an heir is not known to have may have the new name there`() {
        let schema = replayed("CREATE TABLE heir () INHERITS (given)", "ALTER TABLE given RENAME x TO y")
        let heir = ObjectID(.table, schema: "public", name: "heir")
        #expect(schema[heir.member(.column, "x")] == .absent)
        #expect(schema[heir.member(.column, "y")] == .unknown)
    }

    @Test(arguments: [
        "ALTER TABLE IF EXISTS nowhere RENAME TO a", "ALTER TABLE IF EXISTS nowhere RENAME x TO y",
        "ALTER TABLE IF EXISTS nowhere RENAME CONSTRAINT x TO y",
        "ALTER TABLE IF EXISTS nowhere ADD COLUMN x int", "ALTER TABLE IF EXISTS nowhere SET SCHEMA s",
    ])
    func `a table that IF EXISTS does not find is all that a statement misses`(_ statement: String) {
        let script = statements(statement, after: "CREATE SCHEMA s; CREATE TABLE a (x int)")
        #expect(script.changed == [[]])
        #expect(script.first?.outcome.doubt == nil)
        #expect(script.first?.outcome.missing == [ObjectID(.table, schema: "public", name: "nowhere")])
    }

    @Test func `what may be there may have the new name after IF EXISTS, and no longer has the old one`() {
        let schema = replayed(
            "DO $$ BEGIN IF mystery() THEN CREATE TABLE maybe (x int); END IF; END $$",
            "CREATE TABLE known AS SELECT 1 AS x; DROP POLICY IF EXISTS q ON known",
            "ALTER TABLE IF EXISTS maybe RENAME TO other; ALTER POLICY IF EXISTS p ON known RENAME TO q"
        )
        func presence(_ name: String) -> DatabaseSchema.Presence {
            schema[ObjectID(.table, schema: "public", name: name)]
        }
        #expect(presence("maybe") == .absent)
        #expect(presence("other") == .unknown)
        let known = ObjectID(.table, schema: "public", name: "known")
        #expect(schema[known.member(.policy, "p")] == .absent)
        #expect(schema[known.member(.policy, "q")] == .unknown)
    }

    @Test func `IF EXISTS of a policy is not about its table`() {
        let schema = replayed("ALTER POLICY IF EXISTS p ON given RENAME TO q")
        #expect(schema.names(.table) == ["public.given"])
        #expect(schema[ObjectID(.policy, schema: "public", owner: "given", name: "p")] == .absent)
        #expect(schema[ObjectID(.policy, schema: "public", owner: "given", name: "q")] == .unknown)
    }

    @Test(arguments: [
        ("ALTER TABLE a RENAME TO b", "table public.b"), ("ALTER TABLE a RENAME x TO y", "column public.a.y"),
        ("ALTER INDEX i RENAME TO j", "index public.j"), ("ALTER TYPE mood RENAME TO tone", "enum public.tone"),
        ("ALTER TABLE a RENAME CONSTRAINT c TO d", "constraint public.a.d"),
    ])
    func `a new name that is taken puts the picture in doubt, or is taken back with its block`(
        _ statement: String,
        _ taken: String
    ) {
        let history = """
            CREATE TABLE a (x int, y int, CONSTRAINT c CHECK (x > 0), CONSTRAINT d CHECK (y > 0)); CREATE TABLE b (x int);
            CREATE INDEX i ON a (x); CREATE INDEX j ON a (x);
            CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE tone AS ENUM ('low');
            """
        #expect(statements(statement, after: history).first?.outcome.doubt == "\(taken) is there already")
        let block =
            "DO $$ BEGIN CREATE TABLE first (); \(statement); EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        let skipped = statements(block, after: history).first
        #expect(skipped?.effects.isEmpty == true && skipped?.outcome.doubt == nil)
    }

    @Test func `ALTER INDEX renames the key of that name alone`() {
        let others = (1...6)
            .map {
                """
                CREATE SCHEMA s\($0); CREATE TABLE s\($0).a (id int CONSTRAINT k PRIMARY KEY);
                CREATE TABLE c\($0) (x int, CONSTRAINT k CHECK (x > 0), CONSTRAINT u\($0) UNIQUE (x));
                """
            }
        let script = statements(
            "ALTER INDEX k RENAME TO l",
            after: "CREATE TABLE a (id int CONSTRAINT k PRIMARY KEY); \(others.joined())"
        )
        #expect(script.changed == [["constraint public.a.k", "constraint public.a.l"]])
    }

    @Test func `a table takes its own sequences alone to another schema, also where it was there before`() {
        let schema = replayed(
            """
            CREATE SCHEMA s; CREATE TABLE a (id serial); CREATE TABLE b (id serial);
            CREATE SEQUENCE q OWNED BY given.id;
            """,
            "ALTER TABLE a SET SCHEMA s; ALTER TABLE given SET SCHEMA s"
        )
        #expect(schema.names(.sequence) == ["public.b_id_seq", "s.a_id_seq", "s.q"])
        for (sequence, table) in [("s.a_id_seq", "a"), ("s.q", "given")] {
            let column = ObjectID(.column, schema: "s", owner: table, name: "id")
            #expect(schema.facet(.ownedBy, .sequence, sequence) == .object(column))
        }
    }
}
