import MigrationSQL
import SchemaModel
import Testing

@Suite struct TableTests {
    private func column(_ name: String, of table: String = "b") -> ObjectID {
        ObjectID(.column, schema: "public", owner: table, name: name)
    }

    /// A number as the default of a column of numbers.
    private func number(_ number: Int) -> FacetValue {
        .columnDefault("\(number)", type: TypeReference(name: "int4"))
    }

    @Test func `a table of a type, or like one that is not known, has columns that are not known`() {
        let history = "CREATE TABLE a (x int); CREATE TYPE k AS (x int)"
        #expect(replayed(history, "CREATE TABLE b OF k")[column("x")] == .unknown)
        #expect(replayed(history, "CREATE TABLE b (LIKE nowhere)")[column("x")] == .unknown)
        #expect(replayed(history, "CREATE TABLE b (LIKE a)")[column("y")] == .absent)
        #expect(replayed(history, "CREATE TABLE b (LIKE a)").names(.column).contains("public.b.x"))
    }

    @Test func `a foreign key within a table finds the key that comes after it`() {
        let schema = replayed("CREATE TABLE a (parent int REFERENCES a, id int PRIMARY KEY)")
        #expect(schema.facet(.referencedColumns, .constraint, "public.a.a_parent_fkey") == .names(["id"]))
    }

    @Test(arguments: [
        ("x int REFERENCES a DEFERRABLE", true, false), ("x int REFERENCES a", false, false),
        ("x int REFERENCES a DEFERRABLE INITIALLY DEFERRED", true, true),
        ("x int REFERENCES a INITIALLY DEFERRED", true, true), ("x int REFERENCES a NOT DEFERRABLE", false, false),
        ("x int REFERENCES a DEFERRABLE INITIALLY IMMEDIATE", true, false),
        ("y int UNIQUE, x int REFERENCES a DEFERRABLE, z int UNIQUE", true, false),
        ("y int UNIQUE DEFERRABLE INITIALLY DEFERRED, x int REFERENCES a", false, false),
    ])
    func `what is said of a column's constraint is that constraint's`(
        _ columns: String,
        _ isDeferrable: Bool,
        _ isDeferred: Bool
    ) {
        let schema = replayed("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (\(columns))")
        #expect(schema.facet(.deferrable, .constraint, "public.b.b_x_fkey") == .flag(isDeferrable))
        #expect(schema.facet(.initiallyDeferred, .constraint, "public.b.b_x_fkey") == .flag(isDeferred))
    }

    @Test func `a primary key that can be deferred is the one that says so`() {
        let schema = replayed(
            "CREATE TABLE b (y int UNIQUE, x int PRIMARY KEY DEFERRABLE); ALTER TABLE b ADD z int UNIQUE DEFERRABLE"
        )
        #expect(schema.facet(.deferrable, .constraint, "public.b.b_y_key") == .flag(false))
        #expect(schema.facet(.deferrable, .constraint, "public.b.b_pkey") == .flag(true))
        #expect(schema.facet(.deferrable, .constraint, "public.b.b_z_key") == .flag(true))
    }

    /// The server refuses such a table.
    @Test func `what is said of no constraint changes nothing`() {
        let schema = replayed("CREATE TABLE b (x int DEFERRABLE, y int UNIQUE)")
        #expect(schema.names(.column) == ["public.b.x", "public.b.y"])
        #expect(schema.facet(.deferrable, .constraint, "public.b.b_y_key") == .flag(false))
    }

    @Test func `a column is NOT NULL where it or a key says so, and not because of its domain`() {
        let schema = replayed(
            """
            CREATE DOMAIN strict AS int NOT NULL;
            CREATE TABLE b (
                id int PRIMARY KEY, n int NOT NULL, x int, d strict, s serial, i int GENERATED ALWAYS AS IDENTITY
            );
            """
        )
        let names = ["id", "n", "x", "d", "s", "i"]
        let flags = names.map { schema.facet(.notNull, .column, "public.b.\($0)") }
        #expect(flags == [true, true, false, false, true, true].map { .flag($0) })
    }

