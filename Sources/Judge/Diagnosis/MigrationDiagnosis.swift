package import MigrationSQL
package import SchemaModel
package import TargetReport

/// What an unfinished migration left behind: three ways compared, statement by statement.
package struct MigrationDiagnosis: Sendable, Hashable {
    /// What the evidence comes to.
    package enum Finding: Sendable, Hashable {
        /// Every statement has taken effect.
        case applied
        /// None has.
        case notApplied
        /// Some have, some have not.
        case partiallyApplied
        /// The evidence does not decide, and why, one sentence.
        case undetermined(String)
    }

    /// What else is known that limits what may be inferred.
    package struct Circumstances: Sendable {
        /// Whether the row records an error, so that objects may have been there before the script ran.
        package var recordsError = false
        /// Objects that other scripts may have changed since, or half changed before.
        package var uncertain: Set<ObjectID> = []
        /// Why the script may not be the one that ran, one sentence; nil where the row's checksum is the script's.
        package var scriptDoubt: String?

        /// Nothing that limits.
        package init() {}
    }

    /// The statements in order.
    package var statements: [StatementEvidence]
    /// What they come to.
    package var finding: Finding

    /// Number of effects with that presence; a statement that the catalog can't show counts as one.
    package func count(_ presence: EffectPresence) -> Int {
        let effects = statements.reduce(0) { $0 + $1.effects.count { $0.presence == presence } }
        guard presence == .unverifiable else { return effects }
        return effects + statements.count { $0.effects.isEmpty && !$0.unverifiable.isEmpty }
    }

    /// The objects whose change is missing, in the order of the script.
    package var missing: [String] {
        statements.flatMap { statement in
            statement.effects.filter { $0.presence == .absent }
                .map { "\($0.change) \($0.object.kind.words) \($0.object)" }
        }
    }

    /// Compares a script with the database.
    ///
    /// - Parameters:
    ///   - script: its statements, replayed on the schema before it.
    ///   - observed: what the database holds of an object.
    ///   - circumstances: what limits the inference.
    package init(
        of script: [ReplayedStatement],
        observed: (ObjectID) -> DatabaseSchema.Presence,
        circumstances: Circumstances
    ) {
        var chains: [ObjectID: EffectChain] = [:]
        for (index, statement) in script.enumerated() {
            for effect in statement.effects {
                chains[effect.id, default: EffectChain(before: effect.before)].append(effect.after, by: index)
            }
        }
        for id in chains.keys { chains[id]?.observe(observed(id)) }
        statements = script.enumerated()
            .map { index, statement in
                StatementEvidence(statement, at: index, chains: chains, uncertain: circumstances.uncertain)
            }
        let controlsTransactions = script.contains(where: \.controlsTransaction)
        if !circumstances.recordsError, !controlsTransactions { statements.inferByOrder() }
        finding = .undetermined("")
        finding = conclude(chains, circumstances, controlsTransactions: controlsTransactions)
    }
}
