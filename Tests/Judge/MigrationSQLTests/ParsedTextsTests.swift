import Testing

@testable import MigrationSQL

@Suite struct ParsedTextsTests {
    @Test(arguments: [
        ["SELECT 1", "SELECT 2", "SELECT 1"],
        ["SELECT 'a;b'", "SELECT $$;$$ -- c", "SELECT 3"],
        ["SELECT 1; SELECT 2", "SELECT 3"],
        ["SELECT 1 /*", "*/ SELECT 2", "SELECT 3"],
        ["SELECT 'open", "SELECT 2", "' SELECT 3"],
        ["", "SELECT 2", "; SELECT 3"],
        ["SELECT 1; SELECT 2", ""],
        ["SELECT 1 /*", "*/; SELECT 2 -- b"],
        ["no SQL", "SELECT /* nothing */", "ALTER TABLE t ADD CHECK (a > 0)"],
    ])
    func `texts parsed together give what each gives alone`(_ texts: [String]) {
        let together = ParsedTexts(texts)
        let alone = ParsedTexts([])
        for text in texts {
            #expect(together.first(text)?.kind == alone.first(text)?.kind)
            #expect(
                ParsedScript.target(of: together.first(text)).map { CanonicalSQL.text($0) }
                    == ParsedScript.target(of: alone.first(text)).map { CanonicalSQL.text($0) }
            )
        }
    }

    @Test func `a text counts only as a statement of the kind that is asked for`() {
        let texts = ParsedTexts(["SELECT 1", "CREATE INDEX i ON t (a)"])
        #expect(texts.statement("CREATE INDEX i ON t (a)", "IndexStmt") != nil)
        #expect(texts.statement("SELECT 1", "IndexStmt") == nil)
        #expect(ParsedScript.statement("SELECT 1", "IndexStmt") == nil)
    }
}
