import Testing

@testable import MigrationSQL

/// What becomes of a script by its size.
@Suite struct ScriptSizeTests {
    private static let large = "INSERT INTO a VALUES ('\(String(repeating: "x", count: ParsedScript.wholeLimit))')"

    private func script(_ text: String, of size: Int) -> ParsedScript {
        ParsedScript(text + String(repeating: " ", count: max(0, size - text.utf8.count)))
    }

    @Test(arguments: [0, ParsedScript.wholeLimit]) func `a body in SQL is part of the statement that makes a function`(
        _ size: Int
    ) {
        let body = "BEGIN ATOMIC SELECT 1; SELECT 2; END"
        let text = "CREATE FUNCTION f() RETURNS int LANGUAGE sql \(body); CREATE TABLE a (x int);"
        #expect(script(text, of: size).statements.map(\.kind) == ["CreateFunctionStmt", "CreateStmt"])
    }

    @Test func `of a large script's data no tree is kept`() {
        let data = [Self.large, "update a SET x = ''", "Delete\nFROM a"]
        let script = ParsedScript("\(data.joined(separator: ";\n"));\nCREATE TABLE b (x int)")
        #expect(script.statements.map(\.kind) == ["InsertStmt", "UpdateStmt", "DeleteStmt", "CreateStmt"])
        #expect(script.statements.map { $0.node == nil } == [true, true, true, false])
        #expect(script.statements.allSatisfy { $0.problem == nil })
        #expect(script.statements.map(\.line) == [1, 2, 3, 5])
    }

    @Test(arguments: ["(INSERT INTO a VALUES (1))", "DELETE(a)"]) func `what no grammar knows is no data`(
        _ text: String
    ) {
        #expect(ParsedScript("\(Self.large);\n\(text);").statements.map { $0.problem == nil } == [true, false])
    }

    @Test func `a script is too large only beyond the limit`() {
        func problem(_ size: Int) -> String? { script("\0", of: size).statements.first?.problem }
        #expect(problem(ParsedScript.sizeLimit)?.contains("NUL") == true)
        #expect(problem(ParsedScript.sizeLimit + 1) == "the script is larger than 16 MB")
    }
}
