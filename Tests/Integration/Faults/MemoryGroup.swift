import Glibc
import TestProcess

/// A control group of a test's own with a limit to its memory, which only root can make.
struct MemoryGroup: Sendable {
    /// The hierarchy that limits memory, and the file with the limit; nil where there is none that can be used.
    private static let hierarchy: (folder: String, file: String)? = {
        guard getuid() == 0 else { return nil }
        if access("/sys/fs/cgroup/memory/memory.limit_in_bytes", W_OK) == 0 {
            return ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
        }
        let enabled = TestProcess.text(of: "/sys/fs/cgroup/cgroup.subtree_control")
            .split(whereSeparator: \.isWhitespace)
        return enabled.contains("memory") ? ("/sys/fs/cgroup", "memory.max") : nil
    }()

    /// Whether this machine and user can make one.
    static let canBeMade: Bool = {
        guard let group = MemoryGroup(bytes: 1 << 30) else { return false }
        return rmdir(group.path) == 0
    }()

    private let path: String

    /// A group with that limit; nil where none can be made.
    init?(bytes: Int) {
        guard let hierarchy = Self.hierarchy else { return nil }
        path = "\(hierarchy.folder)/prisma-migrate-exporter-\(UInt32.random(in: .min ... .max))"
        guard mkdir(path, 0o755) == 0 else { return nil }
        guard let file = fopen("\(path)/\(hierarchy.file)", "w") else {
            rmdir(path)
            return nil
        }
        fputs("\(bytes)\n", file)
        fclose(file)
    }

    /// The limit of the unit.
    static var ofTheUnit: MemoryGroup? {
        let unit = #filePath
            .replacing(
                "Tests/Integration/Faults/MemoryGroup.swift",
                with: "systemd/prisma-migrate-exporter.service"
            )
        let line = TestProcess.text(of: unit).split(separator: "\n").first { $0.hasPrefix("MemoryMax=") }
        let megabytes = line.flatMap { Int($0.dropFirst("MemoryMax=".count).dropLast()) }
        return megabytes.flatMap { MemoryGroup(bytes: $0 << 20) }
    }

    /// What starts a program in the group.
    var wrapper: [String] { ["sh", "-c", "echo $$ >\(path)/cgroup.procs && exec \"$@\"", "sh"] }

    /// Moves a running program into the group: what it takes from now on counts.
    func take(_ process: TestProcess) async throws {
        let moved = try await TestProcess.run(["sh", "-c", "echo \(process.pid) >\(path)/cgroup.procs"])
        guard moved.status == 0 else { throw TestProcess.Failure(description: moved.error) }
    }

    /// Removes the group, whose programs have ended.
    func remove() async { try? await eventually("the group is empty") { rmdir(path) == 0 } }
}
