extension DatamodelReader {
    /// Last pass: rules that concern several things together.
    mutating func checkRules() {
        checkEnums()
        checkTableNames()
        // Two tables of one name have constraints of one name, too.
        if !faults.isEmpty { return }
        for index in models.indices {
            checkModel(index)
            checkIndexes(of: index)
            checkDefaults(of: index)
        }
        checkConstraintNames()
        checkRelations()
    }

    private mutating func checkEnums() {
        var names: Set<[String]> = []
        for type in enums {
            if type.values.isEmpty { fault(type.position, "The enum `\(type.name)` has no values.") }
            if type.schema == nil { checkSchemaIsGiven(for: type.name, at: type.position) }
            if !names.insert([type.schema ?? "", type.mappedName]).inserted {
                fault(type.position, "The type \"\(type.mappedName)\" is that of another enum.")
            }
        }
    }

    /// Where the datasource lists schemas, each model and enum says in which one it is.
    private mutating func checkSchemaIsGiven(for name: String, at position: TextPosition) {
        guard datasource.schemas != nil else { return }
        fault(position, "`\(name)` needs `@@schema`, because the datasource lists schemas.")
    }

    private mutating func checkTableNames() {
        var tables: [[String]: Int] = [:]
        for (index, model) in models.enumerated() {
            let key = [model.schema ?? "", model.table]
            if let other = tables.updateValue(index, forKey: key) {
                let position = model.mapPosition ?? models[other].mapPosition ?? model.position
                fault(position, "The table \"\(model.table)\" is that of the model `\(models[other].name)` already.")
            }
        }
    }

    private mutating func checkModel(_ index: Int) {
        let model = models[index]
        if model.schema == nil { checkSchemaIsGiven(for: model.name, at: model.position) }
        if model.isView {
            checkView(model)
            return
        }
        if !model.isIgnored, !model.hasStrictKey {
            fault(
                model.position,
                "The model `\(model.name)` needs an id or a unique field, or several together, that are all required."
            )
        }
        checkClientNames(of: model)
    }

    private mutating func checkView(_ view: Model) {
        if !has(.views) { fault(view.position, "A view needs the preview feature \"views\".") }
        if let key = view.primaryKey { fault(key.attribute.position, "A view has no primary key.") }
        for index in view.indexes {
            if !index.isUnique {
                fault(index.attribute.position, "A view has no indexes.")
            } else if index.map != nil {
                fault(index.attribute.position, "What is unique in a view has no name in the database.")
            }
        }
    }

    /// The names by which Prisma Client calls keys of several columns.
    private mutating func checkClientNames(of model: Model) {
        var keys = model.indexes.filter(\.isUnique).map { ($0.keys.map(\.field), $0.clientName, $0.attribute) }
        if let key = model.primaryKey { keys.append((key.fields, key.clientName, key.attribute)) }
        var names: Set<String> = []
        for (fields, clientName, attribute) in keys {
            let position = attribute.position
            if let clientName {
                if !names.insert(clientName).inserted {
                    fault(position, "The name \"\(clientName)\" is given to two keys of the model.")
                }
                let isPlain = clientName.unicodeScalars.allSatisfy {
                    $0 == "_" || $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType == .decimal)
                }
                if !isPlain { fault(position, "A client's name holds only letters, digits and `_`.") }
            }
            let ownName = fields.count > 1 ? fields.map { model.fields[$0].name }.joined(separator: "_") : nil
            for name in [clientName, ownName].compactMap(\.self) where model.fieldIndices[name] != nil {
                fault(position, "Prisma Client would call the key `\(name)`, as it does a field.")
                break
            }
        }
    }
}

extension Model {
    /// The sets of fields that no two rows have the same values in.
    var keys: [[Int]] {
        (primaryKey.map { [$0.fields] } ?? []) + indexes.filter(\.isUnique).map { $0.keys.map(\.field) }
    }

    /// Whether some key has only required columns of types that Prisma knows.
    var hasStrictKey: Bool {
        keys.contains { fields in
            fields.allSatisfy { index in
                if case .unsupported = self.fields[index].kind { return false }
                return self.fields[index].arity != .optional
            }
        }
    }
}
