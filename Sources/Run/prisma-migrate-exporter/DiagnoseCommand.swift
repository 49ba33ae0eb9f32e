import ExporterConfiguration
import ExporterDaemon
import Glibc
import MetricsExposition
import MigrationHistory
import MigrationMetrics
import Reports
import TargetReport

/// `diagnose`: one inspection of each target, a report, an exit status.
struct DiagnoseCommand {
    /// What to inspect and how to report.
    let settings: ExporterSettings

    /// Inspects and reports on standard output.
    ///
    /// - Returns: the exit status.
    func run() async -> Int32 {
        let reports = await withTaskGroup(of: (Int, TargetReport).self) { group in
            for (index, target) in settings.targets.enumerated() {
                let url = RotatingURL(source: target.url, files: FileSystem()) { StandardStream.error.write("\($0)\n") }
                let poller = TargetPoller(target: target, settings: settings, url: url)
                group.addTask { (index, await poller.pollOnce()) }
            }
            var found: [(Int, TargetReport)] = []
            for await entry in group { found.append(entry) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
        write(reports)
        return ExitStatus(reports).rawValue
    }

    private func write(_ reports: [TargetReport]) {
        let bytes: [UInt8]
        switch settings.reportFormat {
        case .text:
            bytes = Array(TerminalReport.text(reports, colours: isatty(STDOUT_FILENO) == 1).utf8)
        case .json:
            let schemas = Dictionary(settings.targets.compactMap { target in target.schema.map { (target.name, $0) } })
            { $1 }
            do {
                bytes = try DiagnosisDocument.json(reports, expectedSchemas: schemas)
            } catch {
                StandardStream.error.write("prisma-migrate-exporter: the report can't be written as JSON: \(error)\n")
                exit(2)
            }
        case .prometheus:
            let latest = LatestReports(reports)
            let facts = ReloadableFacts(.current(startSeconds: MachineClock.now.unixSeconds))
            let pages = MetricsPages(latest: latest, facts: facts, startSeconds: MachineClock.now.unixSeconds)
            bytes = pages.page(.text004, at: MachineClock.monotonicNanoseconds)
        }
        StandardStream.output.write(bytes)
    }
}
