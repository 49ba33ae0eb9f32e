import MetricsExposition
import MigrationHistory
import TargetReport

extension MigrationMetrics {
    /// The state of each `_prisma_migrations`.
    static func historyFamilies(_ histories: [ObservedHistory]) -> [MetricFamily] {
        let read = histories.filter(\.isRead)
        return [
            MetricFamily(
                name: "prisma_migrate_table_present",
                help: "Whether the schema holds _prisma_migrations; 0 where Prisma Migrate does not manage it yet.",
                samples: histories.map { Sample($0.labels, $0.report.tablePresent ? 1 : 0) }
            ),
            MetricFamily(
                name: "prisma_migrate_migrations",
                help: "Migration names in each state, from _prisma_migrations and the migrations folder.",
                samples: read.flatMap { observed in
                    MigrationState.allCases.map { state in
                        Sample(
                            observed.labels + [Label("state", state.rawValue)],
                            Double(observed.report.history.counts[state, default: 0])
                        )
                    }
                }
            ),
            MetricFamily(
                name: "prisma_migrate_failed_migrations",
                help: "Failed and interrupted migrations: finished_at and rolled_back_at are NULL and none is running. "
                    + "migrate deploy answers P3009.",
                samples: read.map { Sample($0.labels, Double($0.report.history.failedMigrations)) }
            ),
            MetricFamily(
                name: "prisma_migrate_history_drift",
                help:
                    "Migrations whose migration.sql was edited, whose directory is missing, or that are out of order.",
                samples: read.filter(\.report.hasDirectory)
                    .flatMap { observed in
                        let history = observed.report.history
                        let kinds = [
                            ("edited", history.edited.count), ("missing_directory", history.missingDirectory.count),
                            ("out_of_order", history.outOfOrder.count),
                        ]
                        return kinds.map { Sample(observed.labels + [Label("kind", $0.0)], Double($0.1)) }
                    }
            ),
            MetricFamily(
                name: "prisma_migrate_last_applied_timestamp_seconds",
                help: "finished_at of the migration that was applied last.",
                unit: "seconds",
                samples: read.compactMap { observed in
                    observed.report.history.lastApplied?.finishedAt.map { Sample(observed.labels, $0.unixSeconds) }
                }
            ),
            MetricFamily(
                name: "prisma_migrate_last_applied_duration_seconds",
                help: "finished_at minus started_at of the migration that was applied last.",
                unit: "seconds",
                samples: read.compactMap { observed in
                    guard let row = observed.report.history.lastApplied, let began = row.startedAt,
                        let ended = row.finishedAt
                    else { return nil }
                    return Sample(observed.labels, ended.seconds(since: began))
                }
            ),
        ]
    }

    /// The unfinished migrations, each by name.
    ///
    /// - Parameters:
    ///   - histories: the histories.
    ///   - shown: for each of them, the migrations that get series.
    /// - Returns: the families.
    static func unfinishedFamilies(_ histories: [ObservedHistory], _ shown: [[UnfinishedReport]]) -> [MetricFamily] {
        let pairs = zip(histories, shown).flatMap { observed, reports in reports.map { (observed, $0) } }
        func labels(_ observed: ObservedHistory, _ report: UnfinishedReport) -> [Label] {
            observed.labels + [Label("migration", report.migration.row.name)]
        }
        func stateLabels(_ observed: ObservedHistory, _ report: UnfinishedReport) -> [Label] {
            labels(observed, report) + [Label("state", report.migration.state.rawValue)]
        }
        return [
            MetricFamily(
                name: "prisma_migrate_unfinished_migration_started_timestamp_seconds",
                help: "started_at of a migration that is neither finished nor rolled back, by Prisma's clock.",
                unit: "seconds",
                samples: pairs.compactMap { observed, report in
                    report.migration.row.startedAt.map { Sample(stateLabels(observed, report), $0.unixSeconds) }
                }
            ),
            MetricFamily(
                name: "prisma_migrate_unfinished_migration_age_seconds",
                help:
                    "Time since started_at of a migration that is neither finished nor rolled back, by the database's "
                    + "clock, as of the scrape.",
                unit: "seconds",
                samples: pairs.compactMap { observed, report in
                    report.migration.row.startedAt.map { started in
                        Sample(stateLabels(observed, report), observed.age(since: started.unixSeconds))
                    }
                }
            ),
            MetricFamily(
                name: "prisma_migrate_oldest_unfinished_migration_age_seconds",
                help: "The largest age of an unfinished migration; 0 where there is none.",
                unit: "seconds",
                samples: histories.filter(\.isRead)
                    .map { observed in
                        let oldest = observed.report.unfinished.compactMap(\.migration.row.startedAt).min()
                        return Sample(observed.labels, oldest.map { observed.age(since: $0.unixSeconds) } ?? .fixed(0))
                    }
            ),
            MetricFamily(
                name: "prisma_migrate_migration_verdict",
                help: "1 for what an unfinished migration left behind, 0 for the other verdicts.",
                samples: pairs.flatMap { observed, report in
                    Verdict.allCases.map { verdict in
                        Sample(
                            labels(observed, report) + [Label("verdict", verdict.rawValue)],
                            report.verdict == verdict ? 1 : 0
                        )
                    }
                }
            ),
            MetricFamily(
                name: "prisma_migrate_migration_effects",
                help: "Effects of an unfinished migration by what the catalog shows of them.",
                samples: pairs.filter { $0.1.effects.total > 0 }
                    .flatMap { observed, report in
                        let effects = report.effects
                        let counts = [
                            ("present", effects.present), ("absent", effects.absent), ("different", effects.different),
                            ("unverifiable", effects.unverifiable),
                        ]
                        return counts.map { Sample(labels(observed, report) + [Label("presence", $0.0)], Double($0.1)) }
                    }
            ),
        ]
    }
}
