import MigrationHistory
import MigrationSQL
import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

@Suite struct ReportTests {
    private let script = "CREATE TABLE a (x text);\nCREATE TABLE b (y text);"

    @Test func `nothing there is not applied, everything there is applied`() {
        let nothing = report(script)
        #expect(nothing.verdict == .notApplied)
        #expect(nothing.reason == "none of its 2 statements has taken effect.")
        #expect(nothing.effects.absent == 4)
        let all = report(script, rows: rows(of: "a", "x") + rows(of: "b", "y"))
        #expect(all.verdict == .applied)
        #expect(all.reason == "all 2 statements have taken effect.")
        #expect(all.runbook[1] == "npx prisma migrate resolve --applied 2_it")
    }

    @Test func `a row that says that the script ended is applied without a look, and what is gone since is told`() {
        let report = report(script, on: unfinished(steps: 1), rows: rows(of: "a", "x"))
        #expect(report.verdict == .applied)
        #expect(report.reason.hasSuffix("Since then 2 of its effects have gone."))
    }

    @Test func `a script that is still running is not judged`() {
        let report = report(script, on: unfinished(state: .running), rows: rows(of: "a", "x"))
        #expect(report.verdict == .undetermined)
        #expect(report.statements.isEmpty)
    }

    @Test func `an edited script is compared, and decides nothing`() {
        let other = String(repeating: "cd", count: 32)
        let report = report(script, on: unfinished(checksum: other), rows: rows(of: "a", "x"))
        #expect(report.verdict == .undetermined)
        #expect(report.reason == "migration.sql is not the script that ran: its checksum differs from the row's.")
        #expect(report.effects.present == 2)
        #expect(!report.statements.isEmpty)
    }

    @Test func `a row without a checksum can't tell whether the script ran`() {
        let report = report(script, on: unfinished(checksum: "by hand"))
        #expect(report.verdict == .undetermined)
        #expect(report.reason.contains("holds no checksum"))
    }

    @Test func `objects that were there before are told where the error says so`() {
        let all = rows(of: "a", "x") + rows(of: "b", "y")
        let report = report(script, on: unfinished(state: .failed, sqlstate: "42P07"), rows: all)
        #expect(report.verdict == .applied)
        #expect(report.reason.contains("an object was there before this attempt"))
    }

    @Test func `without a script or a catalog the reason is that`() {
        let without = UnfinishedReport(
            unfinished(),
            by: .init(script: .failure(.init("no script.")), checksums: nil, observed: .success(ObservedSchema([])))
        )
        #expect(without.reason == "no script.")
        let unseen = UnfinishedReport(
            unfinished(),
            by: .init(
                script: .success(ReplayedScript(statements: [], uncertain: [])),
                checksums: checksums,
                observed: .failure(.init("no catalog."))
            )
        )
        #expect(unseen.reason == "no catalog.")
        #expect(unseen.verdict == .undetermined)
    }

    @Test(arguments: [
        ("42P07", "was there before"), ("42710", "was there before"), ("42P01", "is not there"),
        ("23505", "duplicates"),
        ("23502", "NULL"), ("23503", "refer to rows"), ("23514", "break a check"), ("57014", "statement_timeout"),
        ("55P03", "a lock"), ("40P01", "deadlock"), ("42501", "privilege"), ("55P04", "two migrations"),
        ("25001", "in a transaction"), ("53100", "disk is full"), ("42601", "syntax error"), ("XX000", "mend what"),
    ])
    func `the runbook says what an SQLSTATE means`(_ sqlstate: String, _ words: String) {
        let runbook = report(script, on: unfinished(state: .failed, sqlstate: sqlstate)).runbook
        #expect(runbook.first?.hasPrefix("\(sqlstate): ") == true && runbook.first?.contains(words) == true)
        #expect(runbook.dropFirst().first == "npx prisma migrate resolve --rolled-back 2_it")
    }

    @Test func `an error without an SQLSTATE is given in its own words, and names are quoted for the shell`() {
        let runbook = report(script, on: unfinished("it's", state: .failed)).runbook
        #expect(runbook[0] == "Recorded: it went wrong")
        #expect(runbook[1] == "npx prisma migrate resolve --rolled-back 'it'\\''s'")
    }

    @Test func `a half-done script may run again only if what is done would be skipped`() {
        let again = "As it stands the script can run again: each statement that is done would be skipped."
        let not = "Do not just run the script again: a statement that is done would fail."
        #expect(report(script, rows: rows(of: "a", "x")).runbook.last == not)
        let safe = script.replacing("CREATE TABLE", with: "CREATE TABLE IF NOT EXISTS")
        #expect(report(safe, rows: rows(of: "a", "x")).runbook.last == again)
    }
}
