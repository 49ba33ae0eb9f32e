import SchemaModel

/// What a condition over the system catalogs says of a schema: yes, no, or not to be told (nil).
struct CatalogCondition {
    private let schema: DatabaseSchema
    private let isWhole: Bool

    /// Conditions over that schema.
    ///
    /// - Parameters:
    ///   - schema: the objects.
    ///   - isWhole: whether nothing is there but what the schema holds.
    init(_ schema: DatabaseSchema, isWhole: Bool) {
        self.schema = schema
        self.isWhole = isWhole
    }

    /// Whether the condition holds.
    func holds(_ text: String) -> Bool? { ParsedScript.expression(text).flatMap { holds($0) } }

    private func holds(_ node: SQLNode) -> Bool? {
        guard let (kind, inner) = node.typed else { return nil }
        switch kind {
        case "A_Const": return inner["boolval"].map { $0.flag("boolval") }
        case "BoolExpr": return holds(operation: inner)
        case "NullTest":
            guard let isThere = isThere(byName: inner["arg"]) else { return nil }
            return (inner.text("nulltesttype") == "IS_NOT_NULL") == isThere
        case "SubLink":
            guard inner.text("subLinkType") == "EXISTS_SUBLINK" else { return nil }
            return finds(inner["subselect", "SelectStmt"])
        case "A_Expr": return holds(comparison: inner)
        default: return nil
        }
    }

    private func holds(operation node: SQLNode) -> Bool? {
        let parts = node.list("args").map { holds($0) }
        switch node.text("boolop") {
        case "NOT_EXPR": return parts.first.flatMap { $0 }.map { !$0 }
        case "OR_EXPR": return parts.contains(true) ? true : parts.contains(nil) ? nil : false
        default: return parts.contains(false) ? false : parts.contains(nil) ? nil : true
        }
    }

    /// `(SELECT count(*) FROM …) = 0` and its like.
    private func holds(comparison node: SQLNode) -> Bool? {
        guard let link = node["lexpr", "SubLink"], let limit = node["rexpr", "A_Const"]?["ival"]?.int("ival"),
            limit == 0, let select = link["subselect", "SelectStmt"],
            select.list("targetList").first?["ResTarget"]?["val", "FuncCall"]?.list("funcname").last?.name == "count",
            let found = finds(select)
        else { return nil }
        switch node.list("name").last?.name {
        case "=": return !found
        case ">", "<>": return found
        default: return nil
        }
    }

    /// Whether the object is there that `to_regclass('…')` or `to_regtype('…')` asks for; nil for anything else.
    private func isThere(byName node: SQLNode?) -> Bool? {
        guard let call = node?["FuncCall"], let name = call.list("funcname").last?.name,
            let text = call.list("args").first.flatMap({ Self.literal($0) })
        else { return nil }
        let path = Self.path(text)
        let kinds: [ObjectID.Kind]
        switch name {
        case "to_regclass": kinds = Self.relations
        case "to_regtype": kinds = Self.types
        case "to_regnamespace": kinds = [.schema]
        default: return nil
        }
        return isThere(kinds, path.last ?? "", in: path.count > 1 ? path[0] : nil)
    }

    // MARK: Queries on catalogs

    private func finds(_ select: SQLNode?) -> Bool? {
        guard let select, select["havingClause"] == nil, select.list("groupClause").isEmpty else { return nil }
        let catalogs = Self.collect(select, "RangeVar")
        guard
            let catalog = catalogs.compactMap({ Self.subjects[$0.text("relname") ?? ""] })
                .max(by: { $0.rank < $1.rank }),
            catalogs.allSatisfy({ ["pg_catalog", "information_schema", nil].contains($0.text("schemaname")) })
        else { return nil }
        var criteria: [String: String] = [:]
        var isExact = true
        if let condition = select["whereClause"] { collect(condition, into: &criteria, &isExact) }
        for join in Self.collect(select, "JoinExpr") {
            if let condition = join["quals"] { collect(condition, into: &criteria, &isExact) }
        }
        guard let name = catalog.names.lazy.compactMap({ criteria[$0] }).first else { return nil }
        let owner = catalog.owners.lazy.compactMap { criteria[$0] }.first
        let namespace = Self.namespaces.lazy.compactMap { criteria[$0] }.first
        guard let isThere = isThere(catalog.kinds, name, in: namespace, owner: owner) else { return nil }
        return isThere && !isExact ? nil : isThere
    }

