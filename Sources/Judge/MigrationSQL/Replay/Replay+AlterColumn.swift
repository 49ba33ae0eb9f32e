import SchemaModel

extension ScriptReplay {
    /// Changes one column by a command of ALTER TABLE, or of ALTER VIEW and its like.
    mutating func alterColumn(_ column: ObjectID, of table: ObjectID, _ command: SQLNode) {
        let subtype = command.text("subtype") ?? ""
        switch subtype {
        case "AT_AlterColumnType": changeType(of: column, command)
        case "AT_ColumnDefault":
            var type: TypeReference?
            if case .type(let known) = schema.objects[column]?[.type] { type = known }
            schema.set(column, .defaultValue, FacetValue(defaultBy: command["def"], type: type))
            if var object = schema.objects[column] {
                object.defaultType = nil
                schema.set(column, object)
            }
        case "AT_SetNotNull", "AT_DropNotNull":
            schema.set(column, .notNull, .flag(subtype == "AT_SetNotNull"))
        case "AT_SetStatistics":
            let target = command["def"].map { Self.optionText($0) } ?? ""
            schema.set(column, .statistics, .text(target == "-1" ? "" : target))
        case "AT_DropExpression": schema.set(column, .generated, .text(""))
        case "AT_AddIdentity":
            let when = command["def", "Constraint"]?.text("generated_when") ?? "a"
            schema.set(column, .identity, .text(when))
            var type = TypeReference(name: "int8")
            if case .type(let known)? = schema.objects[column]?[.type] { type = known }
            _ = addSequence(of: column, table: table, type: type.name)
        case "AT_SetIdentity":
            let options = command["def", "List"]?.list("items") ?? command.list("def")
            for option in options.compactMap({ $0["DefElem"] }) {
                guard option.text("defname") == "generated", let code = option["arg", "Integer"]?.int("ival"),
                    let letter = UInt32(exactly: code).flatMap(Unicode.Scalar.init)
                else {
                    outcome.unverifiable.append("changes an identity column's sequence")
                    continue
                }
                schema.set(column, .identity, .text(String(letter)))
            }
        case "AT_DropIdentity":
            // IF EXISTS is about the identity: a serial column keeps its sequence.
            if schema.objects[column]?[.identity] == .text("") { return }
            schema.set(column, .identity, .text(""))
            for (id, object) in schema.objects where object[.ownedBy] == .object(column) { schema.remove(id) }
        default: break
        }
    }

    private mutating func changeType(of column: ObjectID, _ command: SQLNode) {
        guard let node = command["def", "ColumnDef"]?["typeName"] else { return }
        if command["def", "ColumnDef"]?["collClause"] != nil {
            outcome.unverifiable.append("sets a collation, which is not compared")
        }
        let type = resolved(TypeReference(node))
        let old = schema.objects[column]?[.type]
        if case .type(let before)? = old, before.name != type.name, var object = schema.objects[column],
            object[.defaultValue] != .text("")
        {
            object.defaultType = object.defaultType ?? before
            schema.set(column, object)
        }
        schema.set(column, .type, .type(type))
        if let identity = schema.objects[column]?[.identity], identity != .text(""), identity != .unknown {
            // The sequence of an identity column has the column's type.
            for (id, object) in schema.objects where object[.ownedBy] == .object(column) {
                schema.set(id, .type, .type(type))
            }
        }
        // The server rewrites what was built on the column; a default's text changes with the type's cast only.
        if case .type(let before)? = old, before.isArray != type.isArray,
            case .expression = schema.objects[column]?[.defaultValue]
        {
            schema.set(column, .defaultValue, .unknown)
        }
    }
}
