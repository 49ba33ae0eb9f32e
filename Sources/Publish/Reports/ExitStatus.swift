import MigrationHistory
package import TargetReport

/// The exit status of `diagnose`.
package enum ExitStatus: Int32, Sendable {
    /// Nothing needs a person.
    case quiet = 0
    /// Something does: a failed or interrupted migration, an edited one, one without its directory.
    case needsPerson = 1
    /// Something could not be judged, and nothing else needs a person.
    case unjudged = 2

    /// The status for what was found.
    package init(_ targets: [TargetReport]) {
        let histories = targets.compactMap(\.observation).flatMap(\.histories)
        let needs = histories.contains { report in
            report.history.failedMigrations > 0 || !report.history.edited.isEmpty
                || !report.history.missingDirectory.isEmpty
        }
        let unjudged = targets.contains { !$0.isUp } || histories.contains { $0.problem != nil }
        self = needs ? .needsPerson : unjudged ? .unjudged : .quiet
    }
}
