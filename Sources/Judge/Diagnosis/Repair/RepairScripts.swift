import MigrationSQL
import SchemaModel
import TargetReport

/// The two ways out of a script that took effect in part; nothing of them is ever executed here.
struct RepairScripts {
    /// The statements to run, in order, so that all of it has taken effect.
    let finish: [String]
    /// The statements to run, in order, so that none of it has.
    let undo: [String]

    /// The ways out.
    ///
    /// - Parameters:
    ///   - script: the statements.
    ///   - evidence: what is known of each, in the same order.
    ///   - rows: how many rows PostgreSQL estimates a table to have; nil where it does not know.
    init(of script: [ReplayedStatement], _ evidence: [StatementEvidence], rows: (ObjectID) -> Int?) {
        var finish: [String] = []
        var undo: [String] = []
        for (statement, found) in zip(script, evidence) {
            switch found.conclusion {
            case .notDone: finish.append(statement.text + ";")
            case .done: undo += Self.undoing(statement, found, rows).reversed()
            case .differs:
                finish.append("-- line \(found.line) has taken effect in part, compare by hand: \(found.text.excerpt)")
                undo += Self.undoing(statement, found, rows).reversed()
            case .open:
                finish.append("-- line \(found.line) may have run or not, look first: \(found.text.excerpt)")
                undo.append("-- line \(found.line) may have run or not: \(found.text.excerpt)")
            case .noEffect: break
            }
        }
        self.finish = finish
        self.undo = undo.reversed()
    }

    /// What takes a statement back, in the order of its effects.
    private static func undoing(
        _ statement: ReplayedStatement,
        _ evidence: StatementEvidence,
        _ rows: (ObjectID) -> Int?
    ) -> [String] {
        if let back = renamingBack(statement) { return [back] }
        let present = Set(evidence.effects.filter { $0.presence == .present }.map(\.object))
        let made = Set(statement.effects.filter { $0.before == .absent }.map(\.id))
        let own = statement.effects.filter { effect in
            // What belongs to an object that goes, goes with it.
            present.contains(effect.id) && !(effect.owner.map { made.contains($0) } ?? false)
                && !isOwned(effect, by: made)
        }
        var lines = own.sorted { ($0.id.kind.order, $0.id.description) < ($1.id.kind.order, $1.id.description) }
            .map { UndoStatement($0, rows: rows).sql }
        if !evidence.unverifiable.isEmpty {
            lines.append(
                "-- line \(evidence.line), \(evidence.unverifiable[0]): undo by hand: \(evidence.text.excerpt)"
            )
        }
        return lines
    }

    /// Whether a sequence goes with the column that owns it.
    private static func isOwned(_ effect: ReplayedStatement.Effect, by made: Set<ObjectID>) -> Bool {
        guard case .present(let object) = effect.after, case .object(let column) = object[.ownedBy] else {
            return false
        }
        return made.contains(column)
    }

    /// The statement that renames back what a statement renamed; nil for any other statement.
    private static func renamingBack(_ statement: ReplayedStatement) -> String? {
        // A value of an enum is renamed by ALTER TYPE.
        guard ["RenameStmt", "AlterEnumStmt"].contains(statement.kind) else { return nil }
        let gone = statement.effects.filter { $0.after == .absent }.map(\.id)
        let come = statement.effects.filter { $0.before == .absent }.map(\.id)
        guard let old = gone.min(by: { $0.kind.order < $1.kind.order }),
            let new = come.first(where: { $0.kind == old.kind })
        else { return nil }
        let oldName = old.name.quotedIdentifier
        switch old.kind {
        case .column, .constraint:
            guard let table = new.sqlOwner else { return nil }
            return
                "ALTER TABLE \(table) RENAME \(old.kind == .column ? "COLUMN" : "CONSTRAINT") \(new.sqlName) TO \(oldName);"
        case .enumValue:
            guard let type = new.sqlOwner else { return nil }
            return "ALTER TYPE \(type) RENAME VALUE \(new.name.quotedLiteral) TO \(old.name.quotedLiteral);"
        case .table, .view, .index, .sequence, .schema:
            return "ALTER \(old.kind.words.uppercased()) \(new.sqlName) RENAME TO \(oldName);"
        case .materializedView: return "ALTER MATERIALIZED VIEW \(new.sqlName) RENAME TO \(oldName);"
        case .enum, .compositeType, .domain, .rangeType: return "ALTER TYPE \(new.sqlName) RENAME TO \(oldName);"
        default: return nil
        }
    }
}
