import SchemaModel

extension ScriptReplay {
    mutating func alterTable(_ node: SQLNode) {
        let ifExists = node.flag("missing_ok")
        let kind = node.text("objtype") ?? "OBJECT_TABLE"
        let kinds: [ObjectID.Kind] =
            switch kind {
            case "OBJECT_INDEX": [.index]
            case "OBJECT_SEQUENCE": [.sequence]
            case "OBJECT_VIEW": [.view]
            case "OBJECT_MATVIEW": [.materializedView]
            case "OBJECT_TYPE": [.compositeType]
            default: [.table, .view, .materializedView, .sequence, .index]
            }
        let table = relation(node["relation"], kinds)
        guard presuppose(table, ifExists: ifExists) else { return }
        // All the columns of one statement come before its constraints (PostgreSQL source, `tablecmds.c`).
        let commands = node.list("cmds").compactMap { $0["AlterTableCmd"] }
        let includesHeirs = node["relation"]?.flag("inh") ?? true
        for command in commands where command.text("subtype") != "AT_AddConstraint" {
            alter(table, command)
            if includesHeirs { alterHeirs(of: table, command) }
        }
        for command in commands where command.text("subtype") == "AT_AddConstraint" {
            if let constraint = command["def", "Constraint"] { addConstraints([(constraint, nil)], to: table) }
        }
    }

    /// Lets the tables that inherit from a table follow a change of its columns.
    private mutating func alterHeirs(of table: ObjectID, _ command: SQLNode) {
        let followed = [
            "AT_AddColumn", "AT_DropColumn", "AT_AlterColumnType", "AT_ColumnDefault", "AT_SetNotNull",
            "AT_DropNotNull", "AT_DropExpression",
        ]
        guard followed.contains(command.text("subtype") ?? "") else { return }
        for heir in schema.heirs(of: table) {
            alter(heir, command)
            alterHeirs(of: heir, command)
        }
    }

    private mutating func alter(_ table: ObjectID, _ command: SQLNode) {
        let name = command.text("name") ?? ""
        let column = table.member(.column, name)
        let ifExists = command.flag("missing_ok")
        switch command.text("subtype") ?? "" {
        case "AT_AddColumn": addColumn(byCommand: command, to: table)
        case "AT_DropColumn":
            guard presuppose(column, ifExists: ifExists) else { return loseUnknown(column) }
            if command.text("behavior") == "DROP_CASCADE" { dropViews(using: column, of: table) }
            schema.drop(column)
        case "AT_AlterColumnType": changeType(of: column, command)
        case "AT_ColumnDefault":
            guard presuppose(column) else { return }
            var type: TypeReference?
            if case .type(let known) = schema.objects[column]?[.type] { type = known }
            schema.set(column, .defaultValue, FacetValue(defaultBy: command["def"], type: type))
            if var object = schema.objects[column], object.defaultType != nil {
                object.defaultType = nil
                schema.set(column, object)
            }
        case "AT_SetNotNull", "AT_DropNotNull":
            guard presuppose(column) else { return }
            schema.set(column, .notNull, .flag(command.text("subtype") == "AT_SetNotNull"))
        case "AT_SetStatistics":
            let target = command["def"].map { Self.optionText($0) } ?? ""
            if presuppose(column) { schema.set(column, .statistics, .text(target == "-1" ? "" : target)) }
        case "AT_DropExpression":
            if presuppose(column) { schema.set(column, .generated, .text("")) }
        case "AT_AddIdentity":
            guard presuppose(column) else { return }
            let when = command["def", "Constraint"]?.text("generated_when") ?? "a"
            schema.set(column, .identity, .text(when))
            var type = TypeReference(name: "int8")
            if case .type(let known)? = schema.objects[column]?[.type] { type = known }
            _ = addSequence(of: column, table: table, type: type.name)
        case "AT_SetIdentity":
            guard presuppose(column) else { return }
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
            guard presuppose(column) else { return }
            if ifExists, schema.objects[column]?[.identity] == .text("") { return }
            schema.set(column, .identity, .text(""))
            for (id, object) in schema.objects where object[.ownedBy] == .object(column) { schema.remove(id) }
        case "AT_DropConstraint":
            let constraint = table.member(.constraint, name)
            guard presuppose(constraint, ifExists: ifExists) else { return loseUnknown(constraint) }
            if command.text("behavior") == "DROP_CASCADE" { dropForeignKeys(restingOn: constraint) }
            schema.drop(constraint)
        case "AT_ValidateConstraint":
            if presuppose(table.member(.constraint, name)) {
                schema.set(table.member(.constraint, name), .validated, .flag(true))
            }
        case "AT_AlterConstraint":
            alterConstraint(command, of: table)
        case "AT_EnableRowSecurity": schema.set(table, .rowSecurity, .flag(true))
        case "AT_DisableRowSecurity": schema.set(table, .rowSecurity, .flag(false))
        case "AT_ForceRowSecurity": schema.set(table, .forcesRowSecurity, .flag(true))
        case "AT_NoForceRowSecurity": schema.set(table, .forcesRowSecurity, .flag(false))
        case "AT_EnableTrig": enable(table, name, "O")
        case "AT_DisableTrig": enable(table, name, "D")
        case "AT_EnableReplicaTrig": enable(table, name, "R")
        case "AT_EnableAlwaysTrig": enable(table, name, "A")
        case "AT_SetRelOptions", "AT_ResetRelOptions":
            setStorageParameters(of: table, command)
        case "AT_AttachPartition", "AT_AddInherit", "AT_DetachPartition", "AT_DropInherit": changeParent(table, command)
        case "AT_ChangeOwner": outcome.unverifiable.append("changes an owner, which is not compared")
        case let other: outcome.unverifiable.append("\(other.replacing("AT_", with: "")) is not compared")
        }
    }

