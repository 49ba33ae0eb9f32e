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
        for heir in schema.allHeirs(of: table) { alter(heir, command) }
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
        case "AT_SetStatistics" where name.isEmpty:
            outcome.unverifiable.append("sets the statistics of an index's key, which are not compared")
        case "AT_AlterColumnType", "AT_ColumnDefault", "AT_SetNotNull", "AT_DropNotNull", "AT_SetStatistics",
            "AT_DropExpression", "AT_AddIdentity", "AT_SetIdentity", "AT_DropIdentity":
            if presuppose(column) { alterColumn(column, of: table, command) }
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
