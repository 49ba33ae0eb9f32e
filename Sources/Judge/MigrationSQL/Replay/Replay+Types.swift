import SchemaModel

extension ScriptReplay {
    mutating func createSchema(_ node: SQLNode) {
        let name = node.text("schemaname") ?? node["authrole"]?.text("rolename") ?? ""
        if mayCreate(.schema(name), ifNotExists: node.flag("if_not_exists")) {
            schema.set(.schema(name), SchemaObject())
        }
        let path = searchPath
        searchPath = [name] + path
        for element in node.list("schemaElts") {
            if let (kind, inner) = element.typed { apply(kind, inner) }
        }
        searchPath = path
    }

    mutating func createExtension(_ node: SQLNode) {
        let id = ObjectID.extension(node.text("extname") ?? "")
        if mayCreate(id, ifNotExists: node.flag("if_not_exists")) { schema.set(id, SchemaObject()) }
    }

    mutating func createEnum(_ node: SQLNode) {
        let id = created(.enum, node.names("typeName"))
        guard mayCreate(id, ifNotExists: false) else { return }
        schema.set(id, SchemaObject([.values: .names(node.names("vals"))]))
        for value in node.names("vals") { schema.set(id.member(.enumValue, value), SchemaObject()) }
    }

    mutating func alterEnum(_ node: SQLNode) {
        let id = resolve([.enum], node.names("typeName"))
        guard presuppose(id) else { return }
        let new = id.member(.enumValue, node.text("newVal") ?? "")
        if let oldValue = node.text("oldVal") {
            let old = id.member(.enumValue, oldValue)
            guard mayCreate(new, ifNotExists: false), presuppose(old) else { return }
            schema.rename(old, to: new)
            changeValues(of: id) { values in values.map { $0 == oldValue ? new.name : $0 } }
            renameValue(oldValue, to: new.name, of: id)
        } else if mayCreate(new, ifNotExists: node.flag("skipIfNewValExists")) {
            schema.set(new, SchemaObject())
            changeValues(of: id) { values in
                guard let neighbour = node.text("newValNeighbor"), let place = values.firstIndex(of: neighbour) else {
                    return values + [new.name]
                }
                let index = node.flag("newValIsAfter") ? place + 1 : place
                return values[..<index] + [new.name] + values[index...]
            }
        }
    }

    /// Lets defaults follow an enum value's name; other expressions that may hold it are no longer known.
    private mutating func renameValue(_ old: String, to new: String, of id: ObjectID) {
        let quoted = "'\(old)'"
        var tables: Set<ObjectID> = []
        for (column, object) in schema.objects where column.kind == .column {
            guard case .type(let type) = object[.type], type.name == id.name, type.schema == id.schema else { continue }
            if let table = schema.owner(of: column) { tables.insert(table) }
            switch object[.defaultValue] {
            case .literal(old): schema.set(column, .defaultValue, .literal(new))
            case .expression(let text) where text.contains(quoted):
                schema.set(column, .defaultValue, .expression(text.replacing(quoted, with: "'\(new)'")))
            default: break
            }
        }
        for member in tables.flatMap({ schema.members(of: $0) }) {
            for (facet, value) in schema.objects[member]?.facets ?? [:] where facet != .defaultValue {
                if case .expression(let text) = value, text.contains(quoted) { schema.set(member, facet, .unknown) }
            }
        }
    }

    private mutating func changeValues(of id: ObjectID, _ change: ([String]) -> [String]) {
        guard case .names(let values)? = schema.objects[id]?[.values] else { return }
        schema.set(id, .values, .names(change(values)))
    }

    mutating func createDomain(_ node: SQLNode) {
        let id = created(.domain, node.names("domainname"))
        guard mayCreate(id, ifNotExists: false) else { return }
        let constraints = node.list("constraints").compactMap { $0["Constraint"] }
        var domain = SchemaObject([
            .notNull: .flag(constraints.contains { $0.text("contype") == "CONSTR_NOTNULL" })
        ])
        if let type = node["typeName"] { domain[.type] = .type(resolved(TypeReference(type))) }
        schema.set(id, domain)
        // The names of a domain's constraints are not compared.
        schema.markIncomplete(id)
    }

    mutating func alterDomain(_ node: SQLNode) {
        let id = resolve([.domain], node.names("typeName"))
        guard presuppose(id) else { return }
        switch node.text("subtype") ?? "" {
        case "N", "AD_DropNotNull": schema.set(id, .notNull, .flag(false))
        case "O", "AD_SetNotNull": schema.set(id, .notNull, .flag(true))
        default: outcome.unverifiable.append("changes a domain's constraints or default, which are not compared")
        }
    }

    mutating func createCompositeType(_ node: SQLNode) {
        let id = created(.compositeType, Self.path(node["typevar"]))
        guard mayCreate(id, ifNotExists: false) else { return }
        schema.set(id, SchemaObject())
        for column in node.list("coldeflist").compactMap({ $0["ColumnDef"] }) { addColumn(column, to: id) }
    }

    mutating func createRangeType(_ node: SQLNode) {
        let id = created(.rangeType, node.names("typeName"))
        if mayCreate(id, ifNotExists: false) { schema.set(id, SchemaObject()) }
    }

    // MARK: Sequences

    mutating func createSequence(_ node: SQLNode) {
        let id = created(.sequence, Self.path(node["sequence"]))
        guard mayCreate(id, ifNotExists: node.flag("if_not_exists")) else { return }
        var sequence = SchemaObject([.type: .type(TypeReference(name: "int8")), .ownedBy: .text("")])
        setOptions(node.list("options"), of: &sequence)
        schema.set(id, sequence)
    }

    mutating func alterSequence(_ node: SQLNode) {
        let id = relation(node["sequence"], [.sequence])
        guard presuppose(id, ifExists: node.flag("missing_ok")), var sequence = schema.objects[id] else { return }
        if !setOptions(node.list("options"), of: &sequence) {
            outcome.unverifiable.append("restarts a sequence")
        }
        schema.set(id, sequence)
    }

    /// - Returns: whether all options show in the catalog.
    @discardableResult
    private mutating func setOptions(_ options: [SQLNode], of sequence: inout SchemaObject) -> Bool {
        let facets: [String: SchemaObject.Facet] = [
            "start": .start, "increment": .increment, "minvalue": .minimum, "maxvalue": .maximum,
        ]
        var allShow = true
        for option in options.compactMap({ $0["DefElem"] }) {
            let argument = option["arg"]
            switch option.text("defname") ?? "" {
            case let name where facets[name] != nil:
                guard let facet = facets[name] else { continue }
                // NO MINVALUE and NO MAXVALUE take the type's limit.
                sequence[facet] = argument.map { .text(Self.optionText($0)) } ?? .unknown
            case "cycle": sequence[.cycle] = .flag(argument?["Boolean"]?.flag("boolval") == true)
            case "as": if let type = argument?["TypeName"] { sequence[.type] = .type(TypeReference(type)) }
            case "owned_by":
                let names = Self.objectNames(argument)
                guard names.count > 1 else {
                    sequence[.ownedBy] = .text("")
                    continue
                }
                let table = resolve([.table], Array(names.dropLast()))
                sequence[.ownedBy] = .object(table.member(.column, names.last ?? ""))
            case "restart": allShow = false
            default: break
            }
        }
        return allShow
    }
}