    @Test func `a type of one's own that is called serial has no sequence`() {
        let schema = replayed("CREATE SCHEMA s; CREATE DOMAIN s.serial AS int; CREATE TABLE b (x s.serial, y serial)")
        #expect(schema.names(.sequence) == ["public.b_y_seq"])
        #expect(schema.facet(.notNull, .column, "public.b.x") == .flag(false))
    }

    @Test func `a column that is merged with its parent's has what either says`() {
        let schema = replayed(
            """
            CREATE TABLE a (x int NOT NULL DEFAULT 7, g int GENERATED ALWAYS AS (1 + 1) STORED, y int DEFAULT 8);
            CREATE TABLE b (x int, g int, y int DEFAULT 9) INHERITS (a);
            CREATE TABLE c (x serial) INHERITS (a);
            """
        )
        #expect(schema.facet(.notNull, .column, "public.b.x") == .flag(true))
        for table in ["a", "b"] {
            #expect(schema.facet(.defaultValue, .column, "public.\(table).x") == number(7))
        }
        let generated = ["a", "b", "c"].map { schema.facet(.generated, .column, "public.\($0).g") }
        #expect(generated[0] != .text("") && Set(generated).count == 1)
        let defaults = ["a", "b", "c"].map { schema.facet(.defaultValue, .column, "public.\($0).y") }
        #expect(defaults == [number(8), number(9), number(8)])
        #expect(schema.facet(.defaultValue, .column, "public.c.x") == .expression("nextval(c_x_seq)"))
    }

    @Test func `a partition's column has its own default and the parent's type`() {
        let schema = replayed(
            """
            CREATE TABLE a (x int NOT NULL, y text) PARTITION BY LIST (x);
            CREATE TABLE b PARTITION OF a (x DEFAULT 5) FOR VALUES IN (1);
            """
        )
        #expect(schema.facet(.type, .column, "public.b.x") == .type(TypeReference(name: "int4")))
        #expect(schema.facet(.notNull, .column, "public.b.x") == .flag(true))
        #expect(schema.facet(.defaultValue, .column, "public.b.x") == number(5))
    }

    @Test func `indexes that are copied have names that are free`() {
        let schema = replayed(
            """
            CREATE TABLE a (x text, y int, z int);
            CREATE INDEX i ON a (x);
            CREATE INDEX j ON a (y);
            CREATE INDEX k ON a (lower(x));
            CREATE TABLE b_x_idx ();
            CREATE TABLE c (y int CONSTRAINT b_y_idx UNIQUE);
            CREATE TABLE b (LIKE a INCLUDING INDEXES);
            CREATE TABLE d (LIKE a INCLUDING DEFAULTS);
            """
        )
        let names = schema.names(.index)
        #expect(
            names.filter { $0.contains("_idx") && $0 != "public.b_lower_idx" } == [
                "public.b_x_idx1", "public.b_y_idx1",
            ]
        )
    }

    @Test func `storage parameters are numbers and words, those of the TOAST table left out`() {
        let parameters = """
            toast.autovacuum_enabled = false, fillfactor = 70, autovacuum_vacuum_scale_factor = 0.2,
            autovacuum_enabled = off, user_catalog_table = true, vacuum_truncate
            """
        let schema = replayed("CREATE TABLE a () WITH (\(parameters))")
        #expect(
            schema.facet(.storageParameters, .table, "public.a")
                == .names([
                    "autovacuum_enabled=off", "autovacuum_vacuum_scale_factor=0.2", "fillfactor=70",
                    "user_catalog_table=true", "vacuum_truncate=true",
                ])
        )
    }

    @Test func `a foreign table is a table`() {
        let schema = replayed("CREATE FOREIGN TABLE b (x int NOT NULL) SERVER elsewhere")
        #expect(schema.names(.table) == ["public.b"])
        #expect(schema.facet(.notNull, .column, "public.b.x") == .flag(true))
    }

    @Test func `a table from a query is made only if it is not there`() {
        let script = statements(
            "CREATE TABLE IF NOT EXISTS a AS SELECT 1 AS x; CREATE TABLE IF NOT EXISTS b AS SELECT 1 AS x",
            after: "CREATE TABLE a (y int)"
        )
        #expect(script.changed == [[], ["table public.b"]])
    }
}
