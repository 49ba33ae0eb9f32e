import ExporterDaemon
import TestProcess
import Testing

/// Something that happens to the exporter's own process or to the disk that it writes to, and what must be seen of it.
struct ProcessFault: Sendable {
    /// The fault in words.
    var name: String
    /// What `/metrics` answers meanwhile; nil for nothing.
    var http: String?
    /// Lines of the metrics page that come with it.
    var samples: [String] = []
    /// A part of what the service manager is told.
    var status: String?
    /// A part of a line of the log.
    var logged: String?
    /// The exit status of the exporter, at once or when it is stopped later.
    var exit: Int32
    /// How it ends, in words.
    var recovery: String

    /// Waits until the exporter tells of it as the row says.
    func isTold(by daemon: DaemonTests.Daemon) async throws {
        #expect(try await daemon.status("/metrics") == http ?? "000", "\(name)")
        for sample in samples { try await daemon.shows(sample) }
        if let status { try await daemon.told(status) }
        if let logged { try await eventually("\(logged) is logged") { daemon.process.errorSoFar.contains(logged) } }
    }

    /// Compares how the exporter has ended with the row.
    func isTold(by daemon: DaemonTests.Daemon, ended: TestProcess.Result) async throws {
        #expect(try await daemon.status("/metrics") == http ?? "000", "\(name)")
        if let status { try await daemon.told(status) }
        #expect(ended.status == exit && ended.error.contains(logged ?? ""), "\(ended.error)")
        await daemon.folder.remove()
    }

    /// The row of the table.
    private var row: String {
        let cells = [
            name, http ?? "no answer", samples.isEmpty ? "–" : samples.map(Fault.short).joined(separator: ", "),
            status.map { "`\($0)`" } ?? "–", logged.map { "`\($0)`" } ?? "none", "\(exit)", recovery,
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    /// The table of all.
    static var table: String {
        let storms = Fault.ofTheProcess.map { fault in
            ProcessFault(
                name: fault.name,
                http: "200",
                samples: fault.samples.filter { $0 != Fault.held },
                status: fault.status,
                logged: fault.event?.name,
                exit: fault.exit,
                recovery: fault.recovery
            )
        }
        let all =
            [stopped, paused] + storms + [outOfDescriptors, outOfMemory, fullDisk, readOnlyDisk, killedAmidWrite]
        return """
            | fault | `/metrics` | metrics | STATUS | log | exit status | recovery |
            |---|---|---|---|---|---|---|

            """ + all.map(\.row).joined(separator: "\n")
    }
}

extension ProcessFault {
    private static let up = "prisma_migrate_up{target=\"shop\"} 1"
    private static let drifted = "prisma_migrate_schema_drift{target=\"shop\",schema=\"public\",source=\"baseline\"} 1"

    static let stopped = ProcessFault(
        name: "SIGTERM amid a poll",
        status: "STOPPING=1",
        logged: "event=stopped",
        exit: 0,
        recovery: "its session on the server is gone with it"
    )

    static let paused = ProcessFault(
        name: "SIGSTOP, and later SIGCONT",
        exit: 0,
        recovery: "by itself, where it was; a watchdog starts it anew"
    )

    static let outOfDescriptors = ProcessFault(
        name: "clients that hold more connections than it may have file descriptors, and the session is ended",
        http: "200",
        samples: [up],
        status: "STATUS=1 target, 1 up",
        exit: 0,
        recovery: "none is needed: clients get half of the descriptors"
    )

    static let outOfMemory = ProcessFault(
        name: "the memory limit is reached (`MemoryMax=`)",
        exit: 137,
        recovery: "the service manager starts it anew, and its baselines are there"
    )

    static let fullDisk = unwritable(
        "full",
        logged: "No space left on device",
        until: "there is room"
    )

    static let readOnlyDisk = unwritable(
        "read-only",
        logged: "Read-only file system",
        until: "it can be written"
    )

    private static func unwritable(_ how: String, logged: String, until mended: String) -> ProcessFault {
        ProcessFault(
            name: "the state directory is \(how), and a table is dropped",
            http: "200",
            samples: [up, drifted],
            status: "STATUS=1 target, 1 up",
            logged: logged,
            exit: 0,
            recovery: "by itself, once \(mended); until then a restart forgets the baselines"
        )
    }

    static let killedAmidWrite = ProcessFault(
        name: "SIGKILL at any step of writing a baseline",
        exit: 137,
        recovery: "the file is the old one or the new one, never a damaged one"
    )
}
