import CGlibc
import ExporterConfiguration
import ExporterDaemon
import Glibc
import Logging

/// The program: takes the command line apart and hands over to a command.
@main
enum Program {
    static func main() async {
        forbidCoreDumps()
        shareOneHeap()
        do {
            let invocation = try Invocation(arguments: Array(CommandLine.arguments.dropFirst()))
            if invocation.has("help") {
                StandardStream.output.write(HelpText.text(for: invocation.command))
                return
            }
            if invocation.has("help-man") {
                StandardStream.output.write(ManualPage.text(for: invocation.command, version: BuildFacts.version))
                return
            }
            if let shell = ShellCompletion.Shell(invocation) {
                StandardStream.output.write(ShellCompletion.script(for: shell))
                return
            }
            if invocation.has("version") {
                StandardStream.output.write(
                    "prisma-migrate-exporter \(BuildFacts.version) (revision \(BuildFacts.revision))\n"
                )
                return
            }
            let environment = Self.environment()
            let readSettings = { @Sendable () throws in
                try ExporterSettings(
                    invocation,
                    environment: environment,
                    workingDirectory: Self.workingDirectory(),
                    files: FileSystem()
                )
            }
            switch invocation.command {
            case .serve:
                let settings = try readSettings()
                Task { await giveBackMemory() }
                try await Daemon(log: log(settings, environment), readSettings: readSettings).run(settings)
            case .diagnose:
                takeRoomAtOnce()
                exit(await DiagnoseCommand(settings: try readSettings()).run())
            case .checkConfig:
                exit(CheckConfigCommand(invocation: invocation, readSettings: readSettings).run())
            case .health:
                exit(try HealthCommand(web: try readSettings().web).run())
            }
        } catch {
            StandardStream.error.write("prisma-migrate-exporter: \(error)\n")
            exit(2)
        }
    }

    private static func log(_ settings: ExporterSettings, _ environment: [String: String]) -> Log {
        let format = Log.leadsToJournal(environment) ? .journal : Log.Format(rawValue: settings.logFormat) ?? .logfmt
        return Log(least: Log.Level(name: settings.logLevel) ?? .info, format: format)
    }

    /// A core would hold the database's password, and the environment may.
    ///
    /// The limit does not hold for a core that is piped to a program (core(5)); a process that can't be dumped makes none,
    /// and its memory and environment can be read by root only, not by others of the same user.
    private static func forbidCoreDumps() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = prctl_set_dumpable(0)
    }

    /// By default there are up to eight heaps a processor, and each grows to what the largest of all work once took in it.
    private static func shareOneHeap() { mallopt(M_ARENA_MAX, 1) }

    /// Lets the heap of a short run grow in large steps and huge pages, and keep what is freed: to be given memory page by
    /// page takes a fifth of the time that judging a long history does.
    ///
    /// Only what is touched is taken. Linux may be told to know no huge pages, and then gives small ones.
    private static func takeRoomAtOnce() {
        mallopt(M_TOP_PAD, 64 << 20)
        mallopt(M_TRIM_THRESHOLD, Int32.max)
        mallopt(M_MMAP_THRESHOLD, 32 << 20)
        // More than is free, so that the heap grows.
        guard let room = malloc(8 << 20), let end = sbrk(0) else { return }
        defer { free(room) }
        let pageSize = 2 << 20
        let start = (Int(bitPattern: room) + pageSize - 1) / pageSize * pageSize
        let size = Int(bitPattern: end) - start
        if size > 0 { madvise(UnsafeMutableRawPointer(bitPattern: start), size, MADV_HUGEPAGE) }
    }

    /// Gives back to the system, once a minute, what a burst of connections or one long history has left unused.
    ///
    /// By itself the heap shrinks only at its end, and something small that came during the burst may lie there for good.
    private static func giveBackMemory() async {
        while (try? await Task.sleep(for: .seconds(60))) != nil { malloc_trim(0) }
    }

    private static func environment() -> [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { result[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return result
    }

    private static func workingDirectory() -> String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }
}
