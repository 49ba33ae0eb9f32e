import MigrationHistory
package import MigrationSQL
import SchemaModel
package import TargetReport

extension DriftReport {
    /// The database held against what it was when its history's rows last changed.
    ///
    /// - Parameters:
    ///   - baseline: the database as it was.
    ///   - current: the database as it is.
    ///   - observed: the same, in words.
    ///   - namespaces: the namespaces that belong to the history for Prisma; scope `full` looks at all that either
    ///     baseline knows, but for those with a history of their own by now.
    ///   - settings: what counts.
    package init(
        baseline: SchemaBaseline,
        current: SchemaBaseline,
        observed: ObservedSchema,
        namespaces: Set<String>,
        settings: DriftSettings
    ) {
        self.init(source: .baseline)
        let known = Set(baseline.objects.keys.map(\.schema)).subtracting(observed.historyNamespaces)
        let all = settings.scope == .full ? known.union(current.objects.keys.map(\.schema)) : []
        let comparison = BaselineComparison(
            scope: settings.scope,
            namespaces: namespaces.union(all),
            before: baseline,
            after: current
        )
        let schema = SchemaComparison(
            scope: settings.scope,
            namespaces: comparison.namespaces,
            ignored: settings.ignored
        )
        changes = (comparison.changes(observed) + schema.invalidIndexes(observed)).filter { !schema.isLeftOut($0) }
            .sorted { ($0.object.kind.order, $0.object.description) < ($1.object.kind.order, $1.object.description) }
    }
}

/// Two baselines held against each other, object by object.
private struct BaselineComparison {
    let scope: DriftScope
    let namespaces: Set<String>
    let before: [ObjectID: SchemaBaseline.Entry]
    let after: [ObjectID: SchemaBaseline.Entry]
    /// When the first was taken, for people.
    let time: String

    init(scope: DriftScope, namespaces: Set<String>, before: SchemaBaseline, after: SchemaBaseline) {
        func counted(_ baseline: SchemaBaseline) -> [ObjectID: SchemaBaseline.Entry] {
            baseline.objects.filter { id, entry in
                entry.counts(in: scope) && namespaces.contains(id.schema)
            }
        }
        self.scope = scope
        self.namespaces = namespaces
        self.before = counted(before)
        self.after = counted(after)
        time = before.takenAt.iso8601
    }

    func changes(_ observed: ObservedSchema) -> [SchemaChange] {
        var changes: [SchemaChange] = []
        for (id, entry) in before {
            guard let found = after[id] else {
                guard !isPart(entry, of: before, lackingIn: after) else { continue }
                changes.append(
                    SchemaChange(form: .missing, kind: entry.kind, object: id, expected: "present at \(time)")
                )
                continue
            }
            guard !entry.isLike(found, in: scope) else { continue }
            changes.append(
                SchemaChange(
                    form: .different,
                    kind: found.kind,
                    object: id,
                    observed: "\(summary(id, observed)), changed since \(time)"
                )
            )
        }
        for (id, entry) in after where before[id] == nil && !isPart(entry, of: after, lackingIn: before) {
            changes.append(
                SchemaChange(
                    form: .unexpected,
                    kind: entry.kind,
                    object: id,
                    observed: "\(summary(id, observed)), new since \(time)"
                )
            )
        }
        return withoutExtendedEnums(changes)
    }

    /// Whether the table or type that the object is a part of is told instead of it.
    private func isPart(
        _ entry: SchemaBaseline.Entry,
        of own: [ObjectID: SchemaBaseline.Entry],
        lackingIn other: [ObjectID: SchemaBaseline.Entry]
    ) -> Bool {
        guard let whole = entry.whole else { return false }
        return own[whole] != nil && other[whole] == nil
    }

    /// The changes but for enums of which only the values are told: their order follows from those.
    private func withoutExtendedEnums(_ changes: [SchemaChange]) -> [SchemaChange] {
        let extended = Set(
            changes.filter { $0.object.kind == .enumValue }.map { "\($0.object.schema).\($0.object.owner ?? "")" }
        )
        return changes.filter { change in
            change.object.kind != .enum
                || !extended.contains("\(change.object.schema).\(change.object.name)")
        }
    }

    private func summary(_ id: ObjectID, _ observed: ObservedSchema) -> String {
        guard case .present(let object) = observed[id] else { return id.kind.words }
        return object.summary(of: id)
    }
}