    private mutating func addColumn(byCommand command: SQLNode, to table: ObjectID) {
        guard let definition = command["def", "ColumnDef"] else { return }
        let name = Identifier.truncated(definition.text("colname") ?? "")
        let id = table.member(.column, name)
        guard mayCreate(id, ifNotExists: command.flag("missing_ok")) else { return }
        addColumn(definition, to: table)
        addConstraints(definition.list("constraints").compactMap { $0["Constraint"] }.map { ($0, name) }, to: table)
    }

    private mutating func changeType(of column: ObjectID, _ command: SQLNode) {
        guard presuppose(column), let node = command["def", "ColumnDef"]?["typeName"] else { return }
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
            for (id, object) in schema.objects where id.kind == .sequence && object[.ownedBy] == .object(column) {
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

    private mutating func alterConstraint(_ command: SQLNode, of table: ObjectID) {
        guard let node = command["def", "Constraint"] ?? command["def", "ATAlterConstraint"],
            let name = node.text("conname")
        else { return }
        let id = table.member(.constraint, name)
        guard presuppose(id) else { return }
        let altered = command["def", "ATAlterConstraint"]
        // What is not enforced counts as not validated.
        if altered?.flag("alterEnforceability") == true {
            schema.set(id, .validated, .flag(node.flag("is_enforced")))
        }
        guard altered?.flag("alterDeferrability") != false else { return }
        schema.set(id, .deferrable, .flag(node.flag("deferrable")))
        schema.set(id, .initiallyDeferred, .flag(node.flag("initdeferred")))
    }

    private mutating func enable(_ table: ObjectID, _ name: String, _ state: String) {
        let trigger = table.member(.trigger, name)
        if presuppose(trigger) { schema.set(trigger, .enabled, .text(state)) }
    }

    private mutating func setStorageParameters(of relation: ObjectID, _ command: SQLNode) {
        let options = Self.storageParameters(command["def", "List"]?.list("items") ?? command.list("def"))
        guard case .names(let known)? = schema.objects[relation]?[.storageParameters] else {
            schema.set(relation, .storageParameters, .unknown)
            outcome.unverifiable.append("changes storage parameters")
            return
        }
        let changed = Set(options.map { $0.prefix { $0 != "=" } })
        let kept = known.filter { !changed.contains($0.prefix { $0 != "=" }) }
        let isReset = command.text("subtype") == "AT_ResetRelOptions"
        schema.set(relation, .storageParameters, .names((kept + (isReset ? [] : options)).sorted()))
    }

    private mutating func changeParent(_ table: ObjectID, _ command: SQLNode) {
        let isPartition = (command.text("subtype") ?? "").hasSuffix("Partition")
        let other = relation(command["def", "PartitionCmd"]?["name"] ?? command["def", "RangeVar"], [table.kind])
        let child = isPartition ? other : table
        let parent = isPartition ? table : other
        guard presuppose(child), presuppose(parent) else { return }
        let isAdded = ["AT_AttachPartition", "AT_AddInherit"].contains(command.text("subtype") ?? "")
        schema.markIncomplete(child)
        schema.set(child, .parents, .names(isAdded ? [parent.description] : []))
    }
}
