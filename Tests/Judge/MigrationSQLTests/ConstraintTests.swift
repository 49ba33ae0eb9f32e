import SchemaModel
import Testing

@Suite struct ConstraintTests {
    @Test(arguments: [
        ("UNIQUE DEFERRABLE", "a_x_key", false), ("UNIQUE INITIALLY DEFERRED", "a_x_key", true),
        ("PRIMARY KEY DEFERRABLE", "a_pkey", false),
        ("REFERENCES b DEFERRABLE INITIALLY DEFERRED", "a_x_fkey", true),
        ("CHECK (x > 0) NOT NULL REFERENCES b DEFERRABLE", "a_x_fkey", false),
    ])
    func `what stands behind a column's constraint is about that one alone`(
        _ constraints: String,
        _ name: String,
        _ isDeferred: Bool
    ) {
        let table = "CREATE TABLE a (w int UNIQUE, x int \(constraints), y int UNIQUE REFERENCES b)"
        let schema = replayed("CREATE TABLE b (id int PRIMARY KEY)", table)
        func having(_ facet: SchemaObject.Facet) -> [String] {
            schema.names(.constraint).filter { schema.facet(facet, .constraint, $0) == .flag(true) }
        }
        #expect(having(.deferrable) == ["public.a.\(name)"])
        #expect(having(.initiallyDeferred) == (isDeferred ? ["public.a.\(name)"] : []))
    }
}