    /// Takes in the comparisons of a WHERE clause; one that can't be followed makes a find uncertain.
    private func collect(_ node: SQLNode, into criteria: inout [String: String], _ isExact: inout Bool) {
        if let operation = node["BoolExpr"], operation.text("boolop") == "AND_EXPR" {
            for part in operation.list("args") { collect(part, into: &criteria, &isExact) }
            return
        }
        if let negation = node["BoolExpr"], negation.text("boolop") == "NOT_EXPR",
            Self.columnName(negation.list("args").first) == "attisdropped"
        {
            return
        }
        if Self.columnName(node["A_Expr"]?["lexpr"]) == "attnum" { return }
        guard let comparison = node["A_Expr"], comparison.list("name").last?.name == "=",
            let column = Self.columnName(comparison["lexpr"])
        else {
            isExact = false
            return
        }
        if let value = Self.literal(comparison["rexpr"]) {
            // What an object's number is cast to is a name as SQL spells it.
            let isSpelled = Self.isCastToName(comparison["lexpr"]) && !Self.isCastToName(comparison["rexpr"])
            criteria[column] = isSpelled ? Self.path(value).last ?? value : value
        } else if Self.columnName(comparison["rexpr"]) == nil, !Self.namespaces.contains(column) {
            isExact = false
        }
    }

    private func isThere(
        _ kinds: [ObjectID.Kind],
        _ name: String,
        in namespace: String? = nil,
        owner: String? = nil
    ) -> Bool? {
        func fits(_ id: ObjectID) -> Bool {
            guard id.name == name || (id.kind == .function && id.name.hasPrefix("\(name)(")) else { return false }
            // The index of a key has the constraint's name.
            let isKeysIndex = id.kind == .constraint && kinds.contains(.index) && schema.objects[id]?.isKey ?? true
            return (kinds.contains(id.kind) || isKeysIndex)
                && (namespace == nil || id.schema == namespace || id.schema.isEmpty)
                && (owner == nil || (id.owner ?? schema.owner(of: id)?.name) == owner)
        }
        if schema.objects.keys.contains(where: fits) { return true }
        if schema.doubtful.contains(where: fits) { return nil }
        guard isWhole else { return nil }
        // Members of what is known only in part may be there.
        let isMember = kinds.contains { [.column, .constraint, .enumValue, .trigger, .policy].contains($0) }
        guard isMember, schema.incomplete.contains(where: { owner == nil || $0.name == owner }) else { return false }
        return nil
    }

    // MARK: Words of the catalogs

    private struct Subject {
        /// The more special catalog of a join tells what is asked for.
        var rank: Int
        var kinds: [ObjectID.Kind]
        /// Columns that hold the object's name.
        var names: [String]
        /// Columns that hold the name of what it belongs to.
        var owners: [String] = []
    }

    private static let relations: [ObjectID.Kind] = [
        .table, .view, .materializedView, .sequence, .index, .compositeType,
    ]
    private static let types: [ObjectID.Kind] = [
        .enum, .domain, .compositeType, .rangeType, .table, .view, .materializedView,
    ]
    private static let namespaces = [
        "nspname", "schemaname", "table_schema", "schema_name", "constraint_schema", "typnamespace", "relnamespace",
        "connamespace", "trigger_schema", "routine_schema", "pronamespace", "sequence_schema",
    ]

