import MigrationHistory
import TargetReport
import Testing

@testable import Reports

@Suite struct ReportsTests {
    private static let now = Instant(microseconds: 1_769_790_300_000_000)

    private static func target(
        _ rows: [MigrationRow] = [],
        schema: String = "public",
        downtime: Downtime? = nil,
        change: (inout HistoryReport) -> Void = { _ in }
    ) -> TargetReport {
        let input = MigrationHistory.Input(schema: schema, rows: rows, directories: nil)
        let judged =
            MigrationHistory.judge([input], lock: AdvisoryLock(sessions: [], isVisible: true), databaseTime: now)[0]
        var history = HistoryReport(
            schema: schema,
            tablePresent: true,
            history: judged,
            unfinished: judged.unfinished.map(UnfinishedReport.init(byRowAlone:))
        )
        change(&history)
        var report = TargetReport(name: "nixflow")
        report.polls = 1
        report.downtime = downtime
        report.observation = TargetReport.Observation(
            databaseTime: now,
            clockSkewSeconds: 0,
            lock: AdvisoryLock(sessions: [], isVisible: true),
            roleCanWrite: false,
            histories: [history]
        )
        return report
    }

    private static func row(_ name: String, ago: Int64, logs: String? = nil, steps: Int = 0, finished: Bool = false)
        -> MigrationRow
    {
        let started = Instant(microseconds: now.microseconds - ago * 1_000_000)
        return MigrationRow(
            id: name,
            name: name,
            checksum: String(repeating: "a", count: 64),
            startedAt: started,
            finishedAt: finished ? started : nil,
            rolledBackAt: nil,
            logs: logs,
            appliedStepsCount: steps
        )
    }

    @Test(
        arguments: [
            (0.2, "0s"), (-5, "0s"), (45, "45s"), (60, "1m"), (3599, "59m59s"), (11_520, "3h12m"), (90_061, "1d1h"),
            (86_400, "1d"),
            (.infinity, "0s"), (.nan, "0s"),
        ] as [(Double, String)]
    ) func `ages have two units`(_ seconds: Double, _ text: String) {
        #expect(AgeText.text(seconds) == text)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (1_769_790_207_169_838, "2026-01-30T16:23:27.169838Z"),
            (-1, "1969-12-31T23:59:59.999999Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
        ] as [(Int64, String)]
    ) func `instants are ISO 8601 with microseconds`(_ microseconds: Int64, _ text: String) {
        #expect(Instant(microseconds: microseconds).iso8601 == text)
    }

    @Test func `the status line names the worst, its age and what to do`() {
        let certain = Self.target([Self.row("20240130_add", ago: 11_520, steps: 1)])
        #expect(
            StatusLine.text([certain])
                == "1 target, 1 up; nixflow: 20240130_add interrupted 3h12m ago, fully applied: run prisma migrate resolve --applied [PrismaMigrationInterrupted]"
        )
        let failed = Self.target([Self.row("a", ago: 5, logs: "Database error code: 42P07"), Self.row("b", ago: 9)])
        #expect(
            StatusLine.text([failed])
                == "1 target, 1 up; nixflow: a failed (SQLSTATE 42P07) 5s ago, undetermined: run prisma-migrate-exporter diagnose [PrismaMigrationFailed]; and 1 more"
        )
    }

    @Test func `the status line tells of the quiet, the new, the unmanaged and the down`() {
        #expect(StatusLine.text([TargetReport(name: "x")]) == "1 target, 0 up; first poll under way")
        #expect(
            StatusLine.text([Self.target([Self.row("a", ago: 5, finished: true)])])
                == "1 target, 1 up; 1 applied, nothing failed"
        )
        #expect(
            StatusLine.text([Self.target { $0.tablePresent = false }])
                == "1 target, 1 up; no _prisma_migrations found yet"
        )
        let down = Self.target(downtime: Downtime(reason: .refused, message: "nobody there"))
        #expect(
            StatusLine.text([down]) == "1 target, 0 up; nixflow: down (refused): nobody there [PrismaMigrateTargetDown]"
        )
    }

    @Test func `the exit status says whether a person is needed`() {
        #expect(ExitStatus([Self.target([Self.row("a", ago: 5, finished: true)])]) == .quiet)
        #expect(ExitStatus([Self.target([Self.row("a", ago: 5)])]) == .needsPerson)
        #expect(ExitStatus([Self.target { $0.history.edited = ["x"] }]) == .needsPerson)
        #expect(ExitStatus([Self.target { $0.history.missingDirectory = ["x"] }]) == .needsPerson)
        #expect(ExitStatus([Self.target(downtime: Downtime(reason: .auth, message: ""))]) == .unjudged)
        #expect(
            ExitStatus([Self.target([Self.row("a", ago: 5)], downtime: Downtime(reason: .auth, message: ""))])
                == .needsPerson
        )
        #expect(ExitStatus([TargetReport(name: "x")]) == .unjudged)
    }

    @Test func `the JSON has the names that others rely on, nulls included`() throws {
        let bytes = try DiagnosisDocument.json([Self.target([Self.row("m", ago: 93)])])
        let text = String(decoding: bytes, as: UTF8.self)
        for part in [
            "\"target\" : \"nixflow\"", "\"schema\" : \"public\"", "\"up\" : true", "\"error\" : null",
            "\"interrupted\" : 1",
            "\"rolled_back\" : 0", "\"missing_directory\" : [", "\"out_of_order\" : [", "\"migration\" : \"m\"",
            "\"state\" : \"interrupted\"", "\"age_seconds\" : 93", "\"sqlstate\" : null",
            "\"verdict\" : \"undetermined\"",
            "\"advice\" : \"investigate\"", "\"unverifiable\" : 0", "\"judged\" : false",
            "\"started_at\" : \"2026-01-30T16:23:27.000000Z\"",
        ] { #expect(text.contains(part), "\(part) in \(text)") }
        #expect(text.hasSuffix("}\n"))
    }

    @Test func `a target that was never seen still has an entry`() throws {
        var down = TargetReport(name: "x")
        down.polls = 1
        down.downtime = Downtime(reason: .dns, message: "no address")
        let text = String(decoding: try DiagnosisDocument.json([down], expectedSchemas: ["x": "tenant"]), as: UTF8.self)
        #expect(
            text.contains("\"schema\" : \"tenant\"") && text.contains("\"error\" : \"no address\"")
                && text.contains("\"up\" : false")
        )
    }

    @Test func `control characters of names never reach a terminal`() {
        let text = TerminalReport.text(
            [Self.target([Self.row("evil\u{1B}[2J\nname", ago: 5, logs: "\u{9B}31m")])],
            colours: false
        )
        #expect(!text.contains("\u{1B}") && !text.contains("\u{9B}"))
        #expect(text.contains("evil [2J name"))
    }

    @Test func `colours are there only when asked for`() {
        let target = Self.target([Self.row("m", ago: 5)])
        #expect(TerminalReport.text([target], colours: true).contains("\u{1B}[31m"))
        #expect(!TerminalReport.text([target], colours: false).contains("\u{1B}"))
    }
}
