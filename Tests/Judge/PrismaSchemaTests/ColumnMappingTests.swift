import PrismaSchema
import SchemaModel
import Testing

/// What columns, indexes and join tables a schema makes.
@Suite struct ColumnMappingTests {
    private func mapped(_ lines: String..., before: String = "") throws -> DatamodelSchema {
        try Datamodel(files: model("id Int @id", lines.joined(separator: "\n  "), before: before))
            .databaseSchema(defaultSchema: "public")
    }

    private func table(_ name: String) -> ObjectID { ObjectID(.table, schema: "public", name: name) }

    private func column(_ line: String, before: String = "") throws -> SchemaObject? {
        try mapped(line, before: before).schema.objects[table("Order").member(.column, "a")]
    }

    @Test(arguments: [
        ("a Boolean @default(true)", "true", "bool"), ("a Bytes @default(\"Af8=\")", "\\x01ff", "bytea"),
        ("a Int @default(007)", "7", "int4"), ("a Decimal @default(\"1e2\") @db.Decimal(5, 2)", "100", "numeric"),
        ("a String @default(\"x\")", "x", "text"), ("a Json @default(\"{}\")", "{}", "jsonb"),
    ])
    func `a default is the constant that the column stores`(_ line: String, _ text: String, _ type: String) throws {
        let value = try column(line)?[.defaultValue]
        let modifiers = type == "numeric" ? "5,2" : nil
        #expect(value == .constant(text, of: TypeReference(name: type, modifiers: modifiers)))
    }

    @Test(arguments: [
        ("a Int[] @default([1, 002])", "['1', '2']"), ("a String[] @default([])", "[]"),
        ("a Boolean[] @default([false])", "['false']"),
    ])
    func `the default of a list is compared`(_ line: String, _ expected: String) throws {
        let result = try mapped(line)
        let column = table("Order").member(.column, "a")
        #expect(result.schema.objects[column]?[.defaultValue] == .expression(expected))
        #expect(result.columnsWithDefault == [])
    }

    @Test func `a list of times has a default that is not compared`() throws {
        let result = try mapped("a DateTime[] @default([\"2024-01-02T03:04:05Z\"])")
        let column = table("Order").member(.column, "a")
        #expect(result.schema.objects[column]?.facets[.defaultValue] == nil)
        #expect(result.columnsWithDefault == [column])
    }

    @Test(arguments: [
        "uuid()", "uuid(4)", "uuid(7)", "cuid()", "cuid(1)", "cuid(2)", "nanoid()", "nanoid(9)", "ulid()",
    ])
    func `a value that Prisma Client makes is no default`(_ function: String) throws {
        #expect(try column("a String @default(\(function))")?[.defaultValue] == .text(""))
    }

    @Test(arguments: [("a Int", FacetValue.flag(true)), ("a Int?", .flag(false)), ("a Int[]", nil)])
    func `what is required is not NULL but in lists`(_ line: String, _ expected: FacetValue?) throws {
        #expect(try column(line)?.facets[.notNull] == expected)
    }

    @Test(arguments: [("Int", FacetValue.flag(true)), ("Int?", nil)])
    func `a column that counts may be an identity and is not NULL`(_ type: String, _ notNull: FacetValue?) throws {
        let result = try mapped("a \(type) @default(autoincrement())")
        let id = table("Order").member(.column, "a")
        #expect(result.autoincrementColumns == [id])
        let facets = result.schema.objects[id]?.facets
        #expect(facets?[.identity] == nil)
        #expect(facets?[.defaultValue] == nil)
        #expect(facets?[.generated] == .text(""))
        #expect(facets?[.notNull] == notNull)
    }

    @Test func `a column of object identifiers does not count`() throws {
        let result = try mapped("a Int @default(autoincrement()) @db.Oid")
        #expect(result.autoincrementColumns == [])
        #expect(result.schema.objects[table("Order").member(.column, "a")]?[.defaultValue] == .text(""))
    }

