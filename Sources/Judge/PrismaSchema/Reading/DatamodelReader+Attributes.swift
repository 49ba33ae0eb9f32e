extension DatamodelReader {
    /// Third pass: attributes, each by itself.
    mutating func readAttributes() {
        for index in enums.indices { readAttributes(ofEnum: index) }
        for index in models.indices {
            // A field's node and the field have the same index: the pass before stops at any field without a type.
            for field in models[index].fields.indices { readAttributes(ofField: field, in: index) }
            readAttributes(ofModel: index)
            checkColumnNames(of: models[index])
        }
    }

    private mutating func checkColumnNames(of model: Model) {
        var columns: Set<String> = []
        for field in model.fields where !field.isRelation && !columns.insert(field.column).inserted {
            fault(field.position, "The column \"\(field.column)\" is that of another field already.")
        }
    }

    private mutating func readAttributes(ofEnum index: Int) {
        let block = enumBlocks[index]
        for (offset, value) in block.values.enumerated() {
            checkRepetition(value.attributes)
            for attribute in value.attributes {
                guard attribute.name.text == "map" else {
                    reject(attribute, of: "a value of an enum")
                    continue
                }
                if let name = takeName(attribute, mayBeEmpty: true) { enums[index].values[offset].label = name }
            }
        }
        checkRepetition(block.attributes)
        for attribute in block.attributes {
            switch attribute.name.text {
            case "map": if let name = takeName(attribute) { enums[index].mappedName = name }
            case "schema": enums[index].schema = takeSchema(attribute)
            default: reject(attribute, of: "an enum")
            }
        }
    }

    private mutating func readAttributes(ofModel index: Int) {
        let block = modelBlocks[index]
        checkRepetition(block.attributes, but: ["index", "unique", "fulltext"])
        for attribute in block.attributes {
            switch attribute.name.text {
            case "map":
                if let name = takeName(attribute) { models[index].table = name }
                models[index].mapPosition = attribute.position
            case "schema": models[index].schema = takeSchema(attribute)
            case "ignore":
                models[index].isIgnored = true
                for field in models[index].fields where field.isIgnored && !field.isRelation {
                    fault(field.position, "A field of an ignored model does not need `@ignore`.")
                }
                finish(AttributeArguments(attribute))
            case "id": readKey(attribute, of: index)
            case "unique", "index": readIndex(attribute, of: index)
            case "fulltext": fault(attribute.position, "PostgreSQL has no index of the kind that `@@fulltext` is.")
            case "shardKey": fault(attribute.position, "PostgreSQL has no shard keys.")
            default: reject(attribute, of: "a \(block.kind.rawValue)")
            }
        }
    }

    private mutating func readAttributes(ofField field: Int, in model: Int) {
        let attributes = modelBlocks[model].fields[field].attributes
        checkRepetition(attributes)
        let isRelation = models[model].fields[field].isRelation
        var nativeTypes = 0
        for attribute in attributes {
            switch attribute.name.text {
            case "ignore":
                if case .unsupported = models[model].fields[field].kind {
                    fault(attribute.position, "A field of an unsupported type is ignored without `@ignore`.")
                }
                models[model].fields[field].isIgnored = true
                finish(AttributeArguments(attribute))
            case "relation":
                if isRelation {
                    readRelation(attribute, field: field, model: model)
                } else {
                    fault(attribute.position, "The field's type is no model that it could relate to.")
                }
            case "map", "id", "unique", "default", "updatedAt":
                if isRelation {
                    fault(attribute.position, "`\(attribute.written)` does not go with a relation field.")
                } else {
                    readColumnAttribute(attribute, field: field, model: model)
                }
            case let name where name.utf8.contains(UInt8(ascii: ".")):
                nativeTypes += 1
                if nativeTypes > 1 { fault(attribute.position, "A field has only one native type.") }
                readNativeType(attribute, field: field, model: model)
            default: reject(attribute, of: "a field")
            }
        }
    }

    private mutating func readColumnAttribute(_ attribute: AttributeNode, field: Int, model: Int) {
        var arguments = AttributeArguments(attribute)
        switch attribute.name.text {
        case "map": if let name = takeName(attribute) { models[model].fields[field].column = name }
        case "id": readFieldKey(attribute, field: field, model: model)
        case "unique": readFieldIndex(attribute, field: field, model: model)
        case "default": readDefault(&arguments, field: field, model: model)
        default:
            let field = models[model].fields[field]
            if case .scalar(.dateTime) = field.kind {
            } else {
                fault(attribute.position, "Only a field of type DateTime can be marked with `@updatedAt`.")
            }
            if field.arity == .list { fault(attribute.position, "A list can't be marked with `@updatedAt`.") }
            finish(arguments)
        }
    }

    private mutating func takeName(_ attribute: AttributeNode, mayBeEmpty: Bool = false) -> String? {
        var arguments = AttributeArguments(attribute)
        guard let value = arguments.takeFirst("name") else {
            fault(attribute.position, "`\(attribute.written)` needs a name.")
            return nil
        }
        finish(arguments)
        return mayBeEmpty ? string(value) : databaseName(value)
    }

    private mutating func takeSchema(_ attribute: AttributeNode) -> String? {
        var arguments = AttributeArguments(attribute)
        guard let value = arguments.takeFirst("map") else {
            fault(attribute.position, "`@@schema` needs the name of a schema.")
            return nil
        }
        finish(arguments)
        guard let name = databaseName(value) else { return nil }
        if !(datasource.schemas ?? []).contains(name) {
            fault(value.position, "The datasource does not list the schema \"\(name)\".")
        }
        return name
    }

    private mutating func reject(_ attribute: AttributeNode, of what: String) {
        fault(attribute.position, "There is no attribute `\(attribute.written)` of \(what).")
    }
}
