import SchemaModel
import Testing

@Suite struct IndexTests {
    @Test(arguments: [
        ("x", false, false), ("x NULLS FIRST", false, true), ("x NULLS LAST", false, false), ("x DESC", true, true),
        ("x DESC NULLS LAST", true, false), ("x DESC NULLS FIRST", true, true),
    ])
    func `NULLs come last, or first in a key that is sorted downwards, unless it says otherwise`(
        _ key: String,
        _ isDescending: Bool,
        _ nullsFirst: Bool
    ) {
        let schema = replayed("CREATE TABLE a (x int); CREATE INDEX i ON a (\(key))")
        let element = IndexElement(column: "x", expression: nil, isDescending: isDescending, nullsFirst: nullsFirst)
        #expect(schema.facet(.keys, .index, "public.i") == .elements([element]))
    }

    @Test(arguments: [
        (#"x COLLATE "C""#, "C"), (#"(x COLLATE "C")"#, "C"), (#"((x COLLATE "C") COLLATE "POSIX")"#, "POSIX"),
        (#"(x COLLATE "C") COLLATE "POSIX""#, "POSIX"),
    ])
    func `of several collations of a key the outer one counts`(_ key: String, _ collation: String) {
        let schema = replayed("CREATE TABLE a (x text); CREATE INDEX i ON a (\(key))")
        let element = IndexElement(column: "x", expression: nil, collation: collation)
        #expect(schema.facet(.keys, .index, "public.i") == .elements([element]))
    }

    @Test func `an index takes its table for given`() {
        let schema = replayed("CREATE INDEX i ON given (x)")
        #expect(schema.names(.table) == ["public.given"])
        #expect(schema.givenNamespaces == ["public"])
    }
}
