import SchemaModel
import TargetReport

extension Transitions {
    /// What changed of the drift between two reports: where it began or ended, and what is newly said of a baseline.
    static func driftEvents(_ before: TargetReport, _ after: TargetReport) -> [Event] {
        let old = drift(before)
        return drift(after).sorted { $0.key < $1.key }.flatMap { key, report in events(key, old[key], report) }
    }

    private struct Source: Hashable, Comparable {
        var target: String
        var schema: String
        var source: String

        var fields: [(String, String)] { [("target", target), ("schema", schema), ("source", source)] }

        static func < (left: Source, right: Source) -> Bool {
            (left.schema, left.source) < (right.schema, right.source)
        }
    }

    private static func events(_ key: Source, _ old: DriftReport?, _ new: DriftReport) -> [Event] {
        var events: [Event] = []
        let wasDrifted = old?.isDrifted ?? false
        if let first = new.changes.first, new.isDrifted, !wasDrifted {
            let words = "\(first.form.rawValue) \(first.kind) \(first.object)"
            events.append(
                Event(
                    kind: .schemaDrift,
                    message: "schema drift",
                    fields: key.fields + [("changes", "\(new.changes.count)"), ("first", words)]
                )
            )
        } else if wasDrifted, new.isJudged, !new.isDrifted {
            events.append(Event(kind: .schemaDriftGone, message: "schema drift is gone", fields: key.fields))
        }
        // Of the other sources everything that is left out is a remark; of a baseline, what somebody should see to.
        guard new.source == .baseline else { return events }
        let known = Set(old?.remarks ?? [])
        return events
            + new.remarks.filter { !known.contains($0) }
            .map { Event(kind: .schemaDriftRemark, message: "remark on drift", fields: key.fields + [("remark", $0)]) }
    }

    private static func drift(_ report: TargetReport) -> [Source: DriftReport] {
        var result: [Source: DriftReport] = [:]
        for history in report.observation?.histories ?? [] {
            for drift in history.drift {
                result[Source(target: report.name, schema: history.schema, source: drift.source.rawValue)] = drift
            }
        }
        return result
    }
}
