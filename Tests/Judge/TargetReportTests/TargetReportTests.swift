import MigrationHistory
import SchemaModel
import Testing

@testable import TargetReport

@Suite struct TargetReportTests {
    @Test func `a target is up once a poll has worked, and until one fails`() {
        var report = TargetReport(name: "shop")
        #expect(!report.isUp)
        report.polls = 1
        #expect(report.isUp)
        report.polls = 2
        #expect(report.isUp)
        report.downtime = Downtime(reason: .refused, message: "nobody listens there")
        #expect(!report.isUp)
    }

    @Test func `a report has a folder only where it is told`() {
        #expect(!HistoryReport(schema: "public", tablePresent: true).hasDirectory)
        #expect(HistoryReport(schema: "public", tablePresent: true, hasDirectory: true).hasDirectory)
    }

    @Test func `drift is what was judged and differs`() {
        let table = ObjectID(.table, schema: "public", name: "a")
        var report = DriftReport(source: .migrations)
        #expect(report.isJudged && !report.isDrifted)
        report.changes = [
            SchemaChange(form: .missing, kind: "table", object: table),
            SchemaChange(form: .missing, kind: "column", object: table.member(.column, "x")),
            SchemaChange(form: .different, kind: "column", object: table.member(.column, "y")),
        ]
        #expect(report.isDrifted)
        #expect(SchemaChange.Form.allCases.map { report.count($0) } == [2, 0, 1])
        report.notJudged = "The catalogs could not be read."
        #expect(!report.isJudged && !report.isDrifted)
        #expect(!DriftReport(source: .baseline, notJudged: "There is none yet.").isJudged)
    }

    @Test func `failures and differences need a person, what is pending or running does not`() {
        #expect(ExitCause.usual == [.failed, .history, .drift])
    }

    @Test(arguments: [
        (MigrationState.failed, AlertName.migrationFailed), (.interrupted, .migrationInterrupted),
        (.running, .migrationRunningTooLong),
    ])
    func `an unfinished migration leads to the runbook of its state`(_ state: MigrationState, _ alert: AlertName) {
        #expect(AlertName(state) == alert)
        #expect(alert.runbookURL.hasSuffix("/\(alert.rawValue)"))
    }
}
