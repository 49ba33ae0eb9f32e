import ExporterDaemon
import PostgresServer
import TargetReport
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

    /// The row of the table.
    var row: String {
        let reached = reason.map { ["`up` 0, `down_reason` `\($0.rawValue)`"] } ?? ["`up` 1"]
        let shown = reached + samples.filter { $0 != Fault.held }.map(Fault.short)
        let cells = [
            name, shown.joined(separator: ", "), "`\(status)`", event.map { "`\($0.name)`" } ?? "none", "\(exit)",
            recovery,
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    /// A line of the metrics page without what all have in common.
    private static func short(_ sample: String) -> String {
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
}
