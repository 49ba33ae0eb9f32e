import SchemaModel
import Testing

@testable import MigrationSQL

@Suite struct StatementPlaceTests {
    @Test func `statements have the line they begin in, comments left out`() {
        let script = statements(
            "-- one\n\nCREATE TABLE a (\n  id int\n);\n/* two\n /* nested */ */ SELECT 1;SELECT 2;\n"
        )
        #expect(script.map(\.line) == [3, 7, 7])
        #expect(script.map(\.text) == ["CREATE TABLE a (\n  id int\n)", "SELECT 1", "SELECT 2"])
    }

    /// The parser's releases differ in what they leave before and after a statement.
    @Test(arguments: [
        ("  \t\r\n;; x", "x"), ("-- a\n-- b\nx", "x"), ("- x", "- x"), ("/* a /* b */ c */ x", "x"), ("/ x", "/ x"),
        ("/* open /* x", ""), ("-- x", ""), ("-", "-"), ("/", "/"), ("/*/ */x", "x"), ("*/x", "*/x"), ("/**/x", "x"),
        ("", ""), ("((x))", "((x))"), ("x*y", "x*y"),
        ("x \t\n", "x"), ("x -- y", "x -- y"),
    ])
    func `white space, semicolons and comments before a statement are no part of it, nor is white space after it`(
        _ script: String,
        _ statement: String
    ) {
        let bytes = Array(script.utf8)
        let start = ParsedScript.skipTrivia(bytes, from: 0, to: bytes.count)
        #expect(ParsedScript.text(bytes, start, bytes.count) == statement)
        // What comes after the end does not count.
        let more = Array("\(script)*/ more".utf8)
        #expect(ParsedScript.skipTrivia(more, from: 0, to: bytes.count) == start)
    }

    @Test func `line ends of another system change nothing but the text`() {
        let script = statements("CREATE TABLE a (id int);\r\n\r\nCREATE TABLE b (id int);\r\n")
        #expect(script.map(\.line) == [1, 3])
        #expect(script.changed.map(\.count) == [2, 2])
        #expect(script.allSatisfy { $0.outcome.unverifiable.isEmpty })
    }

    /// PostgreSQL refuses such a script with 42601.
    @Test func `after a byte order mark the first statement does not parse`() {
        let script = statements("\u{FEFF}CREATE TABLE a (id int);\nCREATE TABLE b (id int);")
        #expect(script.map(\.line) == [1, 2])
        #expect(script.map(\.outcome.isUnfollowed) == [true, false])
    }

    @Test func `characters of several bytes do not move lines or texts`() {
        let script = statements("-- äöü €\nSELECT 'ä€';\nSELECT 2")
        #expect(script.map(\.text) == ["SELECT 'ä€'", "SELECT 2"])
        #expect(script.map(\.line) == [2, 3])
    }

    @Test func `a script with a NUL byte is one statement that does not parse`() {
        let script = statements("C\0R\0E\0A\0T\0E\0")
        #expect(script.map(\.kind) == [""])
        #expect(script[0].outcome.unverifiable == ["does not parse: the script holds a NUL byte; is it UTF-16?"])
        #expect(script[0].outcome.isUnfollowed)
    }

    @Test func `a statement that does not parse is told with the parser's words, and the rest is followed`() {
        let script = statements(
            "CREATE TABLE a (id int);\nCREATE TABLE b (id int) WITH WHAT;\nCREATE TABLE c (id int);"
        )
        #expect(script.map(\.line) == [1, 2, 3])
        #expect(script[1].outcome.unverifiable == ["does not parse: syntax error at or near \"WHAT\""])
        #expect(script.changed.map(\.count) == [2, 0, 2])
    }

    @Test func `a meta-command of psql does not parse, and the rest is followed`() {
        let script = statements("\\set x 1\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);")
        #expect(script.count == 2)
        #expect(script[0].outcome.isUnfollowed)
        #expect(script.changed[1] == ["column public.b.id", "table public.b"])
    }

    @Test(arguments: ["'", "$$", "/*", "\"", "$x$ $$ $y$"])
    func `a script that ends within a quote is one statement that does not parse`(_ quote: String) {
        let script = statements("SELECT 1;\nSELECT \(quote) ;\nSELECT 2;")
        #expect(script.contains { $0.outcome.isUnfollowed })
        #expect(script.allSatisfy { (1...3).contains($0.line) })
    }

    @Test(arguments: ["CREATE TABLE b (id int;", "CREATE TABLE b (id int));", "SELECT 'it;"])
    func `what follows a statement that is not closed is not lost`(_ broken: String) {
        let script = statements("CREATE TABLE a (id int);\n\(broken)\nCREATE TABLE c (id int);")
        #expect(script.contains { $0.outcome.isUnfollowed })
        #expect(script.last?.text.contains("CREATE TABLE c") == true)
    }

    @Test(arguments: ["", "  \n\t", "-- nothing", ";;;", "/* ; */"])
    func `a script without a statement has none`(_ script: String) { #expect(statements(script).isEmpty) }

    @Test func `five thousand statements have their lines`() {
        let script = statements((1...5000).map { "CREATE TABLE t\($0) (id int);\n" }.joined())
        #expect(script.map(\.line) == Array(1...5000))
        #expect(script.last.map { [$0].changed } == [["column public.t5000.id", "table public.t5000"]])
    }

    @Test func `a large script is followed a statement at a time`() {
        let rows = String(repeating: "INSERT INTO a VALUES ('\(String(repeating: "x", count: 1000))');\n", count: 1200)
        let script = statements("CREATE TABLE a (x text);\n\(rows)CREATE TABLE b (x text);")
        #expect(script.count == 1202)
        #expect(script.last?.line == 1202)
        #expect(script[1].outcome.unverifiable == ["changes data"])
        #expect(
            [script[0], script[1201]].changed == [
                ["column public.a.x", "table public.a"], ["column public.b.x", "table public.b"],
            ]
        )
    }

    @Test func `a script beyond the limit is not parsed`() {
        let script = statements("CREATE TABLE a (x text);\n" + String(repeating: " ", count: 16 << 20))
        #expect(script.map(\.outcome.unverifiable) == [["does not parse: the script is larger than 16 MB"]])
    }
}
