import MigrationHistory
import TargetReport
import Testing

@testable import Reports

/// What is told of a database that has moved to Prisma 8.
@Suite struct PrismaContractReportTests {
    private static func target(_ contract: PrismaContract?, tablePresent: Bool = true) -> TargetReport {
        var history = HistoryReport(schema: "public", tablePresent: tablePresent)
        history.drift = [DriftReport(source: .baseline, notJudged: "moved")]
        history.history.remarks = [contract?.remark].compactMap(\.self)
        var report = TargetReport(name: "shop")
        report.polls = 1
        report.observation = TargetReport.Observation(
            databaseTime: Instant(microseconds: 0),
            clockSkewSeconds: 0,
            lock: AdvisoryLock(sessions: [], isVisible: true),
            roleCanWrite: false,
            histories: [history]
        )
        report.observation?.prismaContract = contract
        return report
    }

    private static let contract: PrismaContract = {
        var contract = PrismaContract()
        contract.markers = [
            .init(space: "app", coreHash: "sha256:<feed>", updatedAt: Instant(microseconds: 1_769_790_300_000_000)),
            .init(space: "other", coreHash: nil, updatedAt: nil),
        ]
        contract.lastMigration = .init(migrationName: "2_sla", createdAt: nil)
        return contract
    }()

    private static func document(_ report: TargetReport) throws -> String {
        String(decoding: try DiagnosisDocument.json([report]), as: UTF8.self)
    }

    @Test func `the document holds the contract, and null where there is none`() throws {
        #expect(try Self.document(Self.target(nil)).contains("\"prisma_contract\" : null"))
        let text = try Self.document(Self.target(Self.contract))
        for part in [
            "\"since\" : \"2026-01-30T16:25:00.000000Z\"", "\"core_hash\" : \"sha256:<feed>\"",
            "\"core_hash\" : null", "\"updated_at\" : null", "\"migration_name\" : \"2_sla\"",
            "\"created_at\" : null", "\"problem\" : null",
        ] { #expect(text.contains(part), "\(part)") }
    }

    @Test func `text and page say what became of the database, and alarm nobody`() {
        for isPresent in [true, false] {
            let report = Self.target(Self.contract, tablePresent: isPresent)
            let text = TerminalReport.text([report], colours: false)
            #expect(text.contains("This database is managed by Prisma 8 since 2026-01-30T16:25:00.000000Z"))
            #expect(text.contains("a hash that may not be read") && text.contains("2_sla."))
            let page = StatusPage([report], version: "1", telemetryPath: "/metrics", nonce: "n").html
            #expect(page.contains("sha256:&lt;feed&gt;"))
            #expect(!page.contains("not judged"))
        }
        let all = Set(ExitCause.allCases)
        #expect(ExitStatus([Self.target(Self.contract)], failOn: all) == .quiet)
        #expect(ExitStatus([Self.target(nil)], failOn: all) == .needsPerson)
    }
}
