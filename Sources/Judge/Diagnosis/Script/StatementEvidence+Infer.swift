import MigrationSQL
import SchemaModel
import TargetReport

extension [StatementEvidence] {
    /// Takes over what the script's progress says of each statement.
    mutating func infer(from progress: ScriptProgress) {
        for index in indices where self[index].conclusion != .noEffect {
            let hasRun = progress.hasRun(index)
            self[index].conclude(hasRun == nil ? .open : hasRun == true ? .done : .notDone)
        }
    }

    /// A statement about a relation that the script makes and that is not there has not run, whatever the order.
    mutating func inferFromReferences(_ script: [ReplayedStatement], _ chains: [ObjectID: EffectChain]) {
        for index in indices where self[index].conclusion == .open {
            let isGroundless = script[index].references
                .contains { id in
                    guard let chain = chains[id], chain.forms[0] == .absent else { return false }
                    return chain.presence(ofForm: chain.form(before: index)) == .absent && chain.isAsBefore
                        && chain.changesAtAll
                }
            if isGroundless { self[index].conclude(.notDone) }
        }
    }
}

extension StatementEvidence {
    /// Sets the conclusion, and what follows from it for effects that the catalog does not show.
    fileprivate mutating func conclude(_ conclusion: Conclusion) {
        if conclusion != .open || effects.allSatisfy({ $0.presence == .unverifiable }) { self.conclusion = conclusion }
        guard let presence: EffectPresence = conclusion == .done ? .present : conclusion == .notDone ? .absent : nil
        else {
            return
        }
        for index in effects.indices where effects[index].presence == .unverifiable {
            effects[index].presence = presence
        }
    }
}
