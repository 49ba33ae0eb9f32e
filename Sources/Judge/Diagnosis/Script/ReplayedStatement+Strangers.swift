import MigrationSQL
import SchemaModel

extension [ReplayedStatement] {
    /// The script with what its statements do where the database is not as the scripts before it left it.
    ///
    /// `DROP … IF EXISTS` is taken to find nothing where no script before it made the object. Where the database holds
    /// one all the same, and nothing else in the script concerns it, the statement has not run yet. Nor has
    /// `CREATE … IF NOT EXISTS` of an object that is gone although the scripts before it made it.
    func meetingStrangers(in observed: (ObjectID) -> DatabaseSchema.Presence) -> [ReplayedStatement] {
        guard contains(where: { !$0.outcome.missing.isEmpty || !$0.outcome.found.isEmpty || $0.outcome.isGuarded })
        else { return self }
        // What a drop alone concerns, and may not have found, is known by whether it is there.
        let uncertain = Dictionary(grouping: lazy.flatMap(\.effects), by: \.id)
            .filter { $0.value.count == 1 && $0.value[0].before == .unknown && $0.value[0].after == .absent }
        let touched = Set(lazy.flatMap(\.effects).map(\.id)).subtracting(uncertain.keys)
        return map { statement in
            var statement = statement
            statement.effects.removeAll { statement.outcome.missing.contains($0.id) && uncertain[$0.id] != nil }
            for missing in statement.outcome.missing {
                for id in missing.namesakes where !touched.contains(id) {
                    guard case .present(let object) = observed(id) else { continue }
                    if statement.takesAway(id) {
                        statement.effects.append(
                            ReplayedStatement.Effect(
                                id: id,
                                before: .present(object),
                                after: .absent,
                                owner: id.owner.map { ObjectID(.table, schema: id.schema, name: $0) }
                            )
                        )
                    } else {
                        statement.outcome.unverifiable.append("\(id.kind.words) \(id) is there, and no script made it")
                    }
                }
            }
            for lost in statement.outcome.found where !touched.contains(lost) && observed(lost) == .absent {
                guard let owner = lost.owner else {
                    statement.effects.append(.init(id: lost, before: .absent, after: .present(SchemaObject())))
                    continue
                }
                let owners = ObjectID.owningKinds.map { ObjectID($0, schema: lost.schema, name: owner) }
                guard let present = owners.first(where: { observed($0) != .absent }) else { continue }
                statement.effects.append(
                    .init(id: lost, before: .absent, after: .present(SchemaObject()), owner: present)
                )
            }
            if statement.outcome.isGuarded, statement.findsRival(in: observed, touched) {
                statement.outcome.isConditional = true
            }
            return statement
        }
    }
}

extension ReplayedStatement {
    /// Whether the name of something that the statement makes is another object's, which no script made.
    fileprivate func findsRival(in observed: (ObjectID) -> DatabaseSchema.Presence, _ touched: Set<ObjectID>) -> Bool {
        effects.lazy.map(\.id)
            .contains { id in
                ObjectID.rivals(of: id.kind).map { ObjectID($0, schema: id.schema, name: id.name) }
                    .contains { !touched.contains($0) && observed($0) != .absent }
            }
    }

    /// Whether the statement leaves no object of that name.
    fileprivate func takesAway(_ id: ObjectID) -> Bool {
        switch kind {
        case "DropStmt", "RenameStmt", "AlterObjectSchemaStmt": true
        case "AlterTableStmt": id.kind == .column || id.kind == .constraint
        default: false
        }
    }
}

extension ObjectID {
    /// The objects that a statement can mean by the name: DROP TYPE does not say of which kind.
    fileprivate var namesakes: [ObjectID] {
        let types: [Kind] = [.enum, .compositeType, .domain, .rangeType]
        guard types.contains(kind) else { return [self] }
        return types.map { ObjectID($0, schema: schema, name: name) }
    }
}
