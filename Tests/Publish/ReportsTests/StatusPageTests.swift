import Glibc
import MigrationHistory
import SchemaModel
import TargetReport
import Testing

@testable import Reports

@Suite struct StatusPageTests {
    private static let now = Instant(microseconds: 1_769_790_300_000_000)

    private static func unfinished(_ name: String, _ state: MigrationState, _ verdict: Verdict) -> UnfinishedReport {
        let row = MigrationRow(
            id: name,
            name: name,
            checksum: "",
            startedAt: Instant(microseconds: now.microseconds - 11_520_000_000),
            finishedAt: nil,
            rolledBackAt: nil,
            logs: nil,
            appliedStepsCount: 0
        )
        return UnfinishedReport(
            migration: MigrationHistory.Unfinished(
                row: row,
                state: state,
                sqlstate: state == .failed ? "42P07" : nil,
                message: nil,
                reason: "Because."
            ),
            verdict: verdict,
            reason: "so it is."
        )
    }

    private static func target(
        _ name: String,
        schema: String = "public",
        unfinished: [UnfinishedReport] = [],
        change: (inout HistoryReport) -> Void = { _ in }
    ) -> TargetReport {
        var history = HistoryReport(schema: schema, tablePresent: true, unfinished: unfinished)
        history.history.unfinished = unfinished.map(\.migration)
        for report in unfinished {
            history.history.counts[report.migration.state, default: 0] += 1
            history.history.states[report.migration.row.name] = report.migration.state
        }
        change(&history)
        var target = TargetReport(name: name)
        target.polls = 1
        target.observation = TargetReport.Observation(
            databaseTime: now,
            clockSkewSeconds: 0,
            lock: AdvisoryLock(sessions: [], isVisible: true),
            roleCanWrite: false,
            histories: [history]
        )
        return target
    }

    private static func page(_ targets: [TargetReport], refreshSeconds: Int? = nil) -> String {
        StatusPage(
            targets,
            version: "1",
            telemetryPath: "/m",
            nonce: "word",
            refreshSeconds: refreshSeconds
        )
        .html
    }

    /// Whether the texts come in this order.
    private static func inOrder(_ texts: [String], _ page: String) -> Bool {
        var rest = Substring(page)
        for text in texts {
            guard let found = rest.firstRange(of: text) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }

    @Test func `the worst comes first, the well last and folded`() {
        var down = TargetReport(name: "t-down")
        down.polls = 1
        down.downtime = Downtime(reason: .auth, message: "The password is wrong.")
        let page = Self.page([
            Self.target("t-well"),
            Self.target("t-pending") { $0.history.pending = ["p1"] },
            Self.target("t-running", unfinished: [Self.unfinished("r", .running, .undetermined)]),
            Self.target("t-edited") { $0.history.edited = ["e1"] },
            down,
            Self.target("t-interrupted", unfinished: [Self.unfinished("i", .interrupted, .applied)]),
            Self.target("t-failed", unfinished: [Self.unfinished("f", .failed, .notApplied)]),
        ])
        let body = page.split(separator: "<main>", maxSplits: 1).last.map(String.init) ?? ""
        #expect(
            Self.inOrder(
                [
                    "Needs a person (4)", "t-failed", "t-interrupted", "t-down", "The password is wrong.", "t-edited",
                    "Worth a look (2)", "t-running", "t-pending", "Well (1)", "<details class=\"well\"", "t-well",
                ],
                body
            )
        )
        #expect(page.contains("<title>(4) prisma-migrate-exporter</title>"))
    }

