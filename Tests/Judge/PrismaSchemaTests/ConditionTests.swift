import PrismaSchema
import SchemaModel
import Testing

@Suite struct ConditionTests {
    /// A schema with an index under that condition.
    private func files(_ condition: String) -> [(path: String, text: String)] {
        model(
            "id Int @id",
            "a Int @map(\"n\")",
            "s String",
            "b Boolean",
            "g BigInt",
            "f Float",
            "d Decimal",
            "t DateTime",
            "e E",
            "j Json",
            "@@index([a], where: \(condition))",
            before: "generator g {\n  provider = \"x\"\n  previewFeatures = [\"partialIndexes\"]\n}\nenum E {\n  A\n}"
        )
    }

    @Test(arguments: [
        (#"raw("")"#, "22:23: `raw` takes the condition as a string."),
        ("raw()", "22:23: `raw` takes the condition as a string."),
        ("raw(x)", "22:23: `raw` takes the condition as a string."), ("{}", "22:23: The condition must not be empty."),
        ("{ }", "22:23: The condition must not be empty."),
        ("{ a: 1 b: true }", "22:30: Here there is `b` where `,` or `}` is expected."),
        ("{ foo: 1 }", "22:25: The model `Order` has no field `foo`."),
        (#""a > 1""#, #"22:23: A condition is `raw("…")` or `{ field: value }`."#),
    ])
    func `a fault in a condition is told`(_ condition: String, _ expected: String) {
        #expect(faults(files(condition)) == [expected])
    }

    @Test(arguments: [
        "{ a: { is: 1 } }", "{ a: { not: 1, x: 2 } }", #"{ a: "x" }"#, "{ a: true }", "{ s: 1 }", "{ b: 1 }",
        #"{ d: "1.5" }"#, "{ t: 1 }", "{ e: A }", #"{ j: "x" }"#,
    ])
    func `a value of another type is told`(_ condition: String) {
        #expect(
            faults(files(condition)) == [
                "22:28: A condition compares a field with null or a value of the field's type."
            ]
        )
    }

    @Test func `a negation is not negated again`() {
        #expect(faults(files("{ a: { not: { not: 1 } } }")).map { $0.prefix(6) } == ["22:35:"])
    }

    @Test(arguments: [
        (#"raw("a > 1")"#, "a > 1"), (#"raw("a", "b")"#, "a"), ("{ a: 1 }", #""n" = 1"#), ("{ a : 1 }", #""n" = 1"#),
        ("{ a: 1.5 }", #""n" = 1.5"#),
        ("{ a: null }", #""n" IS NULL"#), ("{ a: { not: null } }", #""n" IS NOT NULL"#),
        ("{ a: { not: 1 } }", #""n" != 1"#), (#"{ s: "x" }"#, #""s" = 'x'"#), (#"{ s: "o'k" }"#, #""s" = 'o''k'"#),
        ("{ b: true }", #""b" = true"#), ("{ b: false }", #""b" = false"#), ("{ g: 5 }", #""g" = 5"#),
        ("{ f: 1.5 }", #""f" = 1.5"#), ("{ d: 1.5 }", #""d" = 1.5"#),
        (#"{ t: "2024-01-01T00:00:00Z" }"#, #""t" = '2024-01-01T00:00:00Z'"#), (#"{ e: "A" }"#, #""e" = 'A'"#),
        ("{ a: 1, b: true }", #""n" = 1 AND "b" = true"#),
    ])
    func `a condition is SQL`(_ condition: String, _ expected: String) throws {
        let schema = try Datamodel(files: files(condition)).databaseSchema(defaultSchema: "public")
        #expect(schema.rawPredicates.values.map(\.self) == [expected])
    }

    @Test func `a condition needs the preview feature`() {
        #expect(
            faults(model("id Int @id", "@@index([id], where: raw(\"id > 1\"))")) == [
                "7:3: A partial index needs the preview feature \"partialIndexes\"."
            ]
        )
    }

    @Test(arguments: ["a Int @unique(where: raw(\"a > 1\"))", "a Int\n  @@unique([a], where: raw(\"a > 1\"))"])
    func `what is unique has a condition`(_ line: String) throws {
        let before = "generator g {\n  provider = \"x\"\n  previewFeatures = [\"partialIndexes\"]\n}"
        let datamodel = try Datamodel(files: model("id Int @id", line, before: before))
        #expect(datamodel.databaseSchema(defaultSchema: "public").rawPredicates.values.map(\.self) == ["a > 1"])
    }
}
