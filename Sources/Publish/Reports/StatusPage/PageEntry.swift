import MigrationHistory
import TargetReport

/// What the page tells apart: one history of a target, or what there is to say of a target as a whole.
struct PageEntry {
    /// How much it matters; the worst first.
    enum Rank: Int, Comparable {
        case failed, interrupted, down, drifted, running, noted, waiting, well

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }

        /// Whether somebody has to do something.
        var needsPerson: Bool { self < .running }
    }

    /// The target.
    var target: TargetReport
    /// The history; nil where the entry is of the target as a whole.
    var history: HistoryReport?
    /// How much it matters.
    var rank: Rank
    /// The state in a few words.
    var state: String

    /// The entries of all targets, the worst first and else in the order given.
    static func entries(_ targets: [TargetReport]) -> [PageEntry] {
        let entries = targets.flatMap(entries(of:))
        return entries.indices.sorted { (entries[$0].rank, $0) < (entries[$1].rank, $1) }.map { entries[$0] }
    }

    /// The target's name, with the schema where that is not the usual one.
    var title: String {
        guard let schema = history?.schema, schema != "public" else { return target.name }
        return "\(target.name) / \(schema)"
    }

    /// When the history was seen, by the database's clock; nil where it never was.
    var seenAt: Instant? { target.observation?.databaseTime }

    private static func entries(of target: TargetReport) -> [PageEntry] {
        var entries: [PageEntry] = []
        if let downtime = target.downtime {
            entries.append(PageEntry(target: target, rank: .down, state: "down (\(downtime.reason.rawValue))"))
        } else if target.polls == 0 {
            entries.append(PageEntry(target: target, rank: .waiting, state: "not polled yet"))
        }
        for history in target.observation?.histories ?? [] {
            let (rank, state) = judged(history, isPrisma8: target.observation?.prismaContract != nil)
            entries.append(PageEntry(target: target, history: history, rank: rank, state: state))
        }
        if entries.isEmpty { entries.append(PageEntry(target: target, rank: .well, state: "no history found")) }
        return entries
    }

    private static func judged(_ report: HistoryReport, isPrisma8: Bool) -> (Rank, String) {
        let history = report.history
        if let problem = report.problem { return (.down, "not read (\(problem.reason.rawValue))") }
        if !report.tablePresent {
            return isPrisma8 ? (.noted, "managed by Prisma 8") : (.noted, "not managed by Prisma Migrate")
        }
        let failed = history.counts[.failed, default: 0]
        let interrupted = history.counts[.interrupted, default: 0]
        let running = history.counts[.running, default: 0]
        // Nothing holds a schema that Prisma 8 took over against what Prisma 7 left.
        let unjudged = isPrisma8 ? 0 : report.drift.count { !$0.isJudged }
        var parts: [(Rank, String)] = []
        if failed > 0 { parts.append((.failed, "\(failed) failed")) }
        if interrupted > 0 { parts.append((.interrupted, "\(interrupted) interrupted")) }
        if report.drift.contains(where: \.isDrifted) { parts.append((.drifted, "schema drift")) }
        if !history.edited.isEmpty { parts.append((.drifted, "\(history.edited.count) edited")) }
        if !history.missingDirectory.isEmpty {
            parts.append((.drifted, "\(history.missingDirectory.count) without a directory"))
        }
        if running > 0 { parts.append((.running, "\(running) running")) }
        if !history.pending.isEmpty { parts.append((.noted, "\(history.pending.count) pending")) }
        if unjudged > 0 { parts.append((.noted, "drift not judged")) }
        if !history.outOfOrder.isEmpty { parts.append((.noted, "\(history.outOfOrder.count) out of order")) }
        if isPrisma8 { parts.append((.noted, "managed by Prisma 8")) }
        if !history.remarks.isEmpty || report.drift.contains(where: { !$0.remarks.isEmpty || !$0.explained.isEmpty }) {
            if parts.isEmpty { parts.append((.well, "with remarks")) }
        }
        let applied = "\(history.counts[.applied, default: 0]) applied"
        return (parts.map(\.0).min() ?? .well, (parts.map(\.1) + [applied]).joined(separator: ", "))
    }
}
