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
        let script = script.meetingStrangers(in: observed)
        let chains = Self.chains(of: script, observed: observed)
        statements = script.enumerated()
            .map { index, statement in
                StatementEvidence(statement, at: index, chains: chains, uncertain: circumstances.uncertain)
            }
        finding = .undetermined("")
        let controlsTransactions = script.contains(where: \.controlsTransaction)
        let doubtful = circumstances.uncertain.union(
            script.lazy.filter { $0.outcome.doubt != nil }.flatMap { $0.effects.map(\.id) }
        )
        let reliable = chains.filter { !doubtful.contains($0.key) }
        let progress = ScriptProgress(of: script, by: reliable)
        if !circumstances.recordsError, !controlsTransactions, !progress.possible.isEmpty {
            // What is made only where it is not there may be older than the script: it proves nothing of a statement
            // before it that can't be seen.
            let proven = ScriptProgress(of: script, by: reliable, trustsGuarded: false)
            let hasRun = statements.indices.map { index in
                let isBlind = !statements[index].unverifiable.isEmpty && !script[index].outcome.isIdle
                let hasRun = progress.hasRun(index)
                return isBlind && hasRun == true && proven.hasRun(index) != true ? nil : hasRun
            }
            statements.infer(hasRun)
            finding = conclude(by: progress, hasRun, circumstances)
        } else {
            statements.inferFromReferences(script, chains)
            finding = conclude(reliable, circumstances, controlsTransactions: controlsTransactions)
        }
    }

    /// The forms of every object that the script changes.
    private static func chains(
        of script: [ReplayedStatement],
        observed: (ObjectID) -> DatabaseSchema.Presence
    ) -> [ObjectID: EffectChain] {
        var chains: [ObjectID: EffectChain] = [:]
        var created: [ObjectID: Int] = [:]
        var owners: [ObjectID: ObjectID] = [:]
        var losses: [(of: ObjectID, by: Int)] = []
        for (index, statement) in script.enumerated() {
            for effect in statement.effects where effect.before == .absent { created[effect.id] = index }
            for effect in statement.effects {
                if chains[effect.id] == nil {
                    owners[effect.id] = effect.owner
                    // What was taken for given of an object within one that the script makes came with that one.
                    if let owner = effect.owner, let birth = created[owner], birth < index, effect.before != .absent {
                        var chain = EffectChain(before: .absent)
                        chain.append(effect.before, by: birth)
                        chains[effect.id] = chain
                    } else if effect.before == .absent, let loss = losses.first(where: { $0.of.mayHaveHeld(effect.id) })
                    {
                        var chain = EffectChain(before: .unknown)
                        chain.append(.absent, by: loss.by)
                        chains[effect.id] = chain
                    } else {
                        chains[effect.id] = EffectChain(before: effect.before)
                    }
                }
                chains[effect.id]?.append(effect.after, by: index)
            }
            losses += statement.lostInPart.map { ($0, index) }
        }
        for id in chains.keys {
            // That something is not within an object that is not there itself tells nothing of it.
            let isHomeless = owners[id].map { chains[$0] == nil && observed($0) == .absent } ?? false
            chains[id]?.observe(isHomeless ? .unknown : observed(id))
        }
        return chains
    }
}

extension ObjectID {
    /// Whether an object of that identity may have gone, or moved, with this one.
    fileprivate func mayHaveHeld(_ id: ObjectID) -> Bool {
        if kind == .schema { return id.schema == name }
        let builtOn: Set<Kind> = [.index, .sequence, .view, .materializedView]
        return id.schema == schema && (id.owner == name || id != self && builtOn.contains(id.kind))
    }
}