    @Test func `a default in SQL may be the expression of a generated column`() throws {
        #expect(try column("a Int @default(dbgenerated(\"1 + 1\"))")?.facets[.generated] == nil)
        #expect(try column("a Int @default(1)")?.facets[.generated] == .text(""))
    }

    @Test func `types and sequences of CockroachDB are not compared`() throws {
        let text = """
            datasource db {
              provider = "cockroachdb"
            }
            model Order {
              id Int                  @id @default(sequence())
              a  String               @db.String(3)
              b  Unsupported("Text")?
            }
            """
        let result = try Datamodel(files: [(path: "s", text: text)]).databaseSchema(defaultSchema: "public")
        let id = result.schema.objects[table("Order").member(.column, "id")]
        #expect(id?.facets[.identity] == nil)
        #expect(id?.facets[.defaultValue] == nil)
        #expect(id?[.notNull] == .flag(true))
        #expect(result.autoincrementColumns == [])
        #expect(result.schema.objects[table("Order").member(.column, "a")]?.facets[.type] == nil)
    }

    @Test(arguments: [("", false), ("(sort: Asc)", false), ("(sort: Desc)", true)])
    func `an index descends where it is told`(_ sort: String, _ isDescending: Bool) throws {
        let result = try mapped("a Int", "@@index([a\(sort)])")
        let index = result.schema.objects[ObjectID(.index, schema: "public", name: "Order_a_idx")]
        let key = IndexElement(
            column: "a",
            expression: nil,
            operatorClass: nil,
            isDescending: isDescending,
            nullsFirst: isDescending
        )
        #expect(index?[.keys] == .elements([key]))
    }

    @Test func `the fields of a list make no foreign key`() throws {
        let before = "model C {\n  id Int @id\n  orders Order[] @relation(fields: [], references: [])\n}"
        let result = try mapped("cId Int", "c C @relation(fields: [cId], references: [id])", before: before)
        let keys = result.schema.objects.filter { $0.value[.kind] == .text("foreign_key") }.map(\.key.name)
        #expect(keys == ["Order_cId_fkey"])
    }

    @Test func `lists may name no fields`() {
        let before = """
            model C {
              id Int     @id
              a  Order[] @relation("a", fields: [])
              b  Order[] @relation("b", fields: [])
            }
            """
        let link = "fields: [cId], references: [id]"
        let lines = ["cId Int", "c C @relation(\"a\", \(link))", "d C @relation(\"b\", \(link), map: \"d\")"]
        #expect(faults(model("id Int @id", lines.joined(separator: "\n  "), before: before)) == [])
    }

    @Test func `a view is referred to by no foreign key`() throws {
        let before = """
            generator g {
              provider        = "x"
              previewFeatures = ["views"]
            }
            view C {
              id     Int     @unique
              orders Order[]
            }
            """
        let result = try mapped("cId Int", "c C @relation(fields: [cId], references: [id])", before: before)
        #expect(!result.schema.objects.values.contains { $0[.kind] == .text("foreign_key") })
    }

    @Test func `a join table of one model has its columns by the names of the fields`() throws {
        let result = try mapped("above Order[] @relation(\"t\")", "below Order[] @relation(\"t\")")
        #expect(result.joinTables == [table("_t")])
        #expect(result.places[table("_t")]?.line == 7)
    }

    @Test func `a join table has the types of the keys, also unsupported ones`() throws {
        let before = "model C {\n  id Unsupported(\"ltree\") @id\n  key Int @unique\n  orders Order[]\n}"
        let result = try mapped("customers C[]", before: before)
        let join = table("_CToOrder")
        #expect(result.rawTypes[join.member(.column, "A")] == "ltree")
        #expect(
            result.schema.objects[join.member(.column, "B")]?[.type] == .type(TypeReference(name: "int4"))
        )
    }
}
