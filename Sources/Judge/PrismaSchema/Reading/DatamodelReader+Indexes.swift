extension DatamodelReader {
    /// `@@id([…])`.
    mutating func readKey(_ attribute: AttributeNode, of model: Int) {
        var arguments = AttributeArguments(attribute)
        let keys = takeKeys(&arguments, of: model)
        let clientName = takeClientName(&arguments)
        let map = takeMap(&arguments)
        rejectClustering(&arguments)
        finish(arguments)
        if keys.contains(where: { $0.hasLength || $0.isDescending != nil }) {
            fault(attribute.position, "A primary key takes neither `length` nor `sort` on PostgreSQL.")
        }
        setKey(
            PrimaryKey(fields: keys.map(\.field), map: map, clientName: clientName, attribute: attribute),
            of: model
        )
        for key in keys {
            let field = models[model].fields[key.field]
            if field.arity != .required {
                fault(attribute.position, "The field `\(field.name)` of the primary key must be required.")
            }
        }
    }

    /// `@id` of a field.
    mutating func readFieldKey(_ attribute: AttributeNode, field: Int, model: Int) {
        var arguments = AttributeArguments(attribute)
        let map = takeMap(&arguments)
        for name in ["sort", "length"] where arguments.take(name) != nil {
            fault(attribute.position, "A primary key does not take `\(name)` on PostgreSQL.")
        }
        rejectClustering(&arguments)
        finish(arguments)
        setKey(PrimaryKey(fields: [field], map: map, attribute: attribute), of: model)
        if models[model].fields[field].arity != .required {
            fault(attribute.position, "A field that is the id must be required.")
        }
    }

    private mutating func setKey(_ key: PrimaryKey, of model: Int) {
        if models[model].primaryKey == nil {
            models[model].primaryKey = key
        } else {
            fault(key.attribute.position, "The model `\(models[model].name)` has a primary key already.")
        }
    }

    /// `@@index([…])` or `@@unique([…])`.
    mutating func readIndex(_ attribute: AttributeNode, of model: Int) {
        var arguments = AttributeArguments(attribute)
        let isUnique = attribute.name.text == "unique"
        let keys = takeKeys(&arguments, of: model)
        var map = takeMap(&arguments)
        let clientName = takeClientName(&arguments)
        if !isUnique, let name = clientName {
            // The name of an index that is not unique is an older spelling of `map`.
            if map != nil { fault(attribute.position, "`@@index` takes `map` or `name`, not both.") }
            map = name
        }
        let method = isUnique ? nil : takeMethod(&arguments)
        rejectClustering(&arguments)
        let condition = takeCondition(&arguments, of: model)
        finish(arguments)
        models[model].indexes
            .append(
                ModelIndex(
                    isUnique: isUnique,
                    keys: keys,
                    map: map,
                    clientName: clientName,
                    method: method,
                    condition: condition,
                    attribute: attribute
                )
            )
    }

    /// `@unique` of a field.
    mutating func readFieldIndex(_ attribute: AttributeNode, field: Int, model: Int) {
        var arguments = AttributeArguments(attribute)
        let map = takeMap(&arguments)
        let hasLength = arguments.take("length") != nil
        let isDescending = arguments.take("sort").flatMap { direction($0) }
        rejectClustering(&arguments)
        let condition = takeCondition(&arguments, of: model)
        finish(arguments)
        models[model].indexes
            .append(
                ModelIndex(
                    isUnique: true,
                    keys: [ModelIndex.Key(field: field, isDescending: isDescending, hasLength: hasLength)],
                    map: map,
                    condition: condition,
                    attribute: attribute
                )
            )
    }

    private mutating func takeClientName(_ arguments: inout AttributeArguments) -> String? {
        arguments.take("name").flatMap { databaseName($0) }
    }

    private mutating func rejectClustering(_ arguments: inout AttributeArguments) {
        guard arguments.take("clustered") != nil else { return }
        fault(arguments.position, "PostgreSQL has no clustered indexes that Prisma supports.")
    }

    private mutating func takeMethod(_ arguments: inout AttributeArguments) -> ModelIndex.Method? {
        guard let value = arguments.take("type"), let name = word(value) else { return nil }
        if let method = ModelIndex.Method(rawValue: name) { return method }
        fault(value.position, "There is no index type `\(name)`.")
        return nil
    }

    // MARK: Columns

    private mutating func takeKeys(_ arguments: inout AttributeArguments, of model: Int) -> [ModelIndex.Key] {
        guard let value = arguments.takeFirst("fields") else {
            fault(arguments.position, "`\(arguments.attribute.written)` needs a list of fields.")
            return []
        }
        let values = elements(of: value)
        if values.isEmpty { fault(arguments.position, "The list of fields must not be empty.") }
        var keys: [ModelIndex.Key] = []
        for value in values {
            guard let key = key(value, of: model) else { continue }
            if keys.contains(where: { $0.field == key.field }) {
                fault(value.position, "The field `\(models[model].fields[key.field].name)` is listed twice.")
            }
            keys.append(key)
        }
        return keys
    }

    private mutating func key(_ value: ValueNode, of model: Int) -> ModelIndex.Key? {
        switch value.form {
        case .word(let name):
            guard let field = column(name, of: model, at: value.position) else { return nil }
            return ModelIndex.Key(field: field, hasLength: false)
        case .call(let name, let arguments):
            guard let field = column(name, of: model, at: value.position) else { return nil }
            var key = ModelIndex.Key(field: field, hasLength: false)
            for argument in arguments {
                switch argument.name {
                case "sort": key.isDescending = direction(argument.value)
                case "length": key.hasLength = true
                case "ops": key.operatorClass = operatorClass(argument.value)
                // Prisma passes over arguments of other names.
                default: break
                }
            }
            return key
        default:
            fault(value.position, "The name of a field is expected here.")
            return nil
        }
    }

    /// The index of a field that is a column; notes a fault where there is none of that name.
    mutating func column(_ name: String, of model: Int, at position: TextPosition) -> Int? {
        guard let field = models[model].fieldIndices[name] else {
            fault(position, "The model `\(models[model].name)` has no field `\(name)`.")
            return nil
        }
        guard !models[model].fields[field].isRelation else {
            fault(position, "`\(name)` is a relation field; its column is another.")
            return nil
        }
        return field
    }

    private mutating func direction(_ value: ValueNode) -> Bool? {
        switch word(value) {
        case "Asc": return false
        case "Desc": return true
        case nil: return nil
        case .some:
            fault(value.position, "An index is sorted `Asc` or `Desc`.")
            return nil
        }
    }

    private mutating func operatorClass(_ value: ValueNode) -> OperatorClass? {
        switch value.form {
        case .word(let name):
            if OperatorClass.known[name] != nil { return .named(name) }
            fault(value.position, "Prisma knows no operator class `\(name)`; write `raw(\"…\")` for others.")
            return nil
        case .call("raw", let arguments):
            if arguments.count == 1, case .string(let text) = arguments[0].value.form { return .raw(text) }
            fault(value.position, "`raw` takes the operator class as a string.")
            return nil
        default:
            fault(value.position, "An operator class is a name or `raw(\"…\")`.")
            return nil
        }
    }
}
