import Testing

/// What is still read after a fault.
@Suite struct RecoveryTests {
    /// The lines with faults of a schema of one model with those lines.
    private func lines(_ members: String..., before: String = "") -> [Int] {
        let found = faults(model("id Int @id", members.joined(separator: "\n  "), before: before))
        return Set(found.compactMap { $0.split(separator: ":").first.flatMap { Int($0) } }).sorted()
    }

    @Test(arguments: [
        ("foo", [4, 7]), ("foo bar", [4, 7]), ("foo }", [4, 7]), ("foo { x }", [4, 7]), ("foo {\n x\n}", [4, 9]),
        ("foo {\n x\n\n y {}\n}", [4, 11]), ("foo {", [4]), ("model A\n{\n id Int @id\n}", [4, 5, 10]),
    ])
    func `what is no block is skipped to its end`(_ text: String, _ expected: [Int]) {
        #expect(lines("a Int!", before: text) == expected)
    }

    @Test func `what is no block may stay open`() {
        let text = "datasource db {\n  provider = \"postgresql\"\n}\nfoo {\n x\n"
        #expect(faults([(path: "s", text: text)]).map { $0.prefix(4) } == ["4:1:"])
    }

    @Test(arguments: [
        ("a String @default(\"(\") x", "c Int )"), ("a String @default(\"\\\"(\") x", "c Int ))"),
        ("a Int x // (", "c Int )"), ("a String @default(\"//\") x", "c Int )"), ("a Int (/) x", "c Int )"),
        ("a Int ) x", "c Int ("),
    ])
    func `a field that opens nothing ends with its line`(_ line: String, _ last: String) {
        #expect(lines(line, "b Int!", last) == [7, 8, 9])
    }

    @Test(arguments: [
        ("a String @default(", "\"x\")"), ("a String @default(\")\" x", "c Int )"), ("@@index([id,", "id])"),
        ("@@index([ // one", "id])"), ("@@index(fields: [", "] )"),
    ])
    func `a member that goes on in more lines is told once`(_ line: String, _ last: String) {
        #expect(lines(line, "b Int!", last, "d Int!") == [7, 10])
    }

    @Test(arguments: [(49, 1), (50, 52)])
    func `a member goes on for fifty lines at most`(_ count: Int, _ expected: Int) {
        let between = String(repeating: "b Int!\n  ", count: count)
        #expect(faults(model("id Int @id", "@@index(\n  \(between))")).count == expected)
    }
}
