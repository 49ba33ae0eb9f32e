import PrismaSchema
import Testing

@Suite struct ScannerTests {
    @Test(arguments: [
        "x Float @default(1.5)", "x Float @default(-0.5)", "x Int @default(10)", "x Int[] @default([1,2])",
    ])
    func `numbers have digits, and a point between digits`(_ field: String) {
        #expect(faults(model("id Int @id", field)) == [])
    }

    @Test(arguments: [
        ("1.", "7:21: Here there is `.` where `,` or `)` is expected."),
        ("-", "7:21: Here there is `)` where a digit is expected."),
        ("-a", "7:21: Here there is `a` where a digit is expected."),
        ("1.a", "7:21: Here there is `.` where `,` or `)` is expected."),
        (".5", "7:20: Here there is `.` where a value is expected."),
        ("1..5", "7:21: Here there is `.` where `,` or `)` is expected."),
    ])
    func `what is no number is a fault`(_ number: String, _ fault: String) {
        #expect(faults(model("id Int @id", "x Float @default(\(number))")) == [fault])
    }

    @Test(arguments: ["größe", "été", "x٣", "x½", "x日本", "x𝒳"])
    func `names have letters and digits of any script`(_ name: String) {
        #expect(
            faults(model("id Int @id", "\(name) Foo")) == [
                "7:\(name.unicodeScalars.count + 4): There is no type, model or enum `Foo`."
            ]
        )
    }

    @Test(arguments: ["€", "x€", "x…", "\u{80}", "x\u{80}"])
    func `names have nothing else`(_ name: String) {
        #expect(!faults(model("id Int @id", "\(name) Int")).isEmpty)
    }

    @Test func `a text may end with the marks of a comment`() {
        let plain = model("id Int @id")
        #expect(faults(plain.map { (path: $0.path, text: "\($0.text)\n//") }) == [])
        #expect(faults(plain.map { (path: $0.path, text: "\($0.text)\n/*") }).count == 1)
    }

    @Test(arguments: ["", "\n"])
    func `a text may end where more is expected`(_ end: String) {
        #expect(
            faults([(path: "s", text: "model A\(end)")]) == [
                "1:1: The schema has no datasource.", "1:8: Here the line ends where `{` is expected.",
            ]
        )
    }

    @Test func `a text may end within a name`() {
        for name in ["größ", "ö", "x", "日"] {
            #expect(faults([(path: "s", text: "model A {\n  \(name)")]).count > 0)
            #expect(faults([(path: "s", text: "model \(name)")]).count > 0)
        }
    }

    @Test func `a text may end within a number`() {
        #expect(
            faults([(path: "s", text: "model A {\n  x Float @default(1.")]).last
                == "2:21: Here there is `.` where `,` or `)` is expected."
        )
    }

    @Test func `the members of an object have values behind colons`() {
        #expect(
            faults(model("id Int @id", "@@index([id], where: { id 1 })")) == [
                "7:29: Here there is `1` where `:` is expected."
            ]
        )
    }

    @Test func `Prisma takes no byte order mark`() {
        let plain = model("id Int @id").map { (path: $0.path, text: "\u{FEFF}\($0.text)") }
        #expect(faults(plain) == ["1:1: Prisma takes no file with a byte order mark."])
        let other = model("id Int @id").map { (path: $0.path, text: "\u{FEFE}\($0.text)") }
        #expect(faults(other).first?.hasPrefix("1:1: A block begins with") == true)
    }

    @Test func `a comment may be the last that a file holds`() {
        let files = model("id Int @id").map { (path: $0.path, text: "\($0.text)//") }
        #expect(faults(files) == [])
    }

    @Test(arguments: ["/* a * b / c */", "/**/", "/***/", "// a /* b"])
    func `a comment ends where it says`(_ comment: String) {
        #expect(faults(model("id Int @id", before: comment)) == [])
    }

    @Test(arguments: ["/*", "/* a", "/* *", "/* a /"])
    func `a comment that never ends is a fault`(_ comment: String) {
        let files = model("id Int @id").map { (path: $0.path, text: "\($0.text)\n\(comment)") }
        #expect(faults(files).count == 1)
    }

    @Test func `an argument without a value is a fault in the first block, too`() {
        let text = "model A {\n  id Int @id(map: )\n}\ndatasource db {\n  provider = \"postgresql\"\n}\n"
        #expect(faults([(path: "s", text: text)]) == ["2:14: The argument `map` has no value."])
    }
}
