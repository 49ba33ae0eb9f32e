extension DatamodelReader {
    /// Constraints and indexes have names that PostgreSQL keeps whole and that are theirs alone: keys and indexes within
    /// a schema, foreign keys within a table.
    mutating func checkConstraintNames() {
        var shared: [[String]: [TextPosition]] = [:]
        var local: [[String]: [TextPosition]] = [:]
        for model in models {
            let schema = model.schema ?? ""
            if let key = model.primaryKey {
                checkLength(of: key.map, at: key.attribute.position)
                let name = ConstraintName.primaryKey(key, of: model)
                shared[[schema, name], default: []].append(key.attribute.position)
                local[[model.name, name], default: []].append(key.attribute.position)
            }
            for index in model.indexes {
                checkLength(of: index.map, at: index.attribute.position)
                let name = ConstraintName.index(index, of: model)
                shared[[schema, name], default: []].append(index.attribute.position)
                local[[model.name, name], default: []].append(index.attribute.position)
            }
            for field in model.fields {
                guard let attribute = field.relation.attribute else { continue }
                checkLength(of: field.relation.map, at: attribute.position)
                guard let fields = field.relation.fields, !fields.isEmpty else { continue }
                let name = ConstraintName.foreignKey(field.relation, of: model)
                local[[model.name, name], default: []].append(attribute.position)
            }
        }
        var told: Set<TextPosition> = []
        for names in [shared, local] {
            for (key, positions) in names where positions.count > 1 {
                for position in positions where told.insert(position).inserted {
                    fault(position, "The name \"\(key[1])\" is given to two constraints or indexes; set one by `map`.")
                }
            }
        }
    }

    private mutating func checkLength(of name: String?, at position: TextPosition) {
        guard let name, name.utf8.count > ConstraintName.limit else { return }
        fault(position, "The name \"\(name)\" is longer than the \(ConstraintName.limit) bytes that PostgreSQL keeps.")
    }
}
