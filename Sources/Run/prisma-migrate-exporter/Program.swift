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
        ProgramMemory.shareOneHeap()
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
                Task { await ProgramMemory.giveBack() }
                try await Daemon(log: log(settings, environment), readSettings: readSettings).run(settings)
            case .diagnose:
                ProgramMemory.takeRoomAtOnce()
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
