import MetricsExposition
import MigrationHistory
import TargetReport

extension MigrationMetrics {
    /// Whether and when each target was polled.
    static func pollFamilies(_ targets: [TargetReport], startSeconds: Double) -> [MetricFamily] {
        func samples(_ value: (TargetReport) -> Double?) -> [Sample] {
            targets.compactMap { target in value(target).map { Sample(target.metricLabels, $0) } }
        }
        func counters(_ value: (TargetReport) -> Int) -> [Sample] {
            targets.map { Sample($0.metricLabels, Double(value($0)), created: startSeconds) }
        }
        return [
            MetricFamily(
                name: "prisma_migrate_up",
                help: "Whether the last poll of the target worked.",
                samples: samples { $0.isUp ? 1 : 0 }
            ),
            MetricFamily(
                name: "prisma_migrate_down_reason",
                help: "1 for the reason why the last poll failed; only while the target is down.",
                samples: targets.compactMap { target in
                    target.downtime.map { downtime in
                        Sample(target.metricLabels + [Label("reason", downtime.reason.rawValue)], 1)
                    }
                }
            ),
            MetricFamily(
                name: "prisma_migrate_last_poll_timestamp_seconds",
                help: "When the last poll ended, by the exporter's clock.",
                unit: "seconds",
                samples: samples { $0.lastPoll?.unixSeconds }
            ),
            MetricFamily(
                name: "prisma_migrate_last_success_timestamp_seconds",
                help: "When the last poll that worked ended, by the exporter's clock.",
                unit: "seconds",
                samples: samples { $0.lastSuccess?.unixSeconds }
            ),
            MetricFamily(
                name: "prisma_migrate_poll_duration_seconds",
                help: "How long the last poll took.",
                unit: "seconds",
                samples: samples(\.pollSeconds)
            ),
            MetricFamily(
                name: "prisma_migrate_polls_total",
                help: "Polls that have ended.",
                kind: .counter,
                samples: counters(\.polls)
            ),
            MetricFamily(
                name: "prisma_migrate_poll_failures_total",
                help: "Polls that have failed.",
                kind: .counter,
                samples: counters(\.pollFailures)
            ),
        ]
    }

    /// What the last good poll saw of the database as a whole.
    static func databaseFamilies(_ targets: [TargetReport]) -> [MetricFamily] {
        func samples(_ value: (TargetReport.Observation) -> Double) -> [Sample] {
            targets.compactMap { target in
                target.observation.map { Sample(target.metricLabels, value($0)) }
            }
        }
        return [
            MetricFamily(
                name: "prisma_migrate_advisory_lock_held",
                help: "Whether a session holds Prisma's advisory lock 72707369 in this database, as of the last poll.",
                samples: samples { $0.lock.holders.isEmpty ? 0 : 1 }
            ),
            MetricFamily(
                name: "prisma_migrate_advisory_lock_waiters",
                help: "Sessions that wait for Prisma's advisory lock in this database, as of the last poll.",
                samples: samples { Double($0.lock.waiters.count) }
            ),
            MetricFamily(
                name: "prisma_migrate_clock_skew_seconds",
                help: "The exporter's clock minus the database's, as of the last poll.",
                unit: "seconds",
                samples: samples(\.clockSkewSeconds)
            ),
            MetricFamily(
                name: "prisma_migrate_role_can_write",
                help: "Whether the exporter's role could write to a _prisma_migrations: more privilege than it needs.",
                samples: samples { $0.roleCanWrite ? 1 : 0 }
            ),
            MetricFamily(
                name: "prisma_migrate_prisma_contract_present",
                help: "Whether the database has moved to Prisma 8, which keeps its state in prisma_contract; nothing is "
                    + "pending and no drift is judged there.",
                samples: samples { $0.prismaContract == nil ? 0 : 1 }
            ),
        ]
    }
}
