import SchemaModel
import Testing

@Suite struct ObjectIDTests {
    @Test func `names are quoted as SQL needs them`() {
        #expect(ObjectID(.table, schema: "public", name: "a\"b").sqlName == "\"public\".\"a\"\"b\"")
        #expect(ObjectID(.column, schema: "s", owner: "t", name: "c").sqlName == "\"c\"")
        #expect(ObjectID(.column, schema: "s", owner: "t", name: "c").sqlOwner == "\"s\".\"t\"")
        #expect(ObjectID(.function, schema: "s", name: "f(int4, text)").sqlName == "\"s\".\"f\"(int4, text)")
        #expect(ObjectID(.table, schema: "s", name: "a(b").sqlName == "\"s\".\"a(b\"")
        #expect(ObjectID.schema("s").sqlName == "\"s\"")
    }

    @Test func `a description has namespace, owner and name`() {
        #expect(ObjectID(.column, schema: "s", owner: "t", name: "c").description == "s.t.c")
        #expect(ObjectID.extension("citext").description == "citext")
    }

    @Test func `types are written short`() {
        #expect(TypeReference(name: "varchar", modifiers: "20", isArray: true).description == "varchar(20)[]")
        #expect(TypeReference(schema: "s", name: "mood").description == "s.mood")
    }
}
