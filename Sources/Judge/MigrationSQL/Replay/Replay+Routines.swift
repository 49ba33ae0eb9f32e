import SchemaModel

extension ScriptReplay {
    mutating func createFunction(_ node: SQLNode) {
        let parameters = node.list("parameters").compactMap { $0["FunctionParameter"] }
        let inputs = parameters.filter { !["FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"].contains($0.text("mode") ?? "") }
        let names = node.names("funcname")
        var id = created(.function, names)
        guard let types = arguments(inputs.compactMap { $0["argType"] }) else {
            outcome.unverifiable.append("takes arguments of a column's type, which is not known")
            outcome.isUnfollowed = true
            return
        }
        id.name += Self.signature(types)
        outcome.replaces = node.flag("replace")
        guard outcome.replaces || mayCreate(id, ifNotExists: false) else { return }
        var function = SchemaObject(Self.functionFacets(node))
        let others = parameters.compactMap { $0["argType"] } + [node["returnType"]].compactMap(\.self)
        function.dependencies = Set((types + (arguments(others) ?? [])).flatMap { candidates($0) })
        schema.set(id, function)
    }

    /// Creates an aggregate, of which the name and the arguments are compared.
    mutating func createAggregate(_ node: SQLNode) {
        let parameters = node.list("args").first?["List"]?.list("items").compactMap { $0["FunctionParameter"] } ?? []
        var id = created(.function, node.names("defnames"))
        id.name += Self.signature(parameters.compactMap { $0["argType"] }.map { TypeReference($0) })
        schema.set(id, SchemaObject())
    }

    /// The argument types as part of a function's name; the server knows functions by them.
    private static func signature(_ types: [TypeReference]) -> String {
        "(" + types.map { $0.name + ($0.isArray ? "[]" : "") }.joined(separator: ", ") + ")"
    }

    /// The types of arguments; nil where one is of the type of a column that is not known.
    private func arguments(_ nodes: [SQLNode]) -> [TypeReference]? {
        var types: [TypeReference] = []
        for node in nodes {
            guard node.flag("pct_type") else {
                types.append(TypeReference(node))
                continue
            }
            let names = node.names("names")
            let table = resolve([.table, .view, .materializedView, .compositeType], Array(names.dropLast()))
            guard case .type(let type)? = schema.objects[table.member(.column, names.last ?? "")]?[.type] else {
                return nil
            }
            types.append(type)
        }
        return types
    }

    /// The objects that a type's name can mean, a table's row type included; the server's own types are none of them.
    private func candidates(_ type: TypeReference) -> [ObjectID] {
        let kinds: [ObjectID.Kind] = [
            .enum, .domain, .compositeType, .rangeType, .table, .view, .materializedView,
        ]
        let names = [type.schema, type.name].compactMap(\.self)
        let id = resolve(kinds, names)
        return schema.objects[id] != nil ? [id] : kinds.map { ObjectID($0, schema: id.schema, name: id.name) }
    }

    private static func functionFacets(_ node: SQLNode) -> Facets {
        var facets: Facets = [.volatility: .text("v"), .securityDefiner: .flag(false)]
        apply(node.list("options"), to: &facets)
        return facets
    }

    private static func apply(_ options: [SQLNode], to facets: inout Facets) {
        for option in options.compactMap({ $0["DefElem"] }) {
            let argument = option["arg"]
            switch option.text("defname") ?? "" {
            case "as":
                let parts = argument?["List"]?.list("items").compactMap(\.name) ?? []
                facets[.source] = parts.count == 1 ? .text(parts[0]) : .unknown
            case "language": facets[.language] = .text(argument?.name?.lowercased() ?? "")
            case "volatility": facets[.volatility] = .text(String((argument?.name ?? "v").prefix(1)))
            case "security": facets[.securityDefiner] = .flag(argument?["Boolean"]?.flag("boolval") == true)
            default: break
            }
        }
    }

    mutating func alterFunction(_ node: SQLNode) {
        guard let id = function(node["func"]), presuppose(id), var function = schema.objects[id] else { return }
        let before = function.facets
        Self.apply(node.list("actions"), to: &function.facets)
        if function.facets == before {
            outcome.unverifiable.append("changes a function's settings, which are not compared")
        }
        schema.set(id, function)
    }

