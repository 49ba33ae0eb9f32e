import MigrationHistory
import TargetReport

extension Transitions {
    /// What changed between table and migrations directory: the names that are newly edited, without a directory or
    /// out of order, and where nothing of that is left.
    static func historyEvents(_ before: TargetReport, _ after: TargetReport) -> [Event] {
        let old = drift(before)
        return drift(after).sorted { $0.key < $1.key }
            .compactMap { schema, names in
                let known = old[schema] ?? []
                let fields = [("target", after.name), ("schema", schema)]
                if let first = names.first(where: { !known.contains($0) }) {
                    return Event(
                        kind: .historyDrift,
                        message: "table and migrations directory differ",
                        fields: fields + [("migrations", "\(names.count)"), ("first", first)]
                    )
                }
                guard names.isEmpty, !known.isEmpty else { return nil }
                return Event(
                    kind: .historyDriftGone,
                    message: "table and migrations directory agree again",
                    fields: fields
                )
            }
    }

    /// By schema, each migration that differs, in words.
    private static func drift(_ report: TargetReport) -> [String: [String]] {
        let histories = report.observation?.histories ?? []
        return Dictionary(
            histories.map { ($0.schema, words($0.history)) },
            uniquingKeysWith: { $0 + $1 }
        )
    }

    private static func words(_ history: MigrationHistory) -> [String] {
        history.edited.map { "edited \($0)" } + history.missingDirectory.map { "without a directory \($0)" }
            + history.outOfOrder.map { "out of order \($0)" }
    }
}
