import SchemaModel

extension ScriptReplay {
    /// Drops the foreign keys that rest on a key which goes with CASCADE.
    ///
    /// The server chose one key where the columns have several; which one does not show in the scripts.
    mutating func dropForeignKeys(restingOn key: ObjectID) {
        guard let columns = keyColumns(of: key), let table = schema.owner(of: key) else { return }
        let hasOthers = schema.members(of: table).contains { $0 != key && keyColumns(of: $0) == columns }
        for (other, foreignKey) in schema.objects where foreignKey[.referencedTable] == .object(table) {
            guard case .names(let referenced) = foreignKey[.referencedColumns], Set(referenced) == columns else {
                continue
            }
            if hasOthers { schema.doubt(other) } else { schema.drop(other) }
        }
    }

    /// The columns that a foreign key can refer to by that constraint or index; nil where it can't.
    private func keyColumns(of id: ObjectID) -> Set<String>? {
        guard let object = schema.objects[id] else { return nil }
        if id.kind == .constraint {
            guard object.isKey, case .names(let names) = object[.columns] else { return nil }
            return Set(names)
        }
        guard object[.unique] == .flag(true), object[.predicate] == .text(""),
            case .elements(let keys) = object[.keys], keys.allSatisfy({ $0.column != nil })
        else { return nil }
        return Set(keys.compactMap(\.column))
    }
}
