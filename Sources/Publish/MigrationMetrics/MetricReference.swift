import MetricsExposition
import MigrationHistory
import TargetReport

/// What is written from the list of families.
package enum MetricReference {
    /// A page on every family, in Markdown: labels, what it tells, and the values of the labels that are closed sets.
    package static let page: String = {
        let head = """
            # Metrics

            Every family that the exporter exposes, with its labels and their values.

            Written by `prisma-migrate-exporter check-config --metrics`. All are gauges but those in `_total`, which are
            counters; times are Unix seconds, durations seconds. Families with `target` also carry the labels that the
            configuration gives the target. Error texts, SQL and rows never become a label.

            | family | labels | what it tells |
            |---|---|---|

            """
        let rows = families.map { family in
            let labels = labels(of: family).map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(family.name)` | \(labels) | \(family.help) |\n"
        }
        let values = """

            ## Labels

            | label | values |
            |---|---|

            """
        let sets = closedSets.map { label, values in
            "| `\(label)` | \(values.map { "`\($0)`" }.joined(separator: ", ")) |\n"
        }
        return head + rows.joined() + values + sets.joined()
    }()

    /// Every family, each with at least one sample of every label that it may carry.
    static let families: [MetricFamily] = {
        var facts = ExporterFacts(version: "", revision: "", swiftVersion: "", libpqVersion: "")
        facts.discoveries[""] = ExporterFacts.Discovery()
        return MigrationMetrics.families([target], exporter: facts, startSeconds: 0, observedAt: [:])
            + MigrationMetrics.processFamilies(ExporterFacts.Process())
    }()

    private static func labels(of family: MetricFamily) -> [String] { family.samples.first?.labels.map(\.name) ?? [] }

    /// The values of the labels that have no others.
    private static var closedSets: [(label: String, values: [String])] {
        let shown = families.flatMap(\.samples).flatMap(\.labels)
        return ["state", "verdict", "presence", "kind", "source", "change"]
            .map { name in
                var values: [String] = []
                for label in shown where label.name == name && !values.contains(label.value) {
                    values.append(label.value)
                }
                return (name, values)
            } + [("reason", DownReason.allCases.map(\.rawValue))]
    }

    /// A target of which everything is known that can be: down since, with an unfinished migration and every source.
    private static var target: TargetReport {
        var began = MigrationRow(
            id: "",
            name: "",
            checksum: "",
            startedAt: Instant(microseconds: 0),
            finishedAt: nil,
            rolledBackAt: nil,
            logs: nil,
            appliedStepsCount: 0
        )
        let unfinished = MigrationHistory.Unfinished(
            row: began,
            state: .interrupted,
            sqlstate: nil,
            message: nil,
            reason: ""
        )
        began.finishedAt = began.startedAt
        var effects = UnfinishedReport.Effects()
        effects.present = 1
        var history = MigrationHistory()
        history.unfinished = [unfinished]
        history.lastApplied = began
        var report = HistoryReport(
            schema: "",
            tablePresent: true,
            history: history,
            unfinished: [
                UnfinishedReport(migration: unfinished, verdict: .undetermined, reason: "", effects: effects)
            ],
            hasDirectory: true
        )
        report.drift = DriftReport.Source.allCases.map { DriftReport(source: $0) }
        var target = TargetReport(name: "")
        target.downtime = Downtime(reason: .other, message: "")
        target.lastPoll = began.startedAt
        target.lastSuccess = began.startedAt
        target.pollSeconds = 0
        target.observation = TargetReport.Observation(
            databaseTime: Instant(microseconds: 0),
            clockSkewSeconds: 0,
            lock: AdvisoryLock(sessions: [], isVisible: true),
            roleCanWrite: false,
            histories: [report]
        )
        return target
    }
}
