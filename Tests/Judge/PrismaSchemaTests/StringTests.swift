import PrismaSchema
import SchemaModel
import Testing

@Suite struct StringTests {
    @Test(arguments: [
        ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ("\\b", "\u{8}"), ("\\f", "\u{C}"), ("\\/", "/"), ("\\\\", "\\"),
        ("\\\"", "\""), ("\\u0041", "A"), ("\\u00e9", "é"), ("\\u00E9", "é"), ("\\ud83d\\ude00", "😀"),
        ("\\u20acx", "€x"),
    ])
    func `an escape stands for its character`(_ escape: String, _ expected: String) throws {
        let files = model("id Int @id", "a String @default(dbgenerated(\"<\(escape)>\"))")
        let schema = try Datamodel(files: files).databaseSchema(defaultSchema: "public")
        #expect(schema.rawDefaults.values.map(\.self) == ["<\(expected)>"])
    }

    @Test(arguments: ["\\ ", "\\x", "\\'", "\\0"])
    func `an escape that Prisma does not know is told`(_ escape: String) {
        #expect(
            faults(model("id Int @id", "a String @default(\"\(escape)\")")) == [
                "7:22: A string knows no such escape; write a backslash itself as `\\\\`."
            ]
        )
    }

    @Test(arguments: [
        "\\u", "\\u00", "\\uZZZZ", "\\u+041", "\\u-000", "\\ud83d", "\\ud83dxxde00", "\\ud83d\\u0041", "\\ude00",
    ])
    func `an escape of no character is told`(_ escape: String) {
        #expect(
            faults(model("id Int @id", "a String @default(\"\(escape)\")")) == [
                "7:22: `\\u` must be followed by the four hexadecimal digits of a character."
            ]
        )
    }

    @Test(arguments: [
        ("x", "7:21: The string that begins here must end in the same line."),
        ("x\\", "7:23: The string must end in the line it begins in."),
    ])
    func `a string ends in its line`(_ text: String, _ expected: String) {
        #expect(faults(model("id Int @id", "a String @default(\"\(text)")) == [expected])
    }

    @Test(arguments: [("\\u0041", []), ("\\u00", ["5:23"]), ("\\u", ["5:23"])])
    func `a text may end within an escape`(_ escape: String, _ places: [String]) {
        let text = "datasource db {\n  provider = \"postgresql\"\n}\nmodel A {\n  id String @default(\"\(escape)"
        let found = faults([(path: "s", text: text)]).map { $0.split(separator: ": ")[0] }
        #expect(found == ["4:1", "5:22"] + places.map { $0[...] })
    }
}
