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
        let showsProgress = isatty(STDERR_FILENO) == 1
        let round = DiagnosisRound(settings) { StandardStream.error.write("\($0)\n") }
        let reports = await round.run { done, all in
            guard showsProgress, all > 1 else { return }
            // The line is written over by the next, and wiped out at the end.
            StandardStream.error.write(done < all ? "\r\(done) of \(all) targets" : "\r\u{1B}[K")
        }
        if settings.printsScript {
            StandardStream.output.write(Array(RepairReport.text(reports).utf8))
        } else {
            write(reports)
        }
        let status = ExitStatus(reports, failOn: settings.failOn)
        return status == .quiet && lacksAcceptedBaseline(reports) ? ExitStatus.unjudged.rawValue : status.rawValue
    }

    /// Whether a baseline was to be accepted and could not be.
    private func lacksAcceptedBaseline(_ reports: [TargetReport]) -> Bool {
        guard settings.targets.contains(where: { $0.baseline?.isAccepted == true }) else { return false }
        let drift = reports.compactMap(\.observation).filter { $0.prismaContract == nil }.flatMap(\.histories)
            .flatMap(\.drift)
        return drift.contains { $0.source == .baseline && !$0.isJudged }
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
            let facts = ReloadableFacts(.current(startSeconds: MachineClock().now.unixSeconds))
            facts.setMigrationLimit(settings.limits.migrationSeries)
            let pages = MetricsPages(latest: latest, facts: facts, startSeconds: MachineClock().now.unixSeconds)
            bytes = pages.page(.text004, at: MachineClock().monotonicNanoseconds)
        }
        StandardStream.output.write(bytes)
    }
}
