import MigrationHistory
package import TargetReport

/// The exit status of `diagnose`.
package enum ExitStatus: Int32, Sendable {
    /// Nothing needs a person.
    case quiet = 0
    /// Something does.
    case needsPerson = 1
    /// Something could not be judged, and nothing else needs a person.
    case unjudged = 2

    /// What can make a run fail; the raw values are the words of `--fail-on`.
    package enum Cause: String, Sendable, CaseIterable {
        /// A failed or interrupted migration.
        case failed
        /// An edited migration, or an applied one without its directory.
        case history
        /// A schema that is another than one of its sources says.
        case drift
        /// A source that is configured and can't be judged.
        case unjudged
        /// A migration that is not applied yet.
        case pending
        /// A migration that is running.
        case running

        /// What needs a person where nothing else is asked for.
        package static let usual: Set<Cause> = [.failed, .history, .drift]
    }

    /// The status for what was found.
    ///
    /// - Parameters:
    ///   - targets: what the polls saw.
    ///   - causes: what makes it `needsPerson`.
    package init(_ targets: [TargetReport], failOn causes: Set<Cause> = Cause.usual) {
        let histories = targets.compactMap(\.observation).flatMap(\.histories)
        let found = histories.reduce(into: Set<Cause>()) { $0.formUnion(Self.causes(in: $1)) }
        let unjudged = targets.contains { !$0.isUp } || histories.contains { $0.problem != nil }
        self = !found.isDisjoint(with: causes) ? .needsPerson : unjudged ? .unjudged : .quiet
    }

    private static func causes(in report: HistoryReport) -> Set<Cause> {
        let history = report.history
        var causes: Set<Cause> = []
        if history.failedMigrations > 0 { causes.insert(.failed) }
        if !history.edited.isEmpty || !history.missingDirectory.isEmpty { causes.insert(.history) }
        if report.drift.contains(where: \.isDrifted) { causes.insert(.drift) }
        if report.drift.contains(where: { !$0.isJudged }) { causes.insert(.unjudged) }
        if !history.pending.isEmpty { causes.insert(.pending) }
        if history.counts[.running, default: 0] > 0 { causes.insert(.running) }
        return causes
    }
}
