package import MigrationSQL
package import SchemaModel

/// Scripts in the order of their replay; equal sequences give equal replays.
package struct ScriptSequence: Sendable, Hashable {
    /// The namespace of unqualified names.
    package var defaultSchema: String
    /// Whether scripts were applied before them that are not at hand.
    package var isCutShort: Bool
    /// The scripts whose effects are in the database.
    package var settled: [MigrationScript]
    /// Scripts after those, of which it counts what each statement does.
    package var examined: [MigrationScript]

    /// A sequence.
    package init(
        defaultSchema: String,
        isCutShort: Bool = false,
        settled: [MigrationScript],
        examined: [MigrationScript] = []
    ) {
        self.defaultSchema = defaultSchema
        self.isCutShort = isCutShort
        self.settled = settled
        self.examined = examined
    }

    /// The sequence with nothing but its settled scripts.
    var settling: ScriptSequence {
        ScriptSequence(defaultSchema: defaultSchema, isCutShort: isCutShort, settled: settled)
    }

    /// The scripts that are left to replay where an earlier replay has come to the end of `start`; nil where that is
    /// not on the way.
    func rest(after start: ScriptSequence) -> ScriptSequence? {
        guard defaultSchema == start.defaultSchema, isCutShort == start.isCutShort else { return nil }
        guard settled.starts(with: start.settled) else { return nil }
        guard start.examined.isEmpty || settled.count == start.settled.count else { return nil }
        guard examined.starts(with: start.examined) else { return nil }
        return ScriptSequence(
            defaultSchema: defaultSchema,
            isCutShort: isCutShort,
            settled: Array(settled.dropFirst(start.settled.count)),
            examined: Array(examined.dropFirst(start.examined.count))
        )
    }

    /// The names of all its scripts.
    package var names: [String] { (settled + examined).map(\.name) }
}

/// Where the replay of a sequence ends.
package struct ReplayedSequence: Sendable {
    /// The schema there.
    package var replay: ScriptReplay
    /// What each examined script touches, in their order.
    package var touched: [Set<ObjectID>] = []
    /// What was not followed before the last examined script.
    package var unfollowed: [UnfollowedStatement] = []
    /// The statements of the last examined script; empty where none was examined.
    package var statements: [ReplayedStatement] = []
}
