import MetricsExposition
import TargetReport

extension MigrationMetrics {
    /// What holds each schema against its sources.
    static func driftFamilies(_ histories: [ObservedHistory]) -> [MetricFamily] {
        let pairs = histories.filter(\.isRead).flatMap { observed in observed.report.drift.map { (observed, $0) } }
        func labels(_ observed: ObservedHistory, _ report: DriftReport) -> [Label] {
            observed.labels + [Label("source", report.source.rawValue)]
        }
        return [
            MetricFamily(
                name: "prisma_migrate_schema_drift",
                help: "Whether the schema is another than the source says; 0 also while it can't be judged.",
                samples: pairs.map { Sample(labels($0, $1), $1.isDrifted ? 1 : 0) }
            ),
            MetricFamily(
                name: "prisma_migrate_schema_drift_judged",
                help: "Whether the schema could be held against the source.",
                samples: pairs.map { Sample(labels($0, $1), $1.isJudged ? 1 : 0) }
            ),
            MetricFamily(
                name: "prisma_migrate_schema_drift_changes",
                help: "Objects that are missing, unexpected or different by that source.",
                samples: pairs.filter { $0.1.isJudged }
                    .flatMap { observed, report in
                        SchemaChange.Form.allCases.map { form in
                            Sample(
                                labels(observed, report) + [Label("change", form.rawValue)],
                                Double(report.count(form))
                            )
                        }
                    }
            ),
        ]
    }
}
