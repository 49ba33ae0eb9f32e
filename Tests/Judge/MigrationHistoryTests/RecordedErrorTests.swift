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
}
