package import MigrationHistory
package import MigrationSQL
package import SchemaModel

/// The schemas that a history's scripts lead to.
package struct HistoryReplay: Sendable {
    /// Which scripts to replay; equal plans give equal replays.
    package struct Plan: Sendable, Hashable {
        /// The namespace of unqualified names.
        package var defaultSchema: String
        /// The scripts of the applied migrations, in the order of their application.
        package var applied: [MigrationScript]
        /// Scripts that ran in part, or were taken back: what they touch is not held against the database.
        package var unsettled: [MigrationScript]
        /// The scripts that `migrate deploy` would run besides the unsettled ones, in its order.
        package var pending: [MigrationScript]

        /// The applied scripts alone.
        package var upToApplied: ScriptSequence { ScriptSequence(defaultSchema: defaultSchema, settled: applied) }

        /// All its scripts.
        package var whole: ScriptSequence {
            ScriptSequence(defaultSchema: defaultSchema, settled: applied, examined: unsettled + pending)
        }

        /// The plan for a history.
        ///
        /// - Parameters:
        ///   - history: the history.
        ///   - directories: its migrations folder.
        ///   - defaultSchema: the namespace of the history's table.
        package init(_ history: MigrationHistory, directories: [MigrationDirectory], defaultSchema: String) {
            let scripts = MigrationScript.byName(directories)
            self.defaultSchema = defaultSchema
            applied = history.applied.compactMap { scripts[$0] }
            let unsettledNames = history.unfinished.map(\.row.name) + history.rolledBack
            unsettled = unsettledNames.compactMap { scripts[$0] }
            pending = history.pending.filter { !unsettledNames.contains($0) }.compactMap { scripts[$0] }
        }
    }

    /// The schema of the applied migrations.
    package let applied: ScriptReplay
    /// What unsettled scripts touch.
    package let unsettled: Set<ObjectID>
    /// What unsettled and pending scripts touch.
    package let outstanding: Set<ObjectID>
    /// The schema once everything in the folder is applied.
    package let end: DatabaseSchema

    /// What the replay of a plan shows.
    ///
    /// - Parameters:
    ///   - plan: which scripts, in which order.
    ///   - applied: where its applied scripts end.
    ///   - whole: where all of them end.
    package init(_ plan: Plan, applied: ReplayedSequence, whole: ReplayedSequence) {
        self.applied = applied.replay
        unsettled = whole.touched.prefix(plan.unsettled.count).reduce(into: []) { $0.formUnion($1) }
        outstanding = whole.touched.dropFirst(plan.unsettled.count).reduce(into: unsettled) { $0.formUnion($1) }
        end = whole.replay.schema
    }

    /// The namespaces in which the applied scripts have made something.
    package var namespaces: Set<String> { Set(applied.schema.ids.map(\.schema)).subtracting([""]) }

    /// Whether scripts that are yet to run touch the object or the table that it belongs to.
    func touchesOutstanding(_ id: ObjectID) -> Bool {
        if outstanding.contains(id) { return true }
        // A unique index and a unique constraint are the same to Prisma.
        if id.kind == .index { return outstanding.contains { $0.kind == .constraint && $0.name == id.name } }
        return false
    }
}
