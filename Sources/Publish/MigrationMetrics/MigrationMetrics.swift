package import MetricsExposition
import MigrationHistory
package import TargetReport

/// Every metric family of the exporter; the only place where their names stand.
package enum MigrationMetrics {
    /// Every label name that the exporter's own families carry, or that Prometheus sets itself.
    package static let labelNames: Set<String> = [
        "target", "schema", "reason", "state", "migration", "verdict", "presence", "kind", "source", "change",
        "version",
        "revision", "swift_version", "libpq_version", "server", "job", "instance", "le", "quantile",
    ]

    /// Most series of one history that carry a migration's name.
    package static let defaultMigrationLimit = 50

    /// The families about targets alone.
    ///
    /// - Parameters:
    ///   - targets: what the last polls saw.
    ///   - startSeconds: when the counters began, in Unix seconds.
    ///   - observedAt: the monotonic clock, in nanoseconds, when each target's observation was made, by name.
    ///   - migrationLimit: most migrations a history that get series of their own; the worst and oldest are kept.
    /// - Returns: the families, in the order of exposition: whatever the targets, the same ones.
    package static func targetFamilies(
        _ targets: [TargetReport],
        startSeconds: Double,
        observedAt: [String: UInt64],
        migrationLimit: Int = defaultMigrationLimit
    ) -> [MetricFamily] {
        let histories = targets.flatMap { target in
            (target.observation?.histories ?? []).map { ObservedHistory(target, $0, at: observedAt[target.name] ?? 0) }
        }
        let shown = histories.map { $0.worst(migrationLimit) }
        return pollFamilies(targets, startSeconds: startSeconds)
            + historyFamilies(histories)
            + driftFamilies(histories)
            + unfinishedFamilies(histories, shown)
            + databaseFamilies(targets)
    }

    /// How many of a target's unfinished migrations are left out of the series by name by that limit.
    package static func dropped(_ target: TargetReport, limit: Int) -> Int {
        (target.observation?.histories ?? []).reduce(0) { $0 + max(0, $1.unfinished.count - limit) }
    }
}

extension TargetReport {
    /// The labels of every series of the target: its name, then its own by name.
    var metricLabels: [Label] {
        guard !labels.isEmpty else { return [Label("target", name)] }
        return [Label("target", name)] + labels.sorted { $0.key < $1.key }.map { Label($0.key, $0.value) }
    }
}

/// One history with the labels and the moment of its observation.
struct ObservedHistory {
    var report: HistoryReport
    var labels: [Label]
    /// The database's clock at the observation, in Unix seconds.
    var databaseSeconds: Double
    /// The monotonic clock at the observation, in nanoseconds.
    var observedAt: UInt64

    init(_ target: TargetReport, _ report: HistoryReport, at observedAt: UInt64) {
        self.report = report
        labels = target.metricLabels + [Label("schema", report.schema)]
        databaseSeconds = target.observation?.databaseTime.unixSeconds ?? 0
        self.observedAt = observedAt
    }

    /// Whether the table was there and could be read.
    var isRead: Bool { report.problem == nil }

    /// The unfinished migrations to show: failed and interrupted before running, oldest first.
    func worst(_ limit: Int) -> [UnfinishedReport] {
        let sorted =
            report.unfinished.filter { $0.migration.state != .running }
            + report.unfinished.filter { $0.migration.state == .running }
        return Array(sorted.prefix(limit))
    }

    /// The age of something that began then, growing from here on; never negative.
    func age(since seconds: Double) -> Sample.Value {
        .growing(seconds: max(0, databaseSeconds - seconds), since: observedAt)
    }
}
