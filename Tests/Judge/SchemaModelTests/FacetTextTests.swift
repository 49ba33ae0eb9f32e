import SchemaModel
import Testing

@Suite struct FacetTextTests {
    @Test func `the keys of an index are told as SQL has them`() {
        let lower = "lower(\(String.columnMark("a")))"
        let keys = [
            IndexElement(column: "a", expression: nil), IndexElement(column: nil, expression: lower),
            IndexElement(column: "a", expression: nil, operatorClass: "text_pattern_ops"),
            IndexElement(column: "a", expression: nil, isDescending: true, nullsFirst: true),
            IndexElement(column: "a", expression: nil, isDescending: true),
            IndexElement(column: "a", expression: nil, nullsFirst: true),
        ]
        #expect(
            FacetValue.elements(keys).description
                == "a, lower(a), a text_pattern_ops, a DESC, a DESC NULLS LAST, a NULLS FIRST"
        )
    }

    @Test func `names are told in their order, and that there are none`() {
        #expect(FacetValue.names(["b", "a"]).description == "b, a")
        #expect(FacetValue.names([]).description == "none")
    }

    @Test(arguments: [
        ("text", "{1}", "{1}"), ("int4", "-7", "-7"), ("float8", "-0.50", "-0.5"), ("numeric", "5", "5"),
        ("uuid", "ABCDEF00-0000-0000-0000-000000000000", "abcdef00-0000-0000-0000-000000000000"),
    ])
    func `a constant is kept as the server writes it`(_ type: String, _ text: String, _ kept: String) {
        #expect(FacetValue.constant(text, of: TypeReference(name: type)) == .literal(kept))
    }

    @Test(arguments: [("numeric", "1.2.3"), ("numeric", "1e5"), ("int4", ""), ("int4", "."), ("jsonb", "a")])
    func `a constant that the server rewrites or refuses is an expression`(_ type: String, _ text: String) {
        #expect(FacetValue.constant(text, of: TypeReference(name: type)) == .expression("'\(text)'"))
    }

    @Test func `an array is not kept letter by letter`() {
        #expect(FacetValue.constant("{a}", of: TypeReference(name: "text", isArray: true)) == .expression("'{a}'"))
    }

    @Test(arguments: ["GLAD", "so_so", "well-off", "very glad", "2nd", "été"])
    func `the value of an enum is kept where it looks like a name`(_ value: String) {
        let mood = TypeReference(schema: "public", name: "mood")
        #expect(FacetValue.constant(value, of: mood) == .literal(value))
        #expect(FacetValue.constant("(\(value))", of: mood) == .expression("'(\(value))'"))
    }
}
