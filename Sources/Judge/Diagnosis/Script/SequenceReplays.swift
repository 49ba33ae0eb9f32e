import MigrationSQL

/// The sequences that one history's judgements rest on, each replayed once: what begins as an earlier one did goes on
/// from there.
package struct SequenceReplays: Sendable {
    private struct Known: Sendable {
        var sequence: ScriptSequence
        var end: ReplayedSequence
        var lastUse: Int
    }

    private var known: [Known] = []
    private var uses = 0
    /// How many scripts have been replayed since the start.
    package private(set) var scriptsReplayed = 0

    /// Nothing is replayed yet.
    package init() {}

    /// The scripts whose texts the replay of a sequence needs, by name.
    package func unread(_ sequence: ScriptSequence) -> [String] { longest(sequence)?.rest.names ?? sequence.names }

    /// Replays what is not yet known of a sequence.
    ///
    /// - Parameters:
    ///   - sequence: the scripts.
    ///   - texts: those of the scripts that `unread` names; one that is missing is taken for empty, and then nothing is
    ///     kept of the replay.
    /// - Returns: where the sequence ends.
    package mutating func end(of sequence: ScriptSequence, _ texts: [String: String]) -> ReplayedSequence {
        uses += 1
        var end = ReplayedSequence(
            replay: ScriptReplay(defaultSchema: sequence.defaultSchema, isCutShort: sequence.isCutShort)
        )
        var rest = sequence
        if let start = longest(sequence) {
            known[start.index].lastUse = uses
            end = known[start.index].end
            rest = start.rest
        }
        guard !rest.names.isEmpty else { return end }
        let isWhole = rest.names.allSatisfy { texts[$0] != nil }
        for script in rest.settled { end.replay.replay(texts[script.name] ?? "", of: script.name) }
        if isWhole, !rest.settled.isEmpty, !rest.examined.isEmpty {
            known.append(Known(sequence: sequence.settling, end: end, lastUse: uses))
        }
        for script in rest.examined {
            end.unfollowed = end.replay.unfollowed
            end.statements = end.replay.statements(of: texts[script.name] ?? "")
            end.touched.append(end.statements.reduce(into: []) { $0.formUnion($1.effects.lazy.map(\.id)) })
        }
        scriptsReplayed += rest.names.count
        if isWhole { known.append(Known(sequence: sequence, end: end, lastUse: uses)) }
        return end
    }

    /// Forgets all but that many replays, those first that were not asked for the longest.
    package mutating func keep(_ count: Int) {
        known.sort { $0.lastUse > $1.lastUse }
        known.removeLast(max(0, known.count - count))
    }

    /// The known replay that comes furthest on the way, and what is left after it.
    private func longest(_ sequence: ScriptSequence) -> (index: Int, rest: ScriptSequence)? {
        var best: (index: Int, rest: ScriptSequence)?
        for (index, entry) in known.enumerated() {
            guard let rest = sequence.rest(after: entry.sequence) else { continue }
            if best.map({ rest.names.count < $0.rest.names.count }) ?? true { best = (index, rest) }
        }
        return best
    }
}
