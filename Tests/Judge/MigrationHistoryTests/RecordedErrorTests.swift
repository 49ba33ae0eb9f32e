import Testing

@testable import MigrationHistory

@Suite struct RecordedErrorTests {
    static let native = """
        A migration failed to apply. New migrations cannot be applied before the error is recovered from. Read more

        Migration name: 20240102000000_unique

        Database error code: 23505

        Database error:
        ERROR: could not create unique index "x_key"
        DETAIL: Key (email)=(someone@example.com) is duplicated.

        DbError { severity: "ERROR" }
        """

    @Test func `the native engine's form gives code and message`() {
        let error = RecordedError(logs: Self.native)
        #expect(error.sqlstate == "23505")
        #expect(error.message == "ERROR: could not create unique index \"x_key\"")
    }

    @Test(arguments: [
        (
            "external connector error\nError querying the database: ERROR: relation \"Reader\" already exists\n   0: sql",
            "ERROR: relation \"Reader\" already exists"
        ),
        ("external connector error\nNo such table: Missing\n   0: sql", "No such table: Missing"),
        ("db error: ERROR: type \"X\" already exists", "ERROR: type \"X\" already exists"),
        ("\u{1B}[1;31mred\u{1B}[0m words", "red words"),
    ]) func `other forms give a message and no code`(_ logs: String, _ message: String) {
        let error = RecordedError(logs: logs)
        #expect(error.sqlstate == nil)
        #expect(error.message == message)
    }

    @Test func `a code of none is no code`() {
        #expect(RecordedError(logs: "Database error code: none\n\nDatabase error:\nconnection closed").sqlstate == nil)
    }

    @Test(arguments: ["", "\n\n", "\u{1B}[", "Database error code:", "Database error:", "Database error:\n\n"])
    func `odd text is no crash`(_ logs: String) {
        #expect(RecordedError(logs: logs).sqlstate == nil)
    }

    @Test func `a message is bounded`() {
        #expect(RecordedError(logs: String(repeating: "x", count: 5000)).message?.count == 300)
    }

    @Test(
        arguments: [
            ("Database error code: 42P0\n\nDatabase error:\nx", nil), ("Database error code: 42P077\n", nil),
            ("Database error code: 42p07\n", nil), ("Database error code: ÄÖ0\n", nil),
            ("Database error code: 42-07\n", nil),
            ("Database error code: 4２007", nil),
            ("Database error code:42P07 and more\n", "42P07"), ("  Database error code: \t 42P07", "42P07"),
            ("a\r\nDatabase error code: 42P07\r\n", "42P07"),
        ] as [(String, String?)]
    )
    func `a code is five digits or capitals`(_ logs: String, _ code: String?) {
        #expect(RecordedError(logs: logs).sqlstate == code)
    }

    @Test(
        arguments: [
            ("Database error:\n\n  first\nDatabase error:\nsecond", "first"),
            ("Database error:\n\nERROR: x", "ERROR: x"),
            ("external connector error\nfirst\nDatabase error:\nsecond", "second"),
            ("\u{1B}[1mred\u{1B}[0m", "red"), ("note\ndb error: y", "y"), ("note\nERROR: z", "ERROR: z"),
            ("note\nmore", "note"), ("\n\n note", "note"),
            ("other connector error\nNo such table", "other connector error"),
            ("external connector error\n\nError querying the database: db error: both", "both"),
            ("external connector error", "external connector error"), ("Database error:\n\n", "Database error:"),
            ("Database error:\n \t\nfirst", "first"), ("external connector error\n  \nfirst", "first"),
            (" \t\nfirst", "first"), ("db error: ", nil), ("a\u{1B}[31mb\u{1B}[0mc\u{7}\td", "abc\td"), ("", nil),
            ("\n \n", nil),
        ] as [(String, String?)]
    )
    func `the message is the first line that says what went wrong`(_ logs: String, _ message: String?) {
        #expect(RecordedError(logs: logs).message == message)
    }
}
