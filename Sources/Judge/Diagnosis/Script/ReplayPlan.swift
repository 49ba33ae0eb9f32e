package import MigrationHistory
package import MigrationSQL
package import SchemaModel
package import TargetReport

/// Which scripts to replay to know what one migration's script does; equal plans give equal replays.
package struct ReplayPlan: Sendable, Hashable {
    /// Unfinished migrations whose verdict tells what to replay of them.
    package struct Settled: Sendable {
        fileprivate var applied: Set<String> = []
        fileprivate var notApplied: Set<String> = []

        /// None yet.
        package init() {}

        /// Takes in a verdict.
        package mutating func add(_ report: UnfinishedReport) {
            if report.verdict == .applied { applied.insert(report.migration.row.name) }
            if report.verdict == .notApplied { notApplied.insert(report.migration.row.name) }
        }
    }

    /// The namespace of unqualified names.
    package var defaultSchema: String
    /// The scripts whose effects are in the database, in the order in which they are replayed.
    package var before: [MigrationScript]
    /// Unfinished scripts before it that may have run in part; their objects are uncertain.
    package var halfway: [MigrationScript]
    /// The script to judge.
    package var script: MigrationScript
    /// Scripts that were applied although they come later by name.
    package var after: [MigrationScript]
    /// Whether migrations were applied before it whose scripts the folder lacks.
    package var isCutShort: Bool

    /// The scripts as far as the one to judge.
    package var upToScript: ScriptSequence {
        ScriptSequence(
            defaultSchema: defaultSchema,
            isCutShort: isCutShort,
            settled: before,
            examined: halfway + [script]
        )
    }

    /// All its scripts.
    package var whole: ScriptSequence {
        ScriptSequence(
            defaultSchema: defaultSchema,
            isCutShort: isCutShort,
            settled: before,
            examined: halfway + [script] + after
        )
    }

    /// What the replay shows of the script to judge.
    ///
    /// - Parameters:
    ///   - end: where `upToScript` ends.
    ///   - whole: where `whole` ends.
    /// - Returns: the script, replayed on the schema before it.
    package func judged(_ end: ReplayedSequence, whole: ReplayedSequence) -> ReplayedScript {
        var uncertain: Set<ObjectID> = []
        for (index, touched) in whole.touched.enumerated() where index != halfway.count { uncertain.formUnion(touched) }
        for effect in end.statements.flatMap(\.effects) where effect.before != .absent || effect.id.owner == nil {
            let table = effect.id.owner ?? effect.table
            if end.unfollowed.contains(where: { $0.mayConcern(effect.id, of: table) }) { uncertain.insert(effect.id) }
        }
        return ReplayedScript(statements: end.statements, uncertain: uncertain)
    }
}

/// A script's statements, replayed on the schema before it.
package struct ReplayedScript: Sendable {
    /// The statements in order.
    package var statements: [ReplayedStatement]
    /// Objects that scripts other than this one may have changed since, or half changed before.
    package var uncertain: Set<ObjectID>
}

extension ReplayPlan {
    /// The plan for one unfinished migration of a history; nil where the folder has no readable script of that name.
    ///
    /// - Parameters:
    ///   - migration: its name.
    ///   - history: the history it is in.
    ///   - scripts: the readable ones of the migrations folder by name.
    ///   - settled: the verdicts on migrations that were judged before this one.
    ///   - defaultSchema: the namespace of the history's table.
    package init?(
        for migration: String,
        in history: MigrationHistory,
        scripts: [String: MigrationScript],
        settled: Settled,
        defaultSchema: String
    ) {
        guard let script = scripts[migration] else { return nil }
        let unfinished = history.unfinished.map(\.row.name)
        let done = history.applied + unfinished.filter { settled.applied.contains($0) }
        let began = history.began[migration]
        // The migration itself counts as later.
        func isLater(_ name: String) -> Bool {
            guard let began, let other = history.began[name], other != began else {
                return !MigrationOrder.isEarlierByLocale(name, migration)
            }
            return other > began
        }
        self.defaultSchema = defaultSchema
        self.script = script
        before = done.filter { !isLater($0) }.compactMap { scripts[$0] }
        after = done.filter { $0 != migration && isLater($0) }.compactMap { scripts[$0] }
        isCutShort = done.contains { scripts[$0] == nil && !isLater($0) }
        halfway =
            unfinished.filter { $0 != migration && !settled.applied.contains($0) && !settled.notApplied.contains($0) }
            .compactMap { scripts[$0] }
    }
}
