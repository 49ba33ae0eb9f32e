import TargetReport
import TestProcess
import Testing

@testable import ExporterDaemon

@Suite struct JournalCatalogTests {
    private static let file = #filePath
        .replacing(
            "Tests/Run/ExporterDaemonTests/JournalCatalogTests.swift",
            with: "systemd/prisma-migrate-exporter.catalog"
        )

    /// The entries of the catalog by identifier, comments left out.
    private func entries() throws -> [String: String] {
        let entries = TestProcess.text(of: Self.file).split(separator: "\n-- ").dropFirst()
        try #require(!entries.isEmpty)
        return Dictionary(uniqueKeysWithValues: entries.map { (String($0.prefix(32)), String($0.dropFirst(33))) })
    }

    @Test func `each event has an entry, and each entry an event`() throws {
        #expect(try Set(entries().keys) == Set(JournalEvent.allCases.map(\.rawValue)))
    }

    @Test(arguments: JournalEvent.allCases) func `an entry leads to the event's runbook`(_ event: JournalEvent) throws {
        let entry = try #require(try entries()[event.rawValue])
        let support = entry.split(separator: "\n").first { $0.hasPrefix("Support: ") }
        #expect(support.map { String($0.dropFirst(9)) } == event.runbook?.runbookURL)
        #expect(event.rawValue.count == 32 && event.rawValue.allSatisfy { $0.isHexDigit && !$0.isUppercase })
    }

    @Test(.enabled(if: TestProcess.isInstalled("journalctl"), "journalctl is not installed"))
    func `systemd takes the catalog`() async throws {
        let script = """
            root=$(mktemp -d) && mkdir -p "$root"/usr/lib/systemd/catalog "$root"/var/lib/systemd/catalog &&
            cp "$1" "$root"/usr/lib/systemd/catalog/own.catalog && journalctl --root="$root" --update-catalog 2>&1 &&
            journalctl --root="$root" --list-catalog; status=$?; rm -r "$root"; exit $status
            """
        let update = try await TestProcess.run(["sh", "-c", script, "sh", Self.file])
        #expect(update.status == 0 && !update.output.contains("own.catalog"))
        for event in JournalEvent.allCases { #expect(update.output.contains(event.rawValue)) }
    }
}
