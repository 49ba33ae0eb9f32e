import MigrationSQL
import SchemaModel
import Testing

@Suite struct ObservedSchemaTests {
    private let table = ObjectID(.table, schema: "public", name: "a")

    private func object(_ id: ObjectID, _ fields: String?...) -> SchemaObject? {
        guard case .present(let object) = ObservedSchema([CatalogRow(id: id, fields: fields)])[id] else { return nil }
        return object
    }

    @Test func `what has no row is absent`() { #expect(ObservedSchema([])[table] == .absent) }

    @Test func `a column is as a script makes it`() {
        let column = object(
            table.member(.column, "x"),
            "pg_catalog",
            "varchar",
            "character varying(20)",
            "false",
            "true",
            "",
            "",
            "'a'::character varying",
            "-1"
        )
        let replayed = replayed("CREATE TABLE a (x varchar(20) NOT NULL DEFAULT 'a')")
        let expected = replayed.objects[table.member(.column, "x")]
        #expect(expected?.facets == column?.facets)
    }

    @Test func `an index is as a script makes it, and may be invalid`() {
        let id = ObjectID(.index, schema: "public", name: "i")
        let definition = "CREATE UNIQUE INDEX i ON public.a USING btree (x DESC, lower(y)) WHERE (x > 0)"
        let replayed = replayed(
            "CREATE TABLE a (x int, y text); CREATE UNIQUE INDEX i ON a (x DESC, lower(y)) WHERE x > 0"
        )
        #expect(replayed.objects[id]?.facets == object(id, definition, "true", "r")?.facets)
        #expect(object(id, definition, "false", "r")?[.valid] == .flag(false))
        #expect(object(id, definition, "true", "r", "public.whole")?[.parents] == .names(["public.whole"]))
        for text in ["no SQL", "CREATE TABLE a ()"] {
            #expect(object(id, text, "false", "r")?.facets == [.valid: .flag(false)])
        }
    }

    @Test func `a constraint is as a script makes it`() {
        let id = table.member(.constraint, "a_x_fkey")
        let printed = object(id, "FOREIGN KEY (x) REFERENCES public.b(id) ON DELETE CASCADE", "true")
        let replayed = replayed(
            "CREATE TABLE b (id int PRIMARY KEY); CREATE TABLE a (x int REFERENCES b ON DELETE CASCADE)"
        )
        #expect(replayed.objects[id]?.facets == printed?.facets)
    }

    @Test func `a text that was not seen, or that no parser of ours reads, is unknown`() {
        let column = object(
            table.member(.column, "x"),
            "pg_catalog",
            "int4",
            "integer",
            "false",
            "false",
            "",
            "",
            "/* not seen */",
            "-1"
        )
        #expect(column?[.defaultValue] == .unknown)
        let check = object(table.member(.constraint, "c"), "CHECK ((x SOUNDS LIKE y))", "true")
        #expect(check?[.check] == .unknown)
        #expect(object(ObjectID(.view, schema: "public", name: "v"), nil, nil, nil, nil, nil)?[.definition] == .unknown)
    }

    @Test func `objects that are read together are as each is alone`() {
        let column = ["pg_catalog", "text", "text", "false", "false", "", ""]
        let rows = [
            CatalogRow(id: table, fields: ["true", "false", nil, nil, nil, "0"]),
            CatalogRow(id: table.member(.column, "x"), fields: column + ["lower('A'::text)", "-1"]),
            CatalogRow(id: table.member(.column, "y"), fields: column + ["'b'::text", "-1"]),
            CatalogRow(id: table.member(.column, "z"), fields: column + ["/* not seen */", "-1"]),
            CatalogRow(id: table.member(.policy, "p"), fields: ["*", "true", "u", "(x = y)", "(x <> ''::text)"]),
            CatalogRow(id: table.member(.constraint, "c"), fields: ["CHECK ((x > y))", "true"]),
            CatalogRow(id: ObjectID(.view, schema: "public", name: "v"), fields: [nil, nil, nil, nil, " SELECT 1;"]),
        ]
        let schema = ObservedSchema(rows)
        let together = schema.objects { $0 != table }
        #expect(Set(together.map(\.id)) == Set(rows.map(\.id)).subtracting([table]))
        for (id, object) in together { #expect(schema[id] == .present(object)) }
        #expect(together.first { $0.id.name == "p" }?.object[.using] == .condition("x = y"))
    }

    @Test func `rows are estimated where the server has counted them`() {
        func rows(_ text: String?) -> Int? {
            ObservedSchema([CatalogRow(id: table, fields: ["false", "false", nil, nil, nil, text])])
                .estimatedRows(of: table)
        }
        #expect(rows("12") == 12)
        #expect(rows("-1") == nil)
        #expect(rows(nil) == nil)
        #expect(rows("1e+06") == 1_000_000)
    }
}
