import MigrationSQL
import SchemaModel
import TargetReport

extension [StatementEvidence] {
    /// Takes over what the script's progress says of each statement.
    ///
    /// - Parameter hasRun: whether each has run, has not, or may have (nil).
    mutating func infer(_ hasRun: [Bool?]) {
        for index in indices where self[index].conclusion != .noEffect {
            self[index].conclude(hasRun[index].map { $0 ? .done : .notDone } ?? .open)
        }
    }

    /// A statement about a relation that the script makes and that is not there has not run, whatever the order.
    mutating func inferFromReferences(_ script: [ReplayedStatement], _ chains: [ObjectID: EffectChain]) {
        for index in indices where self[index].conclusion == .open {
            let isGroundless = script[index].references
                .contains { id in
                    guard let chain = chains[id], chain.forms[0] == .absent else { return false }
                    return chain.presence(ofForm: chain.form(before: index)) == .absent && chain.isAsBefore
                }
            if isGroundless { self[index].conclude(.notDone) }
        }
    }
}

extension StatementEvidence {
    /// Sets the conclusion, and what follows from it for effects that the catalog does not show.
    fileprivate mutating func conclude(_ conclusion: Conclusion) {
        if conclusion != .open { self.conclusion = conclusion }
        guard let presence: EffectPresence = conclusion == .done ? .present : conclusion == .notDone ? .absent : nil
        else {
            return
        }
        for index in effects.indices where effects[index].presence == .unverifiable {
            effects[index].presence = presence
        }
    }
}
