/// What can make a run fail; the raw values are the words of `--fail-on`.
package enum ExitCause: String, Sendable, CaseIterable {
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
    package static let usual: Set<ExitCause> = [.failed, .history, .drift]
}
