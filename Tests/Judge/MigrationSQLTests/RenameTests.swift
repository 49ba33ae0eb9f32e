import SchemaModel
import Testing

@Suite struct RenameTests {
    @Test func `IF EXISTS of a policy is not about its table`() {
        let schema = replayed("ALTER POLICY IF EXISTS p ON given RENAME TO q")
        #expect(schema.names(.table) == ["public.given"])
        #expect(schema[ObjectID(.policy, schema: "public", owner: "given", name: "p")] == .absent)
        #expect(schema[ObjectID(.policy, schema: "public", owner: "given", name: "q")] == .unknown)
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
