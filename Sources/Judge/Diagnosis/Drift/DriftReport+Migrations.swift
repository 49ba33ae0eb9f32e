package import MigrationHistory
import MigrationSQL
package import SchemaModel
package import TargetReport

/// What the user wants of a comparison.
package struct DriftSettings: Sendable, Hashable {
    /// What counts.
    package var scope = DriftScope.prisma
    /// What is left out.
    package var ignored: [IgnorePattern] = []
    /// Whether partial indexes count in Prisma's scope too: Prisma 7.4 and later see them where schema.prisma asks for it.
    package var withConditions = false

    /// Prisma's scope, nothing left out.
    package init() {}
}

extension DriftReport {
    /// The database held against the scripts of its applied migrations.
    ///
    /// - Parameters:
    ///   - history: the history.
    ///   - replay: its scripts, replayed.
    ///   - observed: the database.
    ///   - defaultSchema: the namespace of the history's table.
    ///   - settings: what counts.
    package init(
        migrations history: MigrationHistory,
        _ replay: HistoryReplay,
        observed: some SchemaSource,
        defaultSchema: String,
        settings: DriftSettings
    ) {
        if let reason = Self.gap(in: history) {
            self.init(source: .migrations, notJudged: reason)
            return
        }
        self.init(source: .migrations)
        let schema = replay.applied.schema
        let strangers = schema.assumed.filter { $0.isTableLike || $0.isType }
        var comparison = SchemaComparison(
            scope: settings.scope,
            namespaces: Set(schema.ids.map(\.schema) + [defaultSchema]),
            ignored: settings.ignored,
            withConditions: settings.withConditions
        )
        comparison.exempt = replay.unsettled.union(schema.assumed)
        comparison.unfollowed = replay.applied.unfollowed
        comparison.seesUnexpected = strangers.isEmpty
        if let first = strangers.min(by: { $0.description < $1.description }) {
            remarks.append(
                "The migrations presuppose \(first) and \(strangers.count - 1) more that none of them creates, so that the "
                    + "history did not begin with an empty database: what no migration mentions is not judged."
            )
        }
        if !replay.applied.unfollowed.isEmpty {
            remarks.append(
                "\(replay.applied.unfollowed.count) statements can't be followed; what they name is not judged."
            )
        }
        let found = comparison.changes(expected: schema, observed: observed)
            .map { change in
                var change = change
                change.definedBy = replay.applied.definers[change.object]
                return change
            }
        changes = SchemaComparison.repaired(found, expected: schema, observed: observed)
    }

    /// Why the applied scripts are not known; nil where they are.
    private static func gap(in history: MigrationHistory) -> String? {
        let missing = history.missingDirectory.filter { history.states[$0] == .applied }
        if let first = missing.first {
            let more = missing.count > 1 ? " and \(missing.count - 1) more" : ""
            return "\(first)\(more) is applied, but the migrations folder has no such directory."
        }
        let edited = history.edited.filter { history.states[$0] == .applied }
        guard let first = edited.first else { return nil }
        let more = edited.count > 1 ? " and \(edited.count - 1) more" : ""
        return "\(first)\(more) was edited after it was applied, so that the script that ran is not known."
    }
}
