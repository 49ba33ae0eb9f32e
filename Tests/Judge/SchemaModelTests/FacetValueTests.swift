import SchemaModel
import Testing

@Suite struct FacetValueTests {
    private func constant(_ text: String, _ type: String, in schema: String? = nil) -> FacetValue {
        .constant(text, of: TypeReference(schema: schema, name: type))
    }

    @Test func `constants that the server keeps decide by their letters`() {
        #expect(constant("a", "text").compared(to: constant("a", "varchar")) == .same)
        #expect(constant("a", "text").compared(to: constant("A", "text")) == .other)
        #expect(constant("LOW", "Level", in: "public").compared(to: constant("HIGH", "Level", in: "public")) == .other)
    }

    @Test(arguments: [("1", "1.0"), ("0.50", ".5"), ("-0", "0"), ("007", "7")])
    func `numbers are the same however they are written`(_ forms: (String, String)) {
        #expect(constant(forms.0, "numeric").compared(to: constant(forms.1, "numeric")) == .same)
        #expect(constant(forms.0, "numeric").compared(to: constant("8", "numeric")) == .other)
    }

    @Test func `truths are the same however they are written`() {
        #expect(constant("t", "bool").compared(to: constant("TRUE", "bool")) == .same)
        #expect(constant("t", "bool").compared(to: constant("off", "bool")) == .other)
    }

    @Test func `no value of an enum is empty, that of another type may be anything`() {
        #expect(constant("", "Level", in: "public").compared(to: constant("LOW", "Level", in: "public")) == .undecided)
    }

    @Test(arguments: ["timestamptz", "jsonb", "interval"])
    func `constants that the server rewrites are not told apart`(_ type: String) {
        #expect(constant("1", type).compared(to: constant("1", type)) == .same)
        #expect(constant("1", type).compared(to: constant("2", type)) == .undecided)
    }

    @Test func `a call is no constant, a cast may be one`() {
        let day = constant("2001-02-03", "timestamp")
        for call in ["now()", "timezone('utc', now())", "uuid_generate_v4()", "SVFOP_LOCALTIMESTAMP"] {
            #expect(FacetValue.expression(call).compared(to: day) == .other)
            #expect(day.compared(to: .expression(call)) == .other)
            #expect(FacetValue.expression(call).compared(to: constant("a", "text")) == .other)
        }
        for text in [
            "date('2001-02-03')", "array('a', 'b')", "'a' || now()", "ARRAY['a']", "((a))", "f(g()) + 1", "F(g())",
        ] {
            #expect(FacetValue.expression(text).compared(to: day) == .undecided)
            #expect(FacetValue.expression(text).compared(to: constant("a", "text")) == .undecided)
        }
        #expect(FacetValue.expression("now()").compared(to: .expression("statement_timestamp()")) == .undecided)
    }

    @Test(arguments: [
        ("'2001-02-03'", FacetValue.Comparison.other), ("''", .other), ("'a' || 'b'", .undecided),
        ("a || 'b'", .undecided),
        ("'a' || b", .undecided), ("'\u{ab}'", .undecided), ("b", .undecided),
    ])
    func `a call is none of the constants that a text may be`(_ text: String, _ comparison: FacetValue.Comparison) {
        let (call, other) = (FacetValue.expression("now()"), FacetValue.expression(text))
        #expect([call.compared(to: other), other.compared(to: call)] == [comparison, comparison])
    }

    @Test func `a checkout's line ends make no other text`() {
        #expect(constant("a\r\nb", "text").compared(to: constant("a\nb", "text")) == .same)
    }

    @Test func `what is unknown decides nothing`() {
        #expect(FacetValue.unknown.compared(to: .flag(true)) == .undecided)
        #expect(FacetValue.text("a").compared(to: .unknown) == .undecided)
    }

    @Test func `types differ by name, modifiers and array, and by schema where both have one`() {
        func type(_ name: String, _ modifiers: String? = nil, _ schema: String? = nil, array: Bool = false)
            -> FacetValue
        {
            .type(TypeReference(schema: schema, name: name, modifiers: modifiers, isArray: array))
        }
        #expect(type("varchar", "10").compared(to: type("varchar", "20")) == .other)
        #expect(type("varchar").compared(to: type("varchar", array: true)) == .other)
        #expect(type("numeric", "5").compared(to: type("numeric", "5,0")) == .same)
        #expect(type("mood", nil, "a").compared(to: type("mood", nil, "b")) == .other)
        #expect(type("mood", nil, "a").compared(to: type("mood")) == .same)
        #expect(type("int4", nil, "pg_catalog").compared(to: type("int4")) == .same)
    }

    @Test func `keys of an index differ by column and order, and a class or collation left out decides nothing`() {
        func keys(_ element: IndexElement) -> FacetValue { .elements([element]) }
        let plain = IndexElement(column: "a", expression: nil)
        #expect(keys(plain).compared(to: keys(IndexElement(column: "b", expression: nil))) == .other)
        let down = IndexElement(column: "a", expression: nil, isDescending: true, nullsFirst: true)
        #expect(keys(plain).compared(to: keys(down)) == .other)
        #expect(keys(plain).compared(to: .elements([plain, plain])) == .other)
        let patterns = IndexElement(column: "a", expression: nil, operatorClass: "text_pattern_ops")
        #expect(keys(plain).compared(to: keys(patterns)) == .undecided)
        #expect(keys(patterns).compared(to: keys(plain)) == .undecided)
        let bytes = IndexElement(column: "a", expression: nil, operatorClass: "bpchar_pattern_ops")
        #expect(keys(bytes).compared(to: keys(patterns)) == .other)
        let downNullsLast = IndexElement(column: "a", expression: nil, isDescending: true)
        #expect(keys(plain).compared(to: keys(downNullsLast)) == .other)
        let lower = IndexElement(column: nil, expression: "lower(a)")
        #expect(keys(lower).compared(to: keys(IndexElement(column: nil, expression: "upper(a)"))) == .undecided)
    }

    @Test func `a column cast to its own type may be the column`() {
        let cast = IndexElement(column: nil, expression: String.columnMark("a"))
        let (a, b) = (IndexElement(column: "a", expression: nil), IndexElement(column: "b", expression: nil))
        #expect(FacetValue.elements([cast]).compared(to: .elements([a])) == .undecided)
        #expect(FacetValue.elements([cast]).compared(to: .elements([b])) == .other)
    }

    @Test func `one difference decides a comparison`() {
        #expect(FacetValue.Comparison.same.and(.undecided) == .undecided)
        #expect(FacetValue.Comparison.undecided.and(.other) == .other)
        #expect(FacetValue.Comparison.other.and(.same) == .other)
    }

    @Test func `a difference is told in words`() {
        let expected = SchemaObject([.defaultValue: .literal("it's"), .notNull: .flag(true)])
        let observed = SchemaObject([.defaultValue: .text(""), .notNull: .flag(true)])
        #expect(expected.differences(from: observed).map(\.description) == ["default: expected 'it''s', found none"])
        #expect(expected.differences(from: observed, by: [.notNull]).isEmpty)
    }
}
