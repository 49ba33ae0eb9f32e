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
        let whole = DiagnosisTests.report(
            script,
            on: unfinished(steps: 1),
            rows: rows(of: "a", "x") + rows(of: "b", "y")
        )
        #expect(whole.reason.hasSuffix("only finished_at was not written."))
        let unseen = UnfinishedReport(
            unfinished(steps: 1),
            by: .init(script: .failure(.init("no script.")), checksums: nil, observed: .success(ObservedSchema([])))
        )
        #expect(unseen.reason == whole.reason)
    }

    @Test func `a script that is still running is not judged`() {
        let report = report(script, on: unfinished(state: .running), rows: rows(of: "a", "x"))
        #expect(report.verdict == .undetermined)
        #expect(report.statements.isEmpty)
        #expect(report.runbook == [])
    }

    @Test func `half of a script is told with its first missing effect, a setting is no statement to count`() {
        let half = report("SET lock_timeout = '5s';\n\(script)", rows: rows(of: "a", "x"))
        #expect(half.verdict == .partiallyApplied)
        #expect(
            half.reason
                == "1 of 2 statements have taken effect; 2 effects are missing, first: create table public.b."
        )
        #expect(!half.finish.isEmpty && !half.undo.isEmpty)
        let none = report("SET lock_timeout = '5s';\n\(script)")
        #expect(none.reason == "none of its 2 statements has taken effect.")
        #expect(none.finish.isEmpty && none.undo.isEmpty)
    }

    @Test func `a recorded error, and what other scripts touch, limit what is inferred`() {
        let all = rows(of: "a", "x") + rows(of: "b", "y")
        let unseen = "CREATE TABLE a (x text);\nUPDATE a SET x = 'y';\nCREATE TABLE b (y text);"
        #expect(report(unseen, rows: all).verdict == .applied)
        #expect(report(unseen, on: unfinished(state: .failed), rows: all).verdict == .undetermined)
        let statements = replayed("CREATE TABLE b (y text)", after: "")
        for (uncertain, verdict) in [
            (Set<ObjectID>(), Verdict.applied), (Set(statements[0].effects.map(\.id)), .undetermined),
        ] {
            let evidence = UnfinishedReport.Evidence(
                script: .success(ReplayedScript(statements: statements, uncertain: uncertain)),
                checksums: checksums,
                observed: .success(ObservedSchema(all))
            )
            #expect(UnfinishedReport(unfinished(), by: evidence).verdict == verdict)
        }
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

    @Test(arguments: ["42P07", "42710", "42701", "42P06", "42723", "42601"])
    func `objects that were there before are told where the error says so`(_ sqlstate: String) {
        let all = rows(of: "a", "x") + rows(of: "b", "y")
        let report = report(script, on: unfinished(state: .failed, sqlstate: sqlstate), rows: all)
        #expect(report.verdict == .applied)
        let isOther = sqlstate == "42601"
        #expect(report.reason.contains("an object was there before this attempt") == !isOther)
        #expect(report.reason.contains("An error is recorded all the same") == isOther)
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
        let view = CatalogRow(id: ObjectID(.view, schema: "public", name: "v"), fields: Array(repeating: nil, count: 5))
        let there = rows(of: "a", "x") + [view]
        for (done, isSafe) in [
            ("CREATE TABLE IF NOT EXISTS a (x text)", true),
            ("SET lock_timeout = '5s'; CREATE TABLE IF NOT EXISTS a (x text)", true),
            ("DROP TABLE IF EXISTS c; CREATE TABLE IF NOT EXISTS a (x text)", true),
            ("CREATE OR REPLACE VIEW v AS SELECT 1 AS one", true), ("CREATE VIEW v AS SELECT 1 AS one", false),
            ("CREATE TABLE IF NOT EXISTS a (x text); UPDATE a SET x = 'y'", false),
        ] {
            let half = report("\(done); CREATE TABLE b (y text)", after: "CREATE TABLE c (id int)", rows: there)
            #expect(half.verdict == .partiallyApplied, "\(done): \(half.reason)")
            #expect(half.runbook.last == (isSafe ? again : not), "\(done)")
        }
    }
}
