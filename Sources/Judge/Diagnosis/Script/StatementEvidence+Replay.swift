import MigrationSQL
import SchemaModel
import TargetReport

extension StatementEvidence {
    /// What the observed objects tell of the statement by itself.
    init(
        _ statement: ReplayedStatement,
        at index: Int,
        chains: [ObjectID: EffectChain],
        uncertain: Set<ObjectID>
    ) {
        var unverifiable = statement.outcome.unverifiable
        if let doubt = statement.outcome.doubt { unverifiable.append("by the scripts before it, \(doubt)") }
        let effects = statement.effects
            .map { effect in
                let chain = chains[effect.id]
                let form = (chain?.statements.firstIndex(of: index) ?? 0) + 1
                var presence = chain?.presence(ofForm: form) ?? .unverifiable
                if statement.outcome.doubt != nil || uncertain.contains(effect.id) { presence = .unverifiable }
                if presence == .absent, statement.outcome.isConditional { presence = .unverifiable }
                return Effect(
                    object: effect.id,
                    change: Self.change(effect),
                    presence: presence,
                    difference: presence == .different ? chain?.difference(fromForm: form) : nil,
                    isMinor: Self.isMinor(effect)
                )
            }
            .sorted { ($0.object.kind.order, $0.object.description) < ($1.object.kind.order, $1.object.description) }
        let isBlind = !unverifiable.isEmpty || statement.outcome.isConditional
        self.init(
            line: statement.line,
            text: statement.text,
            effects: effects,
            unverifiable: unverifiable,
            conclusion: Self.conclusion(effects, isBlind: isBlind)
        )
    }

    private static func conclusion(_ effects: [Effect], isBlind: Bool) -> Conclusion {
        let seen = Set(effects.map(\.presence)).subtracting([.unverifiable])
        switch seen {
        case [.present]: return .done
        case [.absent]: return .notDone
        case []: return effects.isEmpty && !isBlind ? .noEffect : .open
        default: return .differs
        }
    }

    private static func isMinor(_ effect: ReplayedStatement.Effect) -> Bool {
        effect.id.kind.isMinor || effect.before.weighty == effect.after.weighty
    }

    private static func change(_ effect: ReplayedStatement.Effect) -> String {
        switch (effect.before, effect.after) {
        case (_, .absent): return "drop"
        case (.absent, _): return "create"
        case (.present(let before), .present(let after)):
            let facets = SchemaObject.Facet.allCases.filter { before[$0] != after[$0] }
            return "change " + facets.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", ") + " of"
        default: return "change"
        }
    }
}

extension ObjectID.Kind {
    /// The place of the kind in a list for people.
    var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
