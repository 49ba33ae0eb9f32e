import SchemaModel
import Testing

@Suite struct DropTests {
    @Test func `a schema in which something was made is there, whoever made it`() {
        let schema = replayed("CREATE TABLE s.a (id serial)", "DROP SCHEMA IF EXISTS s CASCADE")
        #expect(schema.ids.allSatisfy { $0.schema != "s" && $0 != .schema("s") })
        let script = statements("DROP SCHEMA IF EXISTS s CASCADE", after: "CREATE TABLE s.a (id int)")
        #expect(script.first?.outcome.missing == [])
    }
}
