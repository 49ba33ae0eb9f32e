import SchemaModel
import Testing

@Suite struct DropTests {
    private let table = Lookalikes.a
    private let other = Lookalikes.b

    private func column(_ name: String) -> ObjectID { table.member(.column, name) }

    private func generated(from name: String) -> SchemaObject {
        SchemaObject([.generated: .expression("(\(String.columnMark(name)) + '1')")])
    }

    private func index(over names: String...) -> SchemaObject {
        SchemaObject([
            .table: .object(table), .keys: .elements(names.map { IndexElement(column: $0, expression: nil) }),
        ])
    }

    @Test(arguments: Lookalikes.unused)
    func `nothing goes with an object that is merely called like one that is used`(_ id: ObjectID) {
        var schema = Lookalikes.schema
        var left = schema.objects
        left[id] = nil
        schema.drop(id)
        #expect(schema.objects == left)
    }

    @Test func `what may be there is not any more once it is dropped`() {
        let view = ObjectID(.view, schema: "public", name: "v")
        var schema = DatabaseSchema()
        schema.doubt(view)
        schema.drop(view)
        #expect(schema[view] == .absent)
    }

    @Test(arguments: [
        Lookalikes.a, Lookalikes.mood, Lookalikes.numbers, ObjectID(.function, schema: "public", name: "f(int4)"),
    ])
    func `more may go with what was taken for given than is known, not with what is made anew`(_ id: ObjectID) {
        var schema = DatabaseSchema()
        schema.assume(id)
        schema.startJournal()
        schema.drop(id)
        #expect(schema.lostInPart == [id])
        schema.set(id, SchemaObject())
        #expect(schema[id.member(.column, "x")] == .absent)
        schema.startJournal()
        schema.drop(id)
        #expect(schema.lostInPart.isEmpty)
    }

    @Test func `a generated column goes with the one it is made from, and the indexes over both with them`() {
        let first = ObjectID(.index, schema: "public", name: "i")
        var schema = DatabaseSchema(of: [
            table: SchemaObject(), column("x"): SchemaObject(), column("y"): generated(from: "x"),
            column("z"): SchemaObject(), first: index(over: "x", "y"), first.renamed("j"): index(over: "y"),
            first.renamed("k"): index(over: "z"),
        ])
        schema.drop(column("x"))
        #expect(Set(schema.ids) == [table, column("z"), first.renamed("k")])
    }

    @Test func `a generated column leaves the one it is made from, and takes an index over it along`() {
        let first = ObjectID(.index, schema: "public", name: "i")
        var schema = DatabaseSchema(of: [
            table: SchemaObject(), column("x"): SchemaObject(), column("y"): generated(from: "x"),
            first: index(over: "y"), first.renamed("j"): index(over: "x"),
        ])
        schema.drop(column("y"))
        #expect(Set(schema.ids) == [table, column("x"), first.renamed("j")])
    }

    @Test func `columns generated from one another or themselves, which no server makes, can be dropped`() {
        var schema = DatabaseSchema(of: [
            table: SchemaObject(), column("x"): generated(from: "y"), column("y"): generated(from: "x"),
            column("z"): generated(from: "z"),
        ])
        for name in ["x", "y", "z"] { schema.drop(column(name)) }
        #expect(schema.ids == [table])
    }

    @Test func `a rule that names another table's column of that name stays`() {
        let rule = table.member(.rule, "r")
        let text = "DELETE FROM b WHERE (\(String.columnMark("x")) = '1')"
        var schema = DatabaseSchema(of: [
            table: SchemaObject(), column("x"): SchemaObject(), other: SchemaObject(),
            other.member(.column, "x"): SchemaObject(), rule: SchemaObject([.definition: .expression(text)]),
        ])
        schema.drop(column("x"))
        #expect(schema[rule] != .absent)
    }

    @Test func `an exclusion constraint goes with a column that it compares`() {
        let text = "\(String.columnMark("x")) WITH &&"
        var schema = DatabaseSchema(of: [
            table: SchemaObject(), column("x"): SchemaObject(),
            table.member(.constraint, "a_excl"): SchemaObject([
                .kind: .text("exclusion"), .definition: .expression(text),
            ]),
        ])
        schema.drop(column("x"))
        #expect(schema.ids == [table])
    }
}
