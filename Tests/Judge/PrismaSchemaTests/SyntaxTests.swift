import Testing

@Suite struct SyntaxTests {
    @Test(arguments: [
        ("a", "7:3: The field `a` has no type."), ("a = 3", "7:3: The field `a` has no type."),
        ("a Int b Int", "7:9: Here there is `b` where the end of the line is expected."),
        ("a Int(\"x\")", "7:8: Here there is `(` where the end of the line is expected."),
        ("a Int[] ?", "7:11: A list can't be optional: it is `Type[]` or `Type?`."),
        ("a Int @@unique", "7:10: An attribute of the block stands in a line of its own."),
        ("a Unsupported", "7:5: There is no type, model or enum `Unsupported`."),
        ("a Unsupported \"x\")", "7:17: Here there is `\"` where the end of the line is expected."),
        ("a Unsupported(x\")", "7:17: Here there is `x` where the type in quotes is expected."),
        ("a Unsupported(\"x\"", "7:20: Here the line ends where `)` is expected."),
        ("@@unknown", "7:3: There is no attribute `@@unknown` of a model."),
        ("@@index([id]) @@unique([id])", "7:17: Here there is `@` where the end of the line is expected."),
        ("a Int /* why\n */ b", "8:5: Here there is `b` where the end of the line is expected."),
    ])
    func `a fault in a field is told`(_ line: String, _ expected: String) {
        #expect(faults(model("id Int @id", line)) == [expected])
    }

    @Test(arguments: [
        ("@@index([id],)", "7:15: The last argument must not have a comma after it."),
        ("@@index([id], )", "7:15: The last argument must not have a comma after it."),
        ("@@index([id], map:)", "7:17: The argument `map` has no value."),
        ("@@index([id], map: )", "7:17: The argument `map` has no value."),
        ("@@index([id] map: \"x\")", "7:16: Here there is `m` where `,` or `)` is expected."),
        ("@@index([id id])", "7:15: Here there is `i` where `,` or `]` is expected."),
        ("@@index(", "7:10: What is opened here must be closed in the same line."),
        ("@@index( ", "7:10: What is opened here must be closed in the same line."),
        ("@@index([", "7:11: What is opened here must be closed in the same line."),
        ("@@index([id,", "7:11: What is opened here must be closed in the same line."),
        ("@@index([id, ", "7:11: What is opened here must be closed in the same line."),
        ("@@index([id],", "7:10: What is opened here must be closed in the same line."),
        ("@@index([id], ", "7:10: What is opened here must be closed in the same line."),
    ])
    func `a fault in arguments is told`(_ line: String, _ expected: String) {
        #expect(faults(model("id Int @id", line)) == [expected])
    }

    @Test(arguments: [
        "a Unsupported( \"x\" )?", "a Int @ unique", "a Int @\tunique", "@@ index ([id])", "a Int @ db.Integer",
        "a Int @default (1)", "a Int @default( 1 )", "a String @default(uuid ())", "a DateTime @default(now( ))",
        "a Int[] @default([ ])", "a Int[] @default([ 1 , 2 ])", "a String @default(\"\\ud83d\\ude00\")",
        "a Int @default(value:1)", "a Int /* why\n */",
    ])
    func `spaces stand where Prisma lets them`(_ line: String) {
        #expect(faults(model("id Int @id", line)) == [])
    }

    @Test func `values are nested 64 deep`() {
        let nested = { (depth: Int) in
            let list = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return faults(model("id Int @id", "a Int @default(\(list))"))
        }
        #expect(!nested(64).contains { $0.hasSuffix("nested too deeply.") })
        #expect(nested(65) == ["7:82: This value is nested too deeply."])
        #expect(nested(100_000) == ["7:82: This value is nested too deeply."])
    }

    @Test(arguments: [
        ("model X = Int", "4:9: Here there is `=` where `{` is expected."),
        ("type T = Int", "4:1: Prisma has no type aliases."),
        ("model A id Int @id", "4:9: Here there is `i` where `{` is expected."),
        ("model A x {\n id Int @id\n}", "4:9: Here there is `x` where `{` is expected."),
        ("model_A {\n id Int @id\n}", "4:9: The model has no name that begins with a letter."),
        ("model-A {\n id Int @id\n}", "4:9: The model has no name that begins with a letter."),
        ("enum E {\n A B\n}", "5:4: Here there is `B` where the end of the line is expected."),
    ])
    func `a fault of a block is told`(_ block: String, _ expected: String) {
        #expect(faults(model("id Int @id", before: block)) == [expected])
    }

    @Test(arguments: ["modelA {\n id Int @id\n}", "model A { // }\n id Int @id\n}", "enum E {\n A /* why */\n}"])
    func `a block that Prisma accepts is accepted`(_ block: String) {
        #expect(faults(model("id Int @id", before: block)) == [])
    }

    @Test(arguments: ["/* key */ }", "} ", "}\t", "} // why", "}"])
    func `a block that ends in its first line is told once`(_ end: String) {
        #expect(
            faults(model("id Int @id", before: "model A { id Int @id \(end)")) == [
                "4:1: The members of a block and its closing brace must stand in lines of their own."
            ]
        )
    }

    @Test func `a comment does not end a block`() {
        #expect(
            faults(model("id Int @id", before: "model A { // {}\n  id Int @id\n  a Int!\n}")) == [
                "6:8: A field is required without `!`."
            ]
        )
    }
}
