package import MigrationHistory
package import MigrationSQL
package import SchemaModel
package import TargetReport

/// Which scripts to replay to know what one migration's script does; equal plans give equal replays.
package struct ReplayPlan: Sendable, Hashable {
    /// A script by the name of its migration and the digest of its text.
    package struct Script: Sendable, Hashable {
        package var name: String
        package var digest: String
    }

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
    package var before: [Script]
    /// Unfinished scripts before it that may have run in part; their objects are uncertain.
    package var halfway: [Script]
    /// The script to judge.
    package var script: Script
    /// Scripts that were applied although they come later by name.
    package var after: [Script]
    /// Whether migrations were applied before it whose scripts the folder lacks.
    package var isCutShort: Bool

    /// The names of all the scripts that a replay reads.
    package var names: [String] { (before + halfway + [script] + after).map(\.name) }

    /// Replays the plan.
    ///
    /// - Parameter texts: the scripts by migration name; one that is missing makes the picture before uncertain.
    /// - Returns: the script to judge, replayed on the schema before it.
    package func replay(_ texts: [String: String]) -> ReplayedScript {
        var replay = ScriptReplay(defaultSchema: defaultSchema, isCutShort: isCutShort)
        for entry in before { if let text = texts[entry.name] { replay.replay(text, of: entry.name) } }
        var uncertain: Set<ObjectID> = []
        for entry in halfway {
            guard let text = texts[entry.name] else { continue }
            for statement in replay.statements(of: text) { uncertain.formUnion(statement.effects.map(\.id)) }
        }
        let unfollowed = replay.unfollowed
        let statements = replay.statements(of: texts[script.name] ?? "")
        if !unfollowed.isEmpty {
            for effect in statements.flatMap(\.effects) where effect.before != .absent || effect.id.owner == nil {
                let table = effect.id.owner ?? effect.table
                if unfollowed.contains(where: { $0.mayConcern(effect.id, of: table) }) { uncertain.insert(effect.id) }
            }
        }
        for entry in after {
            guard let text = texts[entry.name] else { continue }
            for statement in replay.statements(of: text) { uncertain.formUnion(statement.effects.map(\.id)) }
        }
        return ReplayedScript(statements: statements, uncertain: uncertain)
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
    ///   - directories: the migrations folder.
    ///   - settled: the verdicts on migrations that were judged before this one.
    ///   - defaultSchema: the namespace of the history's table.
    package init?(
        for migration: String,
        in history: MigrationHistory,
        directories: [MigrationDirectory],
        settled: Settled,
        defaultSchema: String
    ) {
        let scripts = Script.byName(directories)
        guard let script = scripts[migration] else { return nil }
        let unfinished = history.unfinished.map(\.row.name)
        let done = history.applied + unfinished.filter { settled.applied.contains($0) }
        let began = history.began[migration]
        func isLater(_ name: String) -> Bool {
            guard let began, let other = history.began[name], other != began else {
                return !MigrationOrder.isEarlierByLocale(name, migration)
            }
            return other > began
        }
        self.defaultSchema = defaultSchema
        self.script = script
        before = done.filter { $0 != migration && !isLater($0) }.compactMap { scripts[$0] }
        after = done.filter { $0 != migration && isLater($0) }.compactMap { scripts[$0] }
        isCutShort = done.contains { $0 != migration && scripts[$0] == nil && !isLater($0) }
        halfway =
            unfinished.filter { $0 != migration && !settled.applied.contains($0) && !settled.notApplied.contains($0) }
            .compactMap { scripts[$0] }
    }
}

extension ReplayPlan.Script {
    /// The readable scripts of a folder by the name of their migration.
    static func byName(_ directories: [MigrationDirectory]) -> [String: ReplayPlan.Script] {
        var scripts: [String: ReplayPlan.Script] = [:]
        for directory in directories {
            guard case .checksums(let checksums) = directory.script else { continue }
            scripts[directory.name] = ReplayPlan.Script(name: directory.name, digest: checksums.verbatim)
        }
        return scripts
    }
}