    @Test func `an unfinished migration has its verdict, commands, SQLSTATE, age and steps before its evidence`() {
        var report = Self.unfinished("20240130_add", .failed, .notApplied)
        let ids = ["a", "b"].map { ObjectID(.column, schema: "public", owner: "T", name: $0) }
        report.statements = [
            StatementEvidence(
                line: 7,
                text: "CREATE TABLE \"T\" (a int, b int)",
                effects: ids.map { .init(object: $0, change: "create", presence: .present, isMinor: false) } + [
                    .init(
                        object: ObjectID(.index, schema: "public", owner: "T", name: "i"),
                        change: "create",
                        presence: .absent,
                        isMinor: false
                    )
                ],
                unverifiable: ["rows"],
                conclusion: .differs
            )
        ]
        report.runbook = ["Look.", "npx prisma migrate deploy"]
        report.undo = ["DROP TABLE \"T\";"]
        let page = Self.page([Self.target("shop", unfinished: [report])])
        #expect(
            Self.inOrder(
                [
                    "<strong>Not applied</strong>: so it is.",
                    "<code>npx prisma migrate resolve --rolled-back 20240130_add</code>", ">failed</span>",
                    "2026-01-30 13:13:00 UTC</time>, 3h12m ago", "42P07", "<li>Look.</li>", "SQL to undo it",
                    "DROP TABLE &quot;T&quot;;", "done in part", "line 7",
                    "✓</span> create columns <code>a</code>, "
                        + "<code>b</code> of <code>public.T</code> <span class=\"word\">there</span>",
                    "✗</span> create index <code>public.T.i</code> <span class=\"word\">not there</span>",
                    "?</span> rows <span class=\"word\">not to be seen</span>",
                ],
                page
            ),
            "\(page)"
        )
    }

    @Test func `drift shows what was expected, what is there and who defined it, for each source`() {
        let page = Self.page([
            Self.target("shop") { history in
                var report = DriftReport(source: .migrations)
                let object = ObjectID(.column, schema: "public", owner: "T", name: "c")
                var change = SchemaChange(
                    form: .different,
                    kind: "column",
                    object: object,
                    expected: "integer",
                    observed: "bigint"
                )
                change.definedBy = "20240101_init"
                report.changes = [change]
                report.remarks = ["Views are left out."]
                history.drift = [report, DriftReport(source: .datamodel, notJudged: "schema.prisma can't be read.")]
            }
        ])
        #expect(
            Self.inOrder(
                [
                    "Drift from the migrations: 1 change", "different</span> column <code>public.T.c</code>",
                    "<dt>Expected</dt><dd><code>integer</code>", "<dt>Observed</dt><dd><code>bigint</code>",
                    "<dt>Defined by</dt><dd><code>20240101_init</code>", "Views are left out.",
                    "Drift from schema.prisma: not judged", "schema.prisma can&#39;t be read.",
                ],
                page
            )
        )
    }

    @Test func `the last migrations are listed newest first`() {
        let page = Self.page([
            Self.target("shop") { history in
                history.history.applied = ["m1", "m2"]
                history.history.began = [
                    "m1": Instant(microseconds: Self.now.microseconds - 7_200_000_000),
                    "m2": Instant(microseconds: Self.now.microseconds - 3_600_000_000),
                ]
            }
        ])
        #expect(
            Self.inOrder(["The last migrations", "<code>m2</code>", "1h ago", "<code>m1</code>", "2h ago"], page)
        )
    }

    @Test func `what others wrote stays text, and turns no letters around`() {
        let evil = "<script>alert('x')</script>\u{202E}"
        let page = Self.page([
            Self.target(evil, schema: "a\"b&c", unfinished: [Self.unfinished(evil, .failed, .applied)]) {
                $0.history.edited = [evil]
                $0.history.remarks = [evil]
            }
        ])
        #expect(!page.contains("<script") && !page.contains("\u{202E}"))
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\u{FFFD}"))
        #expect(page.contains("a&quot;b&amp;c"))
    }

    @Test func `the page loads itself again, or can be held still`() {
        let live = Self.page([], refreshSeconds: 15)
        #expect(
            live.contains("<meta http-equiv=\"refresh\" content=\"15\">") && live.contains("href=\"/?refresh=off\"")
        )
        let held = Self.page([])
        #expect(!held.contains("http-equiv") && held.contains("<a href=\"/\">Keep it up to date</a>"))
    }

    @Test func `ten thousand bad targets still make a page of bounded size`() {
        let targets = (1...10_000)
            .map { number in
                Self.target("t\(number)", unfinished: [Self.unfinished("m\(number)", .failed, .notApplied)])
            }
        let page = Self.page(targets)
        #expect(page.utf8.count < 1_500_000, "\(page.utf8.count)")
        #expect(page.contains("Needs a person (10000)") && page.contains("… and 7000 more"))
    }

    @Test func `text has the contrast that WCAG asks for, by day and by night`() throws {
        let lines = StatusPage.style.markup.split(separator: "prefers-color-scheme: dark")
        try #require(lines.count == 2)
        for part in lines {
            let colours = Self.colours(String(part))
            for ground in ["ground", "card", "code"] {
                for ink in ["ink", "soft", "no", "yes", "differs", "link"] {
                    let (back, front) = (try #require(colours[ground]), try #require(colours[ink]))
                    let ratio = (max(back, front) + 0.05) / (min(back, front) + 0.05)
                    #expect(ratio >= 4.5, "\(ink) on \(ground): \(ratio)")
                }
            }
        }
    }

    /// The relative luminance (WCAG 2.2) of each colour that the style names first.
    private static func colours(_ style: String) -> [String: Double] {
        var result: [String: Double] = [:]
        for match in style.matches(of: #/--([a-z]+): #([0-9a-f]{3,6});/#) where result[String(match.1)] == nil {
            let digits = match.2.count == 3 ? match.2.map { "\($0)\($0)" }.joined() : String(match.2)
            let parts = (0..<3)
                .map { index -> Double in
                    let start = digits.index(digits.startIndex, offsetBy: 2 * index)
                    let value = Double(Int(digits[start...].prefix(2), radix: 16) ?? 0) / 255
                    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
                }
            result[String(match.1)] = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        return result
    }
}
