import SchemaModel
import Testing

@Suite struct RenameTests {
    private let table = Lookalikes.a
    private let other = Lookalikes.b

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
}
