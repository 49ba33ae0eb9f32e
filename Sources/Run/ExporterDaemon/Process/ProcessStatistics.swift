import Glibc
package import MigrationMetrics

/// The process's own use of the machine, from /proc.
package enum ProcessStatistics {
    /// What /proc tells now; values that it hides are nil.
    package static func current() -> ExporterFacts.Process {
        var process = ExporterFacts.Process()
        let fields = statFields()
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        if fields.count > 21 {
            // proc(5): utime and stime are fields 14 and 15, starttime 22, vsize 23, rss 24.
            process.cpuSeconds = (number(fields[11]) + number(fields[12])) / ticks
            process.startSeconds = startSeconds(ticksSinceBoot: number(fields[19]) / ticks)
            process.virtualBytes = number(fields[20])
            process.residentBytes = number(fields[21]) * Double(sysconf(Int32(_SC_PAGESIZE)))
        }
        process.openFileDescriptors = openFileDescriptors()
        process.maxFileDescriptors = limit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue))
        process.maxVirtualBytes = limit(__rlimit_resource_t(RLIMIT_AS.rawValue))
        (process.receivedBytes, process.transmittedBytes) = networkBytes()
        return process
    }

    /// The fields of /proc/self/stat after the command's name, which may hold anything.
    private static func statFields() -> [Substring] {
        guard let text = text(of: "/proc/self/stat"), let end = text.lastIndex(of: ")") else { return [] }
        return text[text.index(after: end)...].split(separator: " ")
    }

    /// Boot time by the clocks: /proc/stat is hidden from a unit with `ProcSubset=pid`.
    private static func startSeconds(ticksSinceBoot seconds: Double) -> Double {
        var wall = timespec()
        var boot = timespec()
        clock_gettime(CLOCK_REALTIME, &wall)
        clock_gettime(CLOCK_BOOTTIME, &boot)
        let booted = Double(wall.tv_sec - boot.tv_sec) + Double(wall.tv_nsec - boot.tv_nsec) / 1e9
        return ((booted + seconds) * 100).rounded() / 100
    }

    private static func openFileDescriptors() -> Double? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        // Less ".", ".." and the descriptor of the listing itself.
        var count = -3
        while readdir(directory) != nil { count += 1 }
        return Double(max(0, count))
    }

    private static func limit(_ resource: __rlimit_resource_t) -> Double? {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return nil }
        return limit.rlim_cur == rlim_t.max ? .infinity : Double(limit.rlim_cur)
    }

    private static func networkBytes() -> (received: Double?, transmitted: Double?) {
        guard let lines = text(of: "/proc/self/net/dev")?.split(separator: "\n").dropFirst(2) else { return (nil, nil) }
        var received = 0.0
        var transmitted = 0.0
        for line in lines {
            let columns = line.split(separator: ":").last?.split(separator: " ") ?? []
            guard columns.count > 8 else { continue }
            received += number(columns[0])
            transmitted += number(columns[8])
        }
        return (received, transmitted)
    }

    private static func number(_ text: Substring) -> Double { Double(text) ?? 0 }

    private static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}
