import MigrationHistory
package import TargetReport

/// What changed between two polls of a target; told once, not at each poll.
package enum Transitions {
    /// One change, for the log.
    package struct Event: Sendable {
        /// What it tells of.
        package var kind: JournalEvent
        /// What happened.
        package var message: String
        /// To whom: target, schema, migration.
        package var fields: [(String, String)]
    }

    /// The changes from one report to the next.
    package static func between(_ before: TargetReport, _ after: TargetReport) -> [Event] {
        let reach = reachEvents(before, after)
        guard after.observation != nil else { return reach }
        return reach + migrationEvents(before, after) + fileEvents(before, after) + historyEvents(before, after)
            + driftEvents(before, after)
    }

    private static func reachEvents(_ before: TargetReport, _ after: TargetReport) -> [Event] {
        var events: [Event] = []
        let target = [("target", after.name)]
        switch (before.downtime, after.downtime) {
        case (let old, let new?) where old?.reason != new.reason:
            let fields = target + [("reason", new.reason.rawValue), ("error", new.message)]
            events.append(Event(kind: .targetDown, message: "target down", fields: fields))
        case (_?, nil): events.append(Event(kind: .targetUp, message: "target up again", fields: target))
        default:
            if before.polls == 0, after.isUp {
                events.append(Event(kind: .targetUp, message: "target up", fields: target))
            }
        }
        if after.observation?.roleCanWrite == true, before.observation?.roleCanWrite != true {
            events.append(
                Event(kind: .roleCanWrite, message: "the role could write to _prisma_migrations", fields: target)
            )
        }
        return events
    }

    private static func migrationEvents(_ before: TargetReport, _ after: TargetReport) -> [Event] {
        let old = unfinished(before)
        let new = unfinished(after)
        let changed = new.sorted { $0.key < $1.key }
            .compactMap { key, report -> Event? in
                let state = report.migration.state
                let last = old[key]
                guard last?.migration.state == state else {
                    return Event(
                        kind: kind(of: state),
                        message: "migration \(state.rawValue)",
                        fields: key.fields(target: after.name) + (state == .running ? [] : conclusion(report))
                    )
                }
                guard state != .running, last?.verdict != report.verdict else { return nil }
                return Event(
                    kind: .migrationJudged,
                    message: "migration is judged otherwise now",
                    fields: key.fields(target: after.name) + conclusion(report)
                )
            }
        let settled = old.keys.sorted().filter { new[$0] == nil }
            .map {
                Event(
                    kind: .migrationSettled,
                    message: "migration no longer unfinished",
                    fields: $0.fields(target: after.name)
                )
            }
        return changed + settled
    }

    /// The event that an unfinished migration in that state is.
    private static func kind(of state: MigrationState) -> JournalEvent {
        switch state {
        case .failed: .migrationFailed
        case .running: .migrationRunning
        case .interrupted, .applied, .pending, .rolledBack: .migrationInterrupted
        }
    }

    private static func conclusion(_ report: UnfinishedReport) -> [(String, String)] {
        let sqlstate = report.migration.sqlstate.map { [("sqlstate", $0)] } ?? []
        return [("verdict", report.verdict.rawValue), ("advice", report.verdict.advice.rawValue)] + sqlstate
    }

    /// What became of files that can't be used while an earlier content of theirs stays in force.
    private static func fileEvents(_ before: TargetReport, _ after: TargetReport) -> [Event] {
        let target = [("target", after.name)]
        let old = before.observation?.outdatedFiles ?? []
        let new = after.observation?.outdatedFiles ?? []
        if new.isEmpty, !old.isEmpty {
            return [Event(kind: .projectFilesCurrent, message: "project files are current again", fields: target)]
        }
        return new.filter { !old.contains($0) }
            .map {
                Event(
                    kind: .projectFilesOutdated,
                    message: "project files are outdated",
                    fields: target + [("error", $0)]
                )
            }
    }

    private struct Key: Hashable, Comparable {
        var schema: String
        var migration: String

        func fields(target: String) -> [(String, String)] {
            [("target", target), ("schema", schema), ("migration", migration)]
        }

        static func < (left: Key, right: Key) -> Bool {
            (left.schema, left.migration) < (right.schema, right.migration)
        }
    }

    private static func unfinished(_ report: TargetReport) -> [Key: UnfinishedReport] {
        var result: [Key: UnfinishedReport] = [:]
        for history in report.observation?.histories ?? [] {
            for entry in history.unfinished {
                result[Key(schema: history.schema, migration: entry.migration.row.name)] = entry
            }
        }
        return result
    }
}
