import ExporterDaemon
import PostgresServer
import TargetReport
import TestProcess
import Testing

/// Each row of the table of faults, made for real around a running exporter.
@Suite(
    .serialized,
    .enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed"),
    .enabled(
        if: ["curl", "python3", "openssl", "pgbouncer"].allSatisfy(TestProcess.isInstalled),
        "one of curl, python3, openssl, pgbouncer is not installed"
    )
) struct FaultTableTests {
    private static let ofTheDatabase = Fault.ofTheServer + Fault.ofTheTable + Fault.ofTheNetwork

    @Test func `the operators' tables are these`() {
        let page = #filePath
            .replacing(
                "Tests/Integration/Faults/FaultTableTests.swift",
                with: "Sources/Run/prisma-migrate-exporter/PrismaMigrateExporter.docc/Operators/Faults.md"
            )
        let tables = [
            Fault.table(Self.ofTheDatabase + Fault.madeElsewhere), ProcessFault.table,
            ClientFault.table(ClientFault.all),
        ]
        for table in tables { #expect(TestProcess.text(of: page).contains("\n\n\(table)\n"), "\(table)") }
    }

    @Test(arguments: (ofTheDatabase + Fault.ofTheProcess).filter(\.isPossible))
    func `a fault is told as the table says, and ends by itself`(_ fault: Fault) async throws {
        let scene = try await FaultScene(fault.setting)
        do {
            try await happens(fault, in: scene)
        } catch {
            _ = await scene.end()
            throw error
        }
    }

    private func happens(_ fault: Fault, in scene: FaultScene) async throws {
        try await fault.before?(scene)
        let daemon = try await scene.daemon()
        if fault.before == nil { try await daemon.shows("prisma_migrate_up{target=\"shop\"} 1") }
        if fault.before == nil { _ = daemon.messages() }
        try await fault.strike?(scene)
        // The first may be of a poll that was under way; a STATUS comes with each poll.
        try await fault.isTold(by: daemon, polls: 2)
        let asked = try await Binary.diagnose(await scene.url, "--poll.timeout=\(fault.setting.timeout)")
        #expect(asked.status == fault.exit, "\(asked.output)\(asked.error)")

        try await fault.mend(scene)
        try await daemon.shows("prisma_migrate_up{target=\"shop\"} 1")
        if fault.event == .targetDown {
            try await eventually("the recovery is logged") { daemon.process.errorSoFar.contains("event=target_up ") }
        }
        let end = await scene.end()
        #expect(end?.status == 0)
        let log = end?.error ?? ""
        if fault.reason == nil { #expect(!log.contains("event=target_down")) }
        // Told once, however many polls it lasts.
        if let event = fault.event, fault.event == .targetDown {
            #expect(log.split(separator: "\n").count { $0.contains("event=\(event.name) ") } <= 2, "\(log)")
        }
        #expect(!log.contains("canary") && !asked.output.contains("canary") && !asked.error.contains("canary"))
    }
}
