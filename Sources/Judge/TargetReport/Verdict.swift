/// What an unfinished migration left behind in the database.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
    /// Every statement of its script has taken effect.
    case applied
    /// None has.
    case notApplied = "not_applied"
    /// Some have and some have not.
    case partiallyApplied = "partially_applied"
    /// The evidence does not decide.
    case undetermined

    /// What follows from the verdict.
    package var advice: Advice {
        switch self {
        case .applied: .resolveApplied
        case .notApplied: .resolveRolledBack
        case .partiallyApplied: .repairManually
        case .undetermined: .investigate
        }
    }
}

/// What to do about an unfinished migration.
package enum Advice: String, Sendable, Hashable, CaseIterable {
    /// `prisma migrate resolve --applied`.
    case resolveApplied = "resolve_applied"
    /// `prisma migrate resolve --rolled-back`, then deploy again.
    case resolveRolledBack = "resolve_rolled_back"
    /// Finish or undo by hand, then resolve.
    case repairManually = "repair_manually"
    /// Look closer before doing anything.
    case investigate
}
