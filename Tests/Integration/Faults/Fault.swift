import ExporterDaemon
import Glibc
import PostgresServer
import TargetReport
import TestProcess
import Testing

/// Something that goes wrong around a running exporter, and what must be seen of it.
struct Fault: Sendable, CustomTestStringConvertible {
    /// What somebody does to the scene.
    typealias Step = @Sendable (FaultScene) async throws -> Void

    /// The fault in words.
    var name: String
    /// Why the target is down; nil where it stays up.
    var reason: DownReason?
    /// Lines of the metrics page that come with it.
    var samples: [String] = []
    /// What more the metrics show, in words.
    var shown: String?
    /// A part of the line that `systemctl status` shows.
    var status: String
    /// What is logged, once.
    var event: JournalEvent?
    /// The exit status of `diagnose` meanwhile.
    var exit: Int32
    /// How it ends, in words.
    var recovery: String
    /// What the scene is made of.
    var setting = FaultScene.Setting()
    /// Makes it happen before the exporter starts.
    var before: Step?
    /// Makes it happen while the exporter runs.
    var strike: Step?
    /// Ends it.
    var mend: Step = { _ in }

    var testDescription: String { name }

    /// Whether this machine and user can make it.
    var isPossible: Bool {
        let needsRoot = setting.isLinked || setting.diskMegabytes != nil
        return !needsRoot || getuid() == 0 && (!setting.isLinked || access("/dev/net/tun", R_OK | W_OK) == 0)
    }

    /// The row of the table.
    var row: String {
        let reached = reason.map { ["`up` 0, `down_reason` `\($0.rawValue)`"] } ?? ["`up` 1"]
        let metrics = reached + samples.filter { $0 != Fault.held }.map(Fault.short) + [shown].compactMap(\.self)
        let cells = [
            name, metrics.joined(separator: ", "), "`\(status)`", event.map { "`\($0.name)`" } ?? "none", "\(exit)",
            recovery,
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    /// A line of the metrics page without what all have in common.
    static func short(_ sample: String) -> String {
        let name = sample.prefix { $0 != "{" && $0 != " " }.replacing("prisma_migrate_", with: "")
        let value = sample.split(separator: " ").last ?? ""
        return "`\(name)` \(value)"
    }

    /// The table of these faults.
    static func table(_ faults: [Fault]) -> String {
        """
        | fault | metrics | STATUS | log event | `diagnose` | recovery |
        |---|---|---|---|---|---|

        """ + faults.map(\.row).joined(separator: "\n")
    }

    /// Waits until so many polls have been told as the row says.
    ///
    /// The exporter itself is well all the while, whatever its target is.
    func isTold(by daemon: DaemonTests.Daemon, polls: Int) async throws {
        var told: [String] = []
        try await eventually("STATUS says \(status)") {
            told += daemon.messages()
            return told.count { $0.contains("STATUS=") && $0.contains(status) } >= polls
        }
        if let event {
            try await eventually("\(event) is logged") { daemon.process.errorSoFar.contains("event=\(event.name) ") }
        }
        let up = "prisma_migrate_up{target=\"shop\"} \(reason == nil ? 1 : 0)"
        let why = reason.map { "prisma_migrate_down_reason{target=\"shop\",reason=\"\($0.rawValue)\"} 1" }
        for sample in [up] + [why].compactMap(\.self) + samples { try await daemon.shows(sample) }
        for path in ["/metrics", "/-/healthy", "/-/ready", "/"] { #expect(try await daemon.status(path) == "200") }
    }
}
