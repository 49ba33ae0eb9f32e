package import TargetReport

/// The SQL that `diagnose --script` prints: what would bring each schema back, never executed.
package enum RepairReport {
    /// The script; comments alone where nothing has drifted.
    package static func text(_ targets: [TargetReport]) -> String {
        var text = "-- What would bring the schemas back. Read it, back up, and run it by hand: nothing was executed.\n"
        for target in targets {
            if let downtime = target.downtime {
                text += "\n-- \(oneLine(target.name)): \(oneLine(downtime.message))\n"
            }
            for history in target.observation?.histories ?? [] { text += section(history, of: target) }
        }
        return text
    }

    private static func section(_ history: HistoryReport, of target: TargetReport) -> String {
        let name = "\(oneLine(target.name)), schema \(oneLine(history.schema))"
        let drifted = history.drift.filter(\.isDrifted)
        // Once the migrations hold again, schema.prisma is to be compared anew.
        guard let report = drifted.first else { return "\n-- \(name): no drift\n" }
        var text =
            "\n-- \(name): back to what \(report.source == .datamodel ? "schema.prisma" : "the migrations") say\n"
        for change in report.changes { text += (change.repair ?? "-- \(change.object): mend it by hand") + "\n" }
        for other in drifted.dropFirst() {
            text +=
                "-- \(other.changes.count) changes against \(other.source.rawValue) are left out: run this first, then compare again\n"
        }
        return text
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
