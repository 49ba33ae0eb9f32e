import SchemaModel
import Testing

@Suite struct RenameTests {
    private let table = Lookalikes.a
    private let other = Lookalikes.b

    @Test(arguments: Lookalikes.unused)
    func `nothing follows an object that is merely called like one that is used`(_ id: ObjectID) {
        var schema = Lookalikes.schema
        var expected = schema.objects
        expected[id.renamed("new")] = expected.removeValue(forKey: id)
        schema.rename(id, to: id.renamed("new"))
        #expect(schema.objects == expected)
    }

    @Test func `columns, former defaults and functions follow a renamed type, and a view keeps its name`() {
        var schema = Lookalikes.schema
        let (mood, feeling) = (Lookalikes.mood, Lookalikes.mood.renamed("feeling"))
        let view = ObjectID(.view, schema: "public", name: "people (mood)")
        schema.set(view, SchemaObject([:], dependencies: [mood]))
        schema.rename(mood, to: feeling)
        #expect(
            schema.objects[table.member(.column, "y")]?[.type]
                == .type(TypeReference(schema: "public", name: "feeling"))
        )
        #expect(schema.objects[view]?.dependencies == [feeling])
        let functions = schema.objects.filter { $0.key.kind == .function }
        #expect(functions.keys.map(\.name) == ["f(feeling)"])
        #expect(functions.values.map(\.dependencies) == [[feeling]])
        schema.drop(feeling)
        #expect(schema.objects[table.member(.column, "once")]?[.defaultValue] == .text(""))
    }

    @Test func `a function keeps its name where its type goes to another namespace`() {
        var schema = Lookalikes.schema
        let moved = ObjectID(.enum, schema: "t", name: "mood")
        schema.rename(Lookalikes.mood, to: moved)
        #expect(
            schema.objects[ObjectID(.function, schema: "public", name: "f(mood)")]
                == SchemaObject([:], dependencies: [moved])
        )
    }

    @Test func `a default follows its sequence`() {
        var schema = Lookalikes.schema
        schema.set(table.member(.column, "m"), .defaultValue, .expression("nextval(others)"))
        schema.rename(Lookalikes.numbers, to: Lookalikes.numbers.renamed("digits"))
        #expect(schema.objects[table.member(.column, "n")]?[.defaultValue] == .expression("nextval(digits)"))
        #expect(schema.objects[table.member(.column, "m")]?[.defaultValue] == .expression("nextval(others)"))
    }

    @Test func `a table known in part is so by its new name, and one made by the old name is not`() {
        let new = table.renamed("c")
        var schema = DatabaseSchema()
        schema.assume(table)
        schema.startJournal()
        schema.rename(table, to: new)
        #expect(schema.lostInPart == [table])
        #expect(schema[new.member(.column, "x")] == .unknown)
        schema.set(table, SchemaObject())
        #expect(schema[table.member(.column, "x")] == .absent)
    }

    @Test func `a table known wholly is so by its new name`() {
        var schema = DatabaseSchema(of: [table: SchemaObject()])
        schema.startJournal()
        schema.rename(table, to: table.renamed("c"))
        #expect(schema.lostInPart.isEmpty)
        #expect(schema[table.renamed("c").member(.column, "x")] == .absent)
    }

    @Test func `what is moved to where it is already stays as it was`() {
        var schema = DatabaseSchema()
        schema.assume(table)
        schema.startJournal()
        schema.rename(table, to: table)
        #expect(schema.lostInPart.isEmpty)
        #expect(schema.assumed == [table])
        #expect(schema.changedIDs.isEmpty)
    }

    @Test func `a renamed column touches what uses it alone`() {
        var schema = Lookalikes.schema
        let (old, new) = (table.member(.column, "n"), table.member(.column, "m"))
        schema.startJournal()
        schema.rename(old, to: new)
        #expect(
            Set(schema.changedIDs) == [
                old, new, ObjectID(.index, schema: "public", name: "i"), table.member(.constraint, "n"),
            ]
        )
    }

    @Test func `what uses a renamed table does not go with the next one of the old name`() {
        let view = ObjectID(.view, schema: "public", name: "v")
        var schema = DatabaseSchema(of: [
            table: SchemaObject(), view: SchemaObject([:], dependencies: [table]),
        ])
        schema.rename(table, to: table.renamed("c"))
        schema.set(table, SchemaObject())
        schema.drop(table)
        #expect(schema[view] != .absent)
        schema.drop(table.renamed("c"))
        #expect(schema[view] == .absent)
    }

    @Test func `a foreign key follows the columns of each table by itself`() {
        let key = other.member(.constraint, "b_fkey")
        var schema = DatabaseSchema(of: [
            table: SchemaObject(), table.member(.column, "id"): SchemaObject(), other: SchemaObject(),
            other.member(.column, "id"): SchemaObject(),
            key: SchemaObject([
                .columns: .names(["id"]), .referencedTable: .object(table), .referencedColumns: .names(["id"]),
            ]),
        ])
        schema.rename(other.member(.column, "id"), to: other.member(.column, "own"))
        #expect(schema.objects[key]?[.columns] == .names(["own"]))
        #expect(schema.objects[key]?[.referencedColumns] == .names(["id"]))
        schema.rename(table.member(.column, "id"), to: table.member(.column, "key"))
        #expect(schema.objects[key]?[.columns] == .names(["own"]))
        #expect(schema.objects[key]?[.referencedColumns] == .names(["key"]))
    }
}