    /// The function that a name with arguments means; without arguments, the only one of that name.
    ///
    /// - Returns: nil where it is one that no script made and whose arguments are not told.
    mutating func function(_ node: SQLNode?, ifExists: Bool = false) -> ObjectID? {
        guard let node else { return nil }
        let names = node.names("objname")
        let schemas = names.count > 1 ? [names[names.count - 2]] : searchPath
        let name = names.last ?? ""
        let types = node.list("objargs").compactMap { $0["TypeName"] }
        let known = arguments(types)
        let signature = Self.signature(known ?? types.map { TypeReference($0) })
        for namespace in schemas {
            let exact = ObjectID(.function, schema: namespace, name: name + signature)
            if schema.objects[exact] != nil { return exact }
            guard node.flag("args_unspecified") else { continue }
            let same = schema.objects.keys.filter {
                $0.kind == .function && $0.schema == namespace && $0.name.hasPrefix("\(name)(")
            }
            if same.count == 1 { return same[0] }
        }
        guard ifExists || known != nil && !node.flag("args_unspecified") else {
            outcome.unverifiable.append("no script made function \(name)")
            return nil
        }
        return ObjectID(.function, schema: schemas.first ?? defaultSchema, name: name + signature)
    }

    // MARK: Triggers, rules, policies

    mutating func createTrigger(_ node: SQLNode) {
        let table = relation(node["relation"], [.table, .view])
        schema.assume(table)
        let id = table.member(.trigger, Identifier.truncated(node.text("trigname") ?? ""))
        guard node.flag("replace") || mayCreate(id, ifNotExists: false) else { return }
        var trigger = SchemaObject(Self.triggerFacets(node))
        let called = node.names("funcname")
        let function = resolve([.function], Array(called.dropLast()) + ["\(called.last ?? "")()"])
        trigger.dependencies.insert(function)
        schema.set(id, trigger)
    }

    /// The properties of a trigger that its statement tells; also for what `pg_get_triggerdef` prints.
    static func triggerFacets(_ node: SQLNode) -> Facets {
        let row = node.flag("row") ? "ROW" : "STATEMENT"
        let arguments = node.names("args").joined(separator: ", ")
        let when = node["whenClause"].map { CanonicalSQL.text($0) } ?? ""
        return [
            .source: .text("\(node.names("funcname").last ?? "")(\(arguments))"),
            .definition: .text("\(node.int("timing")) \(node.int("events")) \(row)"),
            .columns: .names(node.names("columns")),
            .predicate: when.isEmpty ? .text("") : .expression(when),
            .enabled: .text("O"),
        ]
    }

    mutating func createRule(_ node: SQLNode) {
        let table = relation(node["relation"], [.table, .view])
        schema.assume(table)
        let id = table.member(.rule, node.text("rulename") ?? "")
        schema.set(id, SchemaObject([.definition: .expression(CanonicalSQL.any(node))]))
    }

    mutating func createPolicy(_ node: SQLNode) {
        let table = relation(node["table"])
        schema.assume(table)
        let id = table.member(.policy, Identifier.truncated(node.text("policy_name") ?? ""))
        guard mayCreate(id, ifNotExists: false) else { return }
        var policy = SchemaObject([
            .command: .text(node.text("cmd_name") ?? "all"), .permissive: .flag(node.flag("permissive")),
            .using: .text(""), .withCheck: .text(""),
        ])
        setPolicy(node, &policy)
        schema.set(id, policy)
    }

    mutating func alterPolicy(_ node: SQLNode) {
        let table = relation(node["table"])
        let id = table.member(.policy, node.text("policy_name") ?? "")
        guard presuppose(id), var policy = schema.objects[id] else { return }
        setPolicy(node, &policy)
        schema.set(id, policy)
    }

    private func setPolicy(_ node: SQLNode, _ policy: inout SchemaObject) {
        if let expression = node["qual"] { policy[.using] = .expression(CanonicalSQL.text(expression)) }
        if let expression = node["with_check"] { policy[.withCheck] = .expression(CanonicalSQL.text(expression)) }
        let roles = node.list("roles").compactMap { $0["RoleSpec"] }
            .map { $0.text("rolename") ?? ($0.text("roletype") == "ROLESPEC_PUBLIC" ? "public" : "?") }
        if !roles.isEmpty { policy[.roles] = roles.contains("?") ? .unknown : .names(roles.sorted()) }
    }
}
