import SchemaModel
import TargetReport

extension MigrationDiagnosis {
    /// What all the evidence comes to.
    func conclude(
        _ chains: [ObjectID: EffectChain],
        _ circumstances: Circumstances,
        controlsTransactions: Bool
    ) -> Finding {
        guard !statements.isEmpty else { return .undetermined("the script holds no statement.") }
        if let doubt = circumstances.scriptDoubt { return .undetermined(doubt) }
        let effects = statements.flatMap(\.effects)
        let major = Set(effects.filter { !$0.isMinor }.map(\.presence))
        let minor = Set(effects.filter(\.isMinor).map(\.presence))
        let hasPresent = major.contains(.present)
        let hasAbsent = major.contains(.absent)
        let different = effects.filter { $0.presence == .different }
        if hasPresent, hasAbsent { return .partiallyApplied }
        if let odd = different.first {
            let more = different.count > 1 ? " and \(different.count - 1) more" : ""
            return .undetermined(
                "\(odd.object.kind.words) \(odd.object)\(more) is neither as before the script nor as after it."
            )
        }
        guard hasPresent || hasAbsent else {
            return .undetermined(
                "nothing of what the script does shows in the catalog: \(summary(of: openStatements))."
            )
        }
        // A statement whose changes another one takes back leaves nothing to see, and nothing to know.
        let open = openStatements.filter { statement in
            !statement.unverifiable.isEmpty || statement.effects.isEmpty
                || statement.effects.contains { effect in
                    guard let chain = chains[effect.object] else { return true }
                    return !(hasPresent ? chain.isAsAfter : chain.isAsBefore)
                        || circumstances.uncertain.contains(effect.object)
                }
        }
        guard open.isEmpty else {
            let why =
                circumstances.recordsError
                ? "an error is recorded, so that the order of the script proves nothing"
                : controlsTransactions
                    ? "the script controls its own transactions, so that its order proves nothing"
                    : "no later effect proves it done and no earlier one proves it not run"
            let rest =
                hasPresent ? "all that shows in the catalog is there" : "nothing that shows in the catalog is there"
            return .undetermined("\(rest), but the catalog can't tell of \(summary(of: open)), and \(why).")
        }
        return hasPresent ? .applied : .notApplied
    }

    private var openStatements: [StatementEvidence] { statements.filter { $0.conclusion == .open } }

    private func summary(of open: [StatementEvidence]) -> String {
        guard let first = open.first else { return "no statement of it changes the catalog" }
        let reason = (first.unverifiable.first).map { " (\($0))" } ?? ""
        let more = open.count > 1 ? " and \(open.count - 1) more" : ""
        return "line \(first.line): \(first.text.excerpt)\(reason)\(more)"
    }
}

extension String {
    /// The beginning of a statement in one line.
    package var excerpt: String {
        let words = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 60 ? words.prefix(57) + "…" : words
    }
}
