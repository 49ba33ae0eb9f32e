package import Logging
import MigrationHistory
package import TargetReport

/// What changed between two polls of a target; told once, not at each poll.
package enum Transitions {
    /// One change, for the log.
    package struct Event: Sendable {
        /// How much it matters.
        package var level: Log.Level
        /// What happened.
        package var message: String
        /// To whom: target, schema, migration.
        package var fields: [(String, String)]
    }

    /// The changes from one report to the next.
    package static func between(_ before: TargetReport, _ after: TargetReport) -> [Event] {
        var events: [Event] = []
        switch (before.downtime, after.downtime) {
        case (let old, let new?) where old?.reason != new.reason:
            events.append(
                Event(
                    level: .error,
                    message: "target down",
                    fields: [("target", after.name), ("reason", new.reason.rawValue), ("error", new.message)]
                )
            )
        case (_?, nil):
            events.append(Event(level: .info, message: "target up again", fields: [("target", after.name)]))
        default:
            if before.polls == 0, after.isUp {
                events.append(Event(level: .info, message: "target up", fields: [("target", after.name)]))
            }
        }
        guard after.observation != nil else { return events }
        let old = unfinished(before)
        let new = unfinished(after)
        for (key, state) in new.sorted(by: { $0.key < $1.key }) where old[key] != state {
            events.append(
                Event(
                    level: state == .running ? .info : .error,
                    message: "migration \(state.rawValue)",
                    fields: key.fields(target: after.name)
                )
            )
        }
        for (key, _) in old.sorted(by: { $0.key < $1.key }) where new[key] == nil {
            events.append(
                Event(level: .info, message: "migration no longer unfinished", fields: key.fields(target: after.name))
            )
        }
        return events + fileEvents(before, after) + driftEvents(before, after)
    }

    private static func fileEvents(_ before: TargetReport, _ after: TargetReport) -> [Event] {
        let old = before.observation?.outdatedFiles ?? []
        let new = after.observation?.outdatedFiles ?? []
        if new.isEmpty, !old.isEmpty {
            return [Event(level: .info, message: "project files are current again", fields: [("target", after.name)])]
        }
        return new.filter { !old.contains($0) }
            .map {
                Event(
                    level: .warn,
                    message: "project files are outdated",
                    fields: [("target", after.name), ("error", $0)]
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

    private static func unfinished(_ report: TargetReport) -> [Key: MigrationState] {
        var result: [Key: MigrationState] = [:]
        for history in report.observation?.histories ?? [] {
            for entry in history.unfinished {
                result[Key(schema: history.schema, migration: entry.migration.row.name)] = entry.migration.state
            }
        }
        return result
    }
}
