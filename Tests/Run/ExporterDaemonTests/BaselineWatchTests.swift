import Diagnosis
import ExporterConfiguration
import Glibc
import MigrationHistory
import MigrationSQL
import SchemaModel
import TargetReport
import TestProcess
import Testing

@testable import ExporterDaemon

@Suite struct BaselineWatchTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func watch(_ directory: String? = nil, accepts: Bool = false) -> BaselineWatch {
        let baseline = ExporterSettings.Baseline(directory: directory ?? folder.path, isAccepted: accepts)
        return BaselineWatch(baseline, target: "shop", settings: DriftSettings())
    }

    /// A poll that saw these tables after so many migrations.
    private func sight(
        _ tables: [String],
        migrations: Int = 1,
        schema: String = "public",
        version: Int
    ) -> BaselineWatch.Sight {
        let rows = (0..<migrations)
            .map { number in
                MigrationRow(
                    id: "",
                    name: "\(number)",
                    checksum: "",
                    startedAt: Instant(microseconds: 1),
                    finishedAt: Instant(microseconds: 2),
                    rolledBackAt: nil,
                    logs: nil,
                    appliedStepsCount: 1
                )
            }
        return BaselineWatch.Sight(
            schema: schema,
            rows: rows,
            unfinished: [],
            observed: ObservedSchema(
                tables.map { CatalogRow(id: ObjectID(.table, schema: schema, name: $0), fields: []) }
            ),
            catalogVersion: version,
            namespaces: [schema],
            databaseTime: Instant(microseconds: 0),
            serverVersion: 18
        )
    }

    private func told(_ report: DriftReport) -> [String] { report.changes.map { "\($0.form.rawValue) \($0.object)" } }

    private func remove() async { await folder.remove() }

    @Test func `a file damaged while the exporter runs is written again from memory`() async throws {
        var watch = watch()
        #expect(told(watch.report(sight(["a"], version: 1))).isEmpty)
        try folder.write("nonsense", to: "baseline-shop.json")
        let report = watch.report(sight(["a", "b"], version: 2))
        #expect(told(report) == ["unexpected public.b"])
        #expect(report.remarks.contains { $0.contains("written again from memory") })
        #expect(TestProcess.text(of: "\(folder.path)/baseline-shop.json.damaged") == "nonsense")
        var next = self.watch()
        #expect(told(next.report(sight(["a", "b"], version: 1))) == ["unexpected public.b"])
        await remove()
    }

    @Test func `histories of one target move and are accepted each for itself`() async throws {
        var watch = watch()
        _ = watch.report(sight(["a"], version: 1))
        _ = watch.report(sight(["a"], schema: "tenant", version: 1))
        #expect(told(watch.report(sight(["b"], migrations: 2, version: 2))).isEmpty)
        #expect(
            told(watch.report(sight(["b"], schema: "tenant", version: 2)))
                == ["unexpected tenant.b", "missing tenant.a"].sorted { $0.suffix(1) < $1.suffix(1) }
        )
        var accepting = self.watch(accepts: true)
        #expect(told(accepting.report(sight(["b"], schema: "tenant", version: 1))).isEmpty)
        // The watch that went on sees what the other one wrote.
        #expect(told(watch.report(sight(["b"], schema: "tenant", version: 2))).isEmpty)
        #expect(
            told(watch.report(sight(["c"], migrations: 2, version: 3))) == ["missing public.b", "unexpected public.c"]
        )
        await remove()
    }

    @Test func `what could not be kept is, once the folder is there`() async throws {
        let directory = "\(folder.path)/later"
        var watch = watch(directory)
        let lost = watch.report(sight(["a"], version: 1))
        #expect(lost.isJudged && lost.remarks.count == 1)
        #expect(lost.remarks.first?.contains("No such file or directory") == true)
        #expect(told(watch.report(sight(["b"], version: 2))) == ["missing public.a", "unexpected public.b"])
        mkdir(directory, 0o755)
        #expect(watch.report(sight(["a"], version: 3)).remarks.isEmpty)
        var next = self.watch(directory)
        #expect(told(next.report(sight(["b"], version: 1))) == ["missing public.a", "unexpected public.b"])
        var accepting = self.watch("\(folder.path)/nowhere", accepts: true)
        #expect(accepting.report(sight(["a"], version: 1)).notJudged?.contains("was not accepted") == true)
        await remove()
    }

    @Test func `a file that is there and can't be read is not written over unasked`() async throws {
        mkdir("\(folder.path)/baseline-shop.json", 0o755)
        var watch = watch()
        let report = watch.report(sight(["a"], version: 1))
        #expect(report.notJudged?.contains("Is a directory") == true)
        rmdir("\(folder.path)/baseline-shop.json")
        #expect(watch.report(sight(["a"], version: 1)).isJudged)
        await remove()
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file to another user"))
    func `what root writes belongs to the folder's owner`() async throws {
        chown(folder.path, 65534, 65534)
        var watch = watch(accepts: true)
        _ = watch.report(sight(["a"], version: 1))
        var status = stat()
        stat("\(folder.path)/baseline-shop.json", &status)
        #expect(status.st_uid == 65534 && status.st_gid == 65534 && status.st_mode & 0o777 == 0o600)
        await remove()
    }

    @Test func `drift is logged when it begins and when it ends, and what is said of the baseline once`() {
        func report(_ drift: DriftReport?) -> TargetReport {
            var history = HistoryReport(schema: "public", tablePresent: true)
            history.drift = [drift].compactMap(\.self)
            var report = TargetReport(name: "shop")
            report.polls = 1
            report.observation = TargetReport.Observation(
                databaseTime: Instant(microseconds: 0),
                clockSkewSeconds: 0,
                lock: AdvisoryLock(sessions: [], isVisible: true),
                roleCanWrite: false,
                histories: [history]
            )
            return report
        }
        var drifted = DriftReport(source: .baseline)
        drifted.changes = [
            SchemaChange(form: .missing, kind: "table", object: ObjectID(.table, schema: "public", name: "a"))
        ]
        var remarked = DriftReport(source: .baseline)
        remarked.remarks = ["It can't be kept."]
        let clean = DriftReport(source: .baseline)
        let steps = [nil, drifted, drifted, clean, remarked, remarked].map { report($0) }
        let events = zip(steps, steps.dropFirst()).map { Transitions.between($0, $1).map(\.message) }
        #expect(events == [["schema drift"], [], ["schema drift is gone"], ["remark on drift"], []])
    }
}
