package import SchemaModel

/// One statement of a script, with what it does to the schema that the statements before it left.
package struct ReplayedStatement: Sendable {
    /// One object that the statement changes.
    package struct Effect: Sendable {
        /// The object.
        package var id: ObjectID
        /// What it was before the statement.
        package var before: DatabaseSchema.Presence
        /// What it is after it.
        package var after: DatabaseSchema.Presence
        /// The table, view or type that it belongs to; nil where it stands alone.
        package var owner: ObjectID?

        /// The table that an index is on; nil for anything else.
        package var table: String? {
            for presence in [before, after] {
                if case .present(let object) = presence, case .object(let table) = object[.table] { return table.name }
            }
            return nil
        }

        /// A change.
        package init(
            id: ObjectID,
            before: DatabaseSchema.Presence,
            after: DatabaseSchema.Presence,
            owner: ObjectID? = nil
        ) {
            self.id = id
            self.before = before
            self.after = after
            self.owner = owner
        }
    }

    /// The kind of its parse tree, such as `CreateStmt`; empty where it does not parse.
    package var kind: String
    /// The statement as written, without leading comments and without the semicolon.
    package var text: String
    /// The line of the script it begins in, from 1.
    package var line: Int
    /// The objects that it changes, in no order.
    package var effects: [Effect]
    /// What else is known of it.
    package var outcome: ScriptReplay.Outcome
    /// What it takes away or renames although it is known only in part.
    package var lostInPart: Set<ObjectID>
    /// The relations that a statement names whose effect the catalog does not show in full.
    package var references: Set<ObjectID>

    /// Whether it begins or ends a transaction.
    package var controlsTransaction: Bool { kind == "TransactionStmt" }
}

extension ReplayedStatement {
    /// The statement where other scripts than those at hand may have made what it makes only if it is not there.
    fileprivate func meetingStrangers(_ mayBeThere: (String) -> Bool) -> ReplayedStatement {
        var statement = self
        // What may have been made may have been there before.
        statement.effects.removeAll { $0.before == .absent && $0.after == .unknown && mayBeThere($0.id.schema) }
        let followed = Set(effects.map(\.id))
        if let missing = outcome.missing.first(where: { mayBeThere($0.schema) && !followed.contains($0) }) {
            statement.outcome.unverifiable.append("\(missing.kind.words) \(missing) may have been there before")
        }
        guard outcome.isGuarded || outcome.replaces else { return statement }
        // What is skipped because of one object leaves the others as they are.
        let made = Set(effects.filter { $0.before == .absent }.map(\.id))
        let isOwnerMade = made.contains { ObjectID.owningKinds.contains($0.kind) && mayBeThere($0.schema) }
        if outcome.isGuarded, isOwnerMade {
            statement.effects.removeAll { effect in
                effect.owner.map { made.contains($0) } ?? (effect.id.kind == .sequence)
            }
        }
        for (index, effect) in statement.effects.enumerated()
        where effect.before == .absent && mayBeThere(effect.id.schema) {
            statement.effects[index].before = .unknown
        }
        return statement
    }
}

extension ScriptReplay {
    /// Replays a script of the history, of which only the end counts.
    ///
    /// - Parameters:
    ///   - script: its text.
    ///   - migration: the migration's name, kept with what it defines.
    package mutating func replay(_ script: String, of migration: String) { apply(ParsedScript(script), of: migration) }

    /// Replays a script and tells what each of its statements does.
    package mutating func statements(of script: String) -> [ReplayedStatement] {
        beginScript()
        let statements = ParsedScript(script).statements
            .map { statement in
                let outcome = apply(statement)
                return ReplayedStatement(
                    kind: statement.kind,
                    text: statement.text,
                    line: statement.line,
                    effects: schema.changes.map { change in
                        ReplayedStatement.Effect(
                            id: change.id,
                            before: change.before,
                            after: change.after,
                            owner: change.id.owner.flatMap { schema.ownerID(schema: change.id.schema, name: $0) }
                        )
                    },
                    outcome: outcome,
                    lostInPart: schema.lostInPart,
                    references: outcome.unverifiable.isEmpty && !outcome.isConditional
                        ? [] : relations(in: statement.node)
                )
            }
        return statements.map { $0.meetingStrangers { mayHoldStrangers($0) } }
    }
}
