import Diagnosis
import ExporterConfiguration
import MigrationHistory
import MigrationSQL
import TargetInspection
import TargetReport

/// One target's baselines: kept in a file where that can be, and in memory.
struct BaselineWatch {
    /// What one history and its database show in a poll.
    struct Sight {
        /// The namespace of the history's table.
        var schema: String
        /// Its rows.
        var rows: [MigrationRow]
        /// The names of its unfinished migrations.
        var unfinished: [String]
        /// The database.
        var observed: ObservedSchema
        /// Grows with each catalog that is read.
        var catalogVersion: Int
        /// The namespaces that belong to the history for Prisma.
        var namespaces: Set<String>
        /// The database's clock.
        var databaseTime: Instant
        /// The server's major version.
        var serverVersion: Int
    }

    private let file: BaselineFile
    private let directory: String
    private let isAccepted: Bool
    private let settings: DriftSettings
    private var known: [String: SchemaBaseline] = [:]
    /// The file as it was last read or written; nil before that and while there is none.
    private var stamp: FileStamp?
    private var hasRead = false
    /// Why what is known is not in the file; nil where it is.
    private var failure: String?
    /// Why the file that is there can't be read; nil where it can.
    private var unreadable: String?
    /// What became of a file that could not be used.
    private var fileRemark: String?
    private var remarks: [String: String] = [:]
    /// The last judgements, which stand while nothing they rest on changes.
    private var judged: [String: Judged] = [:]
    private var digests: [String: (rows: [MigrationRow], digest: String)] = [:]

    private struct Judged {
        var rows: String
        var unfinished: [String]
        var namespaces: Set<String>
        var catalogVersion: Int
        var serverVersion: Int
        var report: DriftReport
    }

    /// The baselines of a target.
    init(_ baseline: ExporterSettings.Baseline, target: String, settings: DriftSettings) {
        directory = baseline.directory
        isAccepted = baseline.isAccepted
        file = BaselineFile(directory: baseline.directory, target: target)
        self.settings = settings
    }

    /// The schema of one history held against its baseline, which moves where it is to.
    mutating func report(_ sight: Sight) -> DriftReport {
        readAgain()
        if let unreadable, !isAccepted {
            return DriftReport(
                source: .baseline,
                notJudged: "The baseline can't be read: \(unreadable): make the exporter the file's owner."
            )
        }
        let rows = digest(of: sight)
        var report: DriftReport
        if let last = judged[sight.schema], last.rows == rows, last.unfinished == sight.unfinished,
            last.namespaces == sight.namespaces, last.catalogVersion == sight.catalogVersion,
            last.serverVersion == sight.serverVersion, !isAccepted
        {
            report = last.report
        } else {
            report = judge(sight, rows)
            judged[sight.schema] = Judged(
                rows: rows,
                unfinished: sight.unfinished,
                namespaces: sight.namespaces,
                catalogVersion: sight.catalogVersion,
                serverVersion: sight.serverVersion,
                report: report
            )
        }
        if failure != nil { write() }
        if let failure {
            let advice =
                "make \(directory) a folder that the exporter may write to (StateDirectory= of its unit, or "
                + "--state.directory)"
            if isAccepted, report.isJudged {
                return DriftReport(
                    source: .baseline,
                    notJudged: "The baseline was not accepted, for it can't be kept: \(failure): \(advice)."
                )
            }
            report.remarks.append("The baseline can't be kept, a restart forgets it: \(failure): \(advice).")
        }
        if let fileRemark { report.remarks.append(fileRemark) }
        return report
    }

    private mutating func judge(_ sight: Sight, _ rows: String) -> DriftReport {
        var step = SchemaBaseline.step(
            known[sight.schema],
            unfinished: sight.unfinished,
            rows: rows,
            serverVersion: sight.serverVersion
        )
        if case .compare = step, isAccepted { step = .take(remark: nil) }
        if case .wait(let reason) = step {
            return DriftReport(source: .baseline, notJudged: reason)
        }
        let current = SchemaBaseline(
            of: sight.observed,
            schema: sight.schema,
            takenAt: sight.databaseTime,
            serverVersion: sight.serverVersion,
            rows: rows,
            digest: { String(SHA256.hexadecimal(Array($0.utf8)).prefix(16)) }
        )
        if case .take(let remark) = step {
            known[sight.schema] = current
            remarks[sight.schema] = remark
            write()
        }
        guard let baseline = known[sight.schema] else { return DriftReport(source: .baseline) }
        var report = DriftReport(
            baseline: baseline,
            current: current,
            observed: sight.observed,
            namespaces: sight.namespaces,
            settings: settings
        )
        report.remarks += [remarks[sight.schema]].compactMap(\.self)
        if report.isDrifted {
            report.remarks.append(
                "If this is as it should be: prisma-migrate-exporter diagnose --accept-baseline; the next migration "
                    + "accepts it, too."
            )
        }
        return report
    }

    private mutating func digest(of sight: Sight) -> String {
        if let last = digests[sight.schema], last.rows == sight.rows { return last.digest }
        let digest = SHA256.hexadecimal(Array(SchemaBaseline.text(of: sight.rows).utf8))
        digests[sight.schema] = (sight.rows, digest)
        return digest
    }

    /// Reads the file where it is another than before: at the start, and after somebody accepted a baseline.
    private mutating func readAgain() {
        let newest = file.stamp
        guard !hasRead || (newest != stamp && newest != nil) else { return }
        do {
            let read = try file.read()
            hasRead = true
            stamp = newest
            unreadable = nil
            guard let read else { return }
            known = read
            failure = nil
            remarks = [:]
        } catch let fault as BaselineDocument.Fault {
            let place = file.setAside().map { "it was set aside as \($0)" } ?? "it could not be set aside"
            let sequel = known.isEmpty ? "the baseline was taken anew" : "the baseline was written again from memory"
            fileRemark = "\(file.path) can't be used, for \(fault): \(place), and \(sequel)."
            hasRead = true
            stamp = nil
            if !known.isEmpty { write() }
        } catch {
            unreadable = (error as? BaselineFile.Failure)?.text ?? "\(error)"
        }
        judged = [:]
    }

    private mutating func write() {
        do {
            try file.write(known)
            failure = nil
            stamp = file.stamp
        } catch {
            failure = (error as? BaselineFile.Failure)?.text ?? "\(error)"
        }
    }
}
