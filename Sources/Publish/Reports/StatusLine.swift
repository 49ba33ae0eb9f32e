import MigrationHistory
import SchemaModel
package import TargetReport

/// The line that `systemctl status` shows: how many targets are up, and the worst thing with what to do about it and
/// the name of its runbook.
package enum StatusLine {
    /// The line for the targets' last polls.
    package static func text(_ targets: [TargetReport]) -> String {
        let up = targets.count(where: \.isUp)
        let counted = "\(targets.count) target\(targets.count == 1 ? "" : "s"), \(up) up"
        let problems = targets.flatMap(Self.problems(of:)).sorted { $0.rank < $1.rank }
        guard let worst = problems.first else { return "\(counted); \(quiet(targets))" }
        let others = problems.count > 1 ? "; and \(problems.count - 1) more" : ""
        return "\(counted); \(worst.text) [\(worst.alert.rawValue)]\(others)"
    }

    /// Something to tell; the smaller the rank, the worse.
    private struct Problem {
        var rank: Int
        var text: String
        /// The alert whose runbook says more.
        var alert: AlertName
    }

    private static func problems(of target: TargetReport) -> [Problem] {
        var problems: [Problem] = []
        if let downtime = target.downtime {
            problems.append(
                Problem(
                    rank: 2,
                    text: "\(target.name): down (\(downtime.reason.rawValue)): \(downtime.message)",
                    alert: .targetDown
                )
            )
        }
        guard let observation = target.observation else { return problems }
        for history in observation.histories {
            for unfinished in history.unfinished {
                let running = unfinished.migration.state == .running
                problems.append(
                    Problem(
                        rank: running ? 4 : unfinished.migration.state == .failed ? 0 : 1,
                        text: "\(label(target, history)): \(sentence(unfinished, at: observation))",
                        alert: AlertName(unfinished.migration.state)
                    )
                )
            }
            for drift in history.drift where drift.isDrifted {
                let first = drift.changes[0]
                let more = drift.changes.count > 1 ? " and \(drift.changes.count - 1) more" : ""
                problems.append(
                    Problem(
                        rank: 3,
                        text:
                            "\(label(target, history)): schema drift from \(drift.source.rawValue): \(first.form.rawValue) "
                            + "\(first.kind.replacing("_", with: " ")) \(first.object)\(more)",
                        alert: .schemaDrift
                    )
                )
            }
            let edited = history.history.edited.count
            let missing = history.history.missingDirectory.count
            if edited + missing > 0 {
                problems.append(
                    Problem(
                        rank: 3,
                        text: "\(label(target, history)): \(edited) edited, \(missing) without a directory",
                        alert: .historyDrift
                    )
                )
            }
        }
        return problems
    }

    private static func label(_ target: TargetReport, _ history: HistoryReport) -> String {
        history.schema == "public" ? target.name : "\(target.name)/\(history.schema)"
    }

    private static func sentence(_ unfinished: UnfinishedReport, at observation: TargetReport.Observation) -> String {
        let migration = unfinished.migration
        let age = migration.row.startedAt.map { AgeText.text(observation.databaseTime.seconds(since: $0)) } ?? "?"
        let subject = "\(migration.row.name) \(migration.state.rawValue)"
        let cause = migration.sqlstate.map { " (SQLSTATE \($0))" } ?? ""
        if migration.state == .running { return "\(subject) for \(age)" }
        return "\(subject)\(cause) \(age) ago, \(conclusion(unfinished))"
    }

    private static func conclusion(_ unfinished: UnfinishedReport) -> String {
        switch unfinished.verdict {
        case .applied: "fully applied: run prisma migrate resolve --applied"
        case .notApplied: "not applied: run prisma migrate resolve --rolled-back, then deploy"
        case .partiallyApplied: "partly applied: repair by hand, see diagnose"
        case .undetermined: "undetermined: run prisma-migrate-exporter diagnose"
        }
    }

    private static func quiet(_ targets: [TargetReport]) -> String {
        guard targets.contains(where: { $0.polls > 0 }) else { return "first poll under way" }
        let histories = targets.compactMap(\.observation).flatMap(\.histories)
        let applied = histories.reduce(0) { $0 + $1.history.counts[.applied, default: 0] }
        let pending = histories.reduce(0) { $0 + $1.history.pending.count }
        if histories.allSatisfy({ !$0.tablePresent }) { return "no _prisma_migrations found yet" }
        return "\(applied) applied" + (pending > 0 ? ", \(pending) pending" : "") + ", nothing failed"
    }
}
