import SchemaModel
import TargetReport

extension MigrationDiagnosis {
    /// What follows when the script ran in order and stopped somewhere.
    ///
    /// - Parameters:
    ///   - progress: how far it can have come.
    ///   - hasRun: whether each statement has run, has not, or may have (nil).
    ///   - circumstances: what limits the inference.
    /// - Returns: the finding.
    func conclude(by progress: ScriptProgress, _ hasRun: [Bool?], _ circumstances: Circumstances) -> Finding {
        guard !statements.isEmpty else { return .undetermined("the script holds no statement.") }
        if let doubt = circumstances.scriptDoubt { return .undetermined(doubt) }
        if progress.isHalfway { return .partiallyApplied }
        if let odd = odd { return odd }
        let weighty = statements.indices.filter { statements[$0].conclusion != .noEffect }
        guard !weighty.isEmpty else { return .undetermined("nothing of what the script does shows in the catalog.") }
        if weighty.allSatisfy({ hasRun[$0] == true }) { return .applied }
        if weighty.allSatisfy({ hasRun[$0] == false }) { return .notApplied }
        return .undetermined(reason(for: statements.filter { $0.conclusion == .open }, nil))
    }

    /// What follows when each object can have come or gone by itself.
    func conclude(
        _ chains: [ObjectID: EffectChain],
        _ circumstances: Circumstances,
        controlsTransactions: Bool
    ) -> Finding {
        guard !statements.isEmpty else { return .undetermined("the script holds no statement.") }
        if let doubt = circumstances.scriptDoubt { return .undetermined(doubt) }
        let changes = chains.filter { !$0.key.kind.isMinor && $0.value.changesAtAll }
        let major = Set(statements.flatMap(\.effects).filter { !$0.isMinor }.map(\.presence))
        if !changes.isEmpty, major.contains(.present), major.contains(.absent) { return .partiallyApplied }
        if let odd = odd { return odd }
        let seen = Set(statements.flatMap(\.effects).map(\.presence))
        // A statement whose changes another one takes back leaves nothing to see, and nothing to know, unless rows went.
        let open = statements.filter { statement in
            guard statement.conclusion == .open else { return false }
            return !statement.unverifiable.isEmpty
                || statement.effects.contains { effect in
                    guard let chain = chains[effect.object] else { return true }
                    if effect.object.kind.holdsData, chain.isMadeAnew { return true }
                    return !(seen.contains(.present) ? chain.isAsAfter : chain.isAsBefore)
                }
        }
        let contradicts = seen.contains(.present) && seen.contains(.absent)
        guard open.isEmpty, !contradicts, seen.contains(.present) || seen.contains(.absent) else {
            let why =
                circumstances.recordsError
                ? "an error is recorded, so that the order of the script proves nothing"
                : controlsTransactions
                    ? "the script controls its own transactions, so that its order proves nothing"
                    : "what is there contradicts the order of the script"
            return .undetermined(reason(for: open, why))
        }
        return seen.contains(.present) ? .applied : .notApplied
    }

    /// The finding where an object is in no form that the script knows; nil where there is none.
    private var odd: Finding? {
        let different = statements.flatMap(\.effects).filter { $0.presence == .different }
        guard let first = different.first else { return nil }
        let more = Set(different.map(\.object)).count - 1
        return .undetermined(
            "\(first.object.kind.words) \(first.object)\(more > 0 ? " and \(more) more" : "") is neither as before the "
                + "script nor as after it\(first.difference.map { " (\($0))" } ?? "")."
        )
    }

    /// Why the evidence does not decide, with the statements that it leaves open.
    private func reason(for open: [StatementEvidence], _ why: String?) -> String {
        let effects = statements.flatMap(\.effects)
        let (isPresent, isAbsent) = (
            effects.contains { $0.presence == .present }, effects.contains { $0.presence == .absent }
        )
        let found =
            switch (isPresent, isAbsent) {
            case (true, false): "all that shows in the catalog is there"
            case (false, true): "nothing that shows in the catalog is there"
            case (true, true): "what is there and what is not does not decide: \(balance(effects))"
            case (false, false): "nothing of what the script does shows in the catalog"
            }
        guard let first = open.first else { return found + (why.map { ", and \($0)." } ?? ".") }
        let cause = first.unverifiable.first.map { " (\($0))" } ?? ""
        let more = open.count > 1 ? " and \(open.count - 1) more" : ""
        let tail = why.map { ", and \($0)." } ?? "."
        return "\(found), but the catalog can't tell of line \(first.line): \(first.text.excerpt)\(cause)\(more)\(tail)"
    }

    /// What is missing beside what is there, where no row depends on it or the script takes it back itself.
    private func balance(_ effects: [StatementEvidence.Effect]) -> String {
        let absent = effects.filter { $0.presence == .absent }
        let names = absent.prefix(3).map { "\($0.change) \($0.object.kind.words) \($0.object)" }.joined(separator: ", ")
        let more = absent.count > 3 ? " and \(absent.count - 3) more" : ""
        return absent.allSatisfy(\.isMinor)
            ? "only \(names)\(more) is missing, on which no row depends; run it by hand first"
            : "missing are \(names)\(more)"
    }
}

extension String {
    /// The beginning of a statement in one line.
    package var excerpt: String {
        let words = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 60 ? words.prefix(57) + "…" : words
    }
}
