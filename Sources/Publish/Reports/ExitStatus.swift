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

    /// The status for what was found.
    ///
    /// - Parameters:
    ///   - targets: what the polls saw.
    ///   - causes: what makes it `needsPerson`.
    package init(_ targets: [TargetReport], failOn causes: Set<ExitCause> = ExitCause.usual) {
        let observations = targets.compactMap(\.observation)
        let histories = observations.flatMap(\.histories)
        let found = observations.reduce(into: Set<ExitCause>()) { $0.formUnion(Self.causes(in: $1)) }
        let unjudged = targets.contains { !$0.isUp } || histories.contains { $0.problem != nil }
        self = !found.isDisjoint(with: causes) ? .needsPerson : unjudged ? .unjudged : .quiet
    }

    private static func causes(in observation: TargetReport.Observation) -> Set<ExitCause> {
        let causes = observation.histories.reduce(into: Set<ExitCause>()) { $0.formUnion(Self.causes(in: $1)) }
        // What is not judged since Prisma 8 took over needs nobody.
        return observation.prismaContract == nil ? causes : causes.subtracting([.unjudged])
    }

    private static func causes(in report: HistoryReport) -> Set<ExitCause> {
        let history = report.history
        var causes: Set<ExitCause> = []
        if history.failedMigrations > 0 { causes.insert(.failed) }
        if !history.edited.isEmpty || !history.missingDirectory.isEmpty { causes.insert(.history) }
        if report.drift.contains(where: \.isDrifted) { causes.insert(.drift) }
        if report.drift.contains(where: { !$0.isJudged }) { causes.insert(.unjudged) }
        if !history.pending.isEmpty { causes.insert(.pending) }
        if history.counts[.running, default: 0] > 0 { causes.insert(.running) }
        return causes
    }
}