    private static let subjects: [String: Subject] = [
        "pg_namespace": Subject(rank: 0, kinds: [.schema], names: ["nspname"]),
        "schemata": Subject(rank: 0, kinds: [.schema], names: ["schema_name"]),
        "pg_class": Subject(rank: 1, kinds: relations, names: ["relname"]),
        "pg_type": Subject(rank: 1, kinds: types, names: ["typname"]),
        "pg_tables": Subject(rank: 1, kinds: [.table], names: ["tablename"]),
        "tables": Subject(rank: 1, kinds: [.table, .view], names: ["table_name"]),
        "pg_views": Subject(rank: 1, kinds: [.view], names: ["viewname"]),
        "views": Subject(rank: 1, kinds: [.view], names: ["table_name"]),
        "pg_matviews": Subject(rank: 1, kinds: [.materializedView], names: ["matviewname"]),
        "pg_sequences": Subject(rank: 1, kinds: [.sequence], names: ["sequencename"]),
        "sequences": Subject(rank: 1, kinds: [.sequence], names: ["sequence_name"]),
        "pg_extension": Subject(rank: 1, kinds: [.extension], names: ["extname"]),
        "pg_proc": Subject(rank: 1, kinds: [.function], names: ["proname"]),
        "routines": Subject(rank: 1, kinds: [.function], names: ["routine_name"]),
        "pg_indexes": Subject(rank: 2, kinds: [.index], names: ["indexname"], owners: ["tablename"]),
        "columns": Subject(rank: 2, kinds: [.column], names: ["column_name"], owners: ["table_name"]),
        "pg_attribute": Subject(rank: 2, kinds: [.column], names: ["attname"], owners: ["attrelid", "relname"]),
        "pg_constraint": Subject(rank: 2, kinds: [.constraint], names: ["conname"], owners: ["conrelid", "relname"]),
        "table_constraints": Subject(
            rank: 2,
            kinds: [.constraint],
            names: ["constraint_name"],
            owners: ["table_name"]
        ),
        "referential_constraints": Subject(rank: 2, kinds: [.constraint], names: ["constraint_name"]),
        "pg_enum": Subject(rank: 2, kinds: [.enumValue], names: ["enumlabel"], owners: ["typname", "enumtypid"]),
        "pg_trigger": Subject(rank: 2, kinds: [.trigger], names: ["tgname"], owners: ["tgrelid", "relname"]),
        "triggers": Subject(rank: 2, kinds: [.trigger], names: ["trigger_name"], owners: ["event_object_table"]),
        "pg_policies": Subject(rank: 2, kinds: [.policy], names: ["policyname"], owners: ["tablename"]),
        "pg_policy": Subject(rank: 2, kinds: [.policy], names: ["polname"], owners: ["polrelid", "relname"]),
    ]

    private static func columnName(_ node: SQLNode?) -> String? {
        var node = node
        while let cast = node?["TypeCast"] { node = cast["arg"] }
        return node?["ColumnRef"]?.list("fields").last?.name
    }

    /// Whether a value is cast to a `reg…` type, or found by a function as one.
    private static func isCastToName(_ node: SQLNode?) -> Bool {
        guard let cast = node?["TypeCast"] else { return node?["FuncCall"] != nil }
        return cast["typeName"]?.names("names").last?.hasPrefix("reg") == true || isCastToName(cast["arg"])
    }

    /// The text of a string constant; of `'schema."Table"'::regclass` and its like the name alone.
    private static func literal(_ node: SQLNode?) -> String? {
        guard let node else { return nil }
        if let cast = node["TypeCast"] {
            let text = literal(cast["arg"])
            let type = cast["typeName"]?.names("names").last ?? ""
            return type.hasPrefix("reg") ? text.map { path($0).last ?? $0 } : text
        }
        if let call = node["FuncCall"], call.list("funcname").last?.name?.hasPrefix("to_reg") == true {
            return call.list("args").first.flatMap { literal($0) }.map { path($0).last ?? $0 }
        }
        return node["A_Const"]?["sval"]?.text("sval")
    }

    /// The parts of a name as a `reg…` type reads it: unquoted letters become small.
    private static func path(_ text: String) -> [String] {
        var parts = [""]
        var isQuoted = false
        for letter in text {
            if letter == "\"" {
                isQuoted.toggle()
            } else if letter == ".", !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1] += isQuoted ? String(letter) : letter.lowercased()
            }
        }
        return parts
    }

    private static func collect(_ node: SQLNode, _ kind: StaticString) -> [SQLNode] {
        (node[kind].map { [$0] } ?? []) + node.elements.flatMap { collect($0, kind) }
    }
}
