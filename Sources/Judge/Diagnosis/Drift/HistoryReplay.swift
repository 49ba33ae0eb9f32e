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
        package var applied: [ReplayPlan.Script]
        /// Scripts that ran in part, or were taken back: what they touch is not held against the database.
        package var unsettled: [ReplayPlan.Script]
        /// The scripts that `migrate deploy` would run besides the unsettled ones, in its order.
        package var pending: [ReplayPlan.Script]

        /// The names of all the scripts that a replay reads.
        package var names: [String] { (applied + unsettled + pending).map(\.name) }

        /// The plan for a history.
        ///
        /// - Parameters:
        ///   - history: the history.
        ///   - directories: its migrations folder.
        ///   - defaultSchema: the namespace of the history's table.
        package init(_ history: MigrationHistory, directories: [MigrationDirectory], defaultSchema: String) {
            let scripts = ReplayPlan.Script.byName(directories)
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

    /// Replays a plan.
    ///
    /// - Parameters:
    ///   - plan: which scripts, in which order.
    ///   - texts: the scripts by migration name.
    package init(_ plan: Plan, _ texts: [String: String]) {
        var replay = ScriptReplay(defaultSchema: plan.defaultSchema)
        for script in plan.applied { replay.replay(texts[script.name] ?? "", of: script.name) }
        applied = replay
        var touched: Set<ObjectID> = []
        for script in plan.unsettled {
            for statement in replay.statements(of: texts[script.name] ?? "") {
                touched.formUnion(statement.effects.map(\.id))
            }
        }
        unsettled = touched
        for script in plan.pending {
            for statement in replay.statements(of: texts[script.name] ?? "") {
                touched.formUnion(statement.effects.map(\.id))
            }
        }
        outstanding = touched
        end = replay.schema
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
