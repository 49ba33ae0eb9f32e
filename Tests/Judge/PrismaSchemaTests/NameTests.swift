import Testing

@Suite struct NameTests {
    @Test(arguments: [
        (
            "generator g {\n provider = \"x\"\n}\ngenerator g {\n provider = \"x\"\n}",
            "7:11: There are two generators `g`."
        ),
        ("generator Int {\n provider = \"x\"\n}", "4:11: `Int` is the name of a built-in type."),
        ("model Int {\n id Int @id\n}", "4:7: `Int` is the name of a built-in type."),
        ("enum Int {\n A\n}", "4:6: `Int` is the name of a built-in type."),
        ("type T {\n a Int\n}", "4:1: PostgreSQL has no composite types that Prisma supports."),
        ("type class {\n a Int\n}", "4:1: PostgreSQL has no composite types that Prisma supports."),
        (
            "model A {\n id Int @id\n t T\n}\ntype T {\n a Int\n}",
            "8:1: PostgreSQL has no composite types that Prisma supports."
        ),
        ("model Order {\n id Int @id\n}", "7:7: The name `Order` is given twice."),
        ("enum Order {\n A\n}", "7:7: The name `Order` is given twice."),
        ("enum class {\n A\n}", "4:1: `class` is reserved for Prisma Client's own use."),
        ("view class {\n id Int @unique\n}", "4:1: `class` is reserved for Prisma Client's own use."),
        ("enum E {\n A\n A\n}", "6:2: The value `A` is there already."),
        ("enum E {\n 1A\n}", "5:2: The name of a value must not begin with a digit."),
        ("enum E {\n A-B\n}", "5:2: The name of a value must not hold a hyphen."),
        ("model 1A {\n id Int @id\n}", "4:7: The name of a model must not begin with a digit."),
        ("model A-B {\n id Int @id\n}", "4:7: The name of a model must not hold a hyphen."),
        ("model A {\n id Int @id\n 1a Int\n}", "6:2: The name of a field must not begin with a digit."),
        ("model A {\n id Int @id\n a-b Int\n}", "6:2: The name of a field must not hold a hyphen."),
        ("model A {\n id Int @id\n a Int\n a Int\n}", "7:2: The field `a` is there already."),
    ])
    func `a name that can't be is told`(_ block: String, _ expected: String) {
        #expect(faults(model("id Int @id", before: block)) == [expected])
    }

    @Test func `a composite type has a name, too`() {
        #expect(
            faults(model("id Int @id", before: "type Int {\n a Int\n}")) == [
                "4:1: PostgreSQL has no composite types that Prisma supports.",
                "4:6: `Int` is the name of a built-in type.",
            ]
        )
    }

    @Test(arguments: [
        ("model C {\n id Int @id\n @@map(\"Order\")\n}", "6:2: The table \"Order\" is that of the model `C` already."),
        (
            "model C {\n id Int @id\n @@map(\"x\")\n}\nmodel D {\n id Int @id\n @@map(\"x\")\n}",
            "10:2: The table \"x\" is that of the model `C` already."
        ),
    ])
    func `two models do not have one table`(_ block: String, _ expected: String) {
        #expect(faults(model("id Int @id", before: block)) == [expected])
    }

    @Test func `a datasource is not called like a type`() {
        let text = "datasource String {\n  provider = \"postgresql\"\n}"
        #expect(faults([(path: "s", text: text)]) == ["1:12: `String` is the name of a built-in type."])
    }

    @Test(arguments: ["generator g-h {\n provider = \"x\"\n}", "generator 1g {\n provider = \"x\"\n}"])
    func `a generator is called as one likes`(_ block: String) {
        #expect(faults(model("id Int @id", before: block)) == [])
    }

    @Test func `words of JavaScript are reserved`() {
        let words = """
            PrismaClient async await break case catch class const continue debugger default delete do else enum export
            extends false finally for function if implements import in instanceof interface let new null package private
            protected public return super switch this throw true try typeof using var void while with yield
            """
        for word in words.split(whereSeparator: \.isWhitespace) {
            #expect(
                faults(model("id Int @id", before: "model \(word) {\n  id Int @id\n}")) == [
                    "4:1: `\(word)` is reserved for Prisma Client's own use."
                ]
            )
        }
    }

    @Test(arguments: ["arguments", "eval", "undefined", "static", "of", "Class"])
    func `other words are not`(_ word: String) {
        #expect(faults(model("id Int @id", before: "model \(word) {\n  id Int @id\n}")) == [])
    }
}
