import SchemaModel

extension ScriptReplay {
    mutating func createTable(_ node: SQLNode) {
        let id = created(.table, Self.path(node["relation"]))
        guard mayCreate(id, ifNotExists: node.flag("if_not_exists")) else { return }
        var table = SchemaObject([.rowSecurity: .flag(false), .forcesRowSecurity: .flag(false)])
        let parents = node.list("inhRelations").compactMap { $0["RangeVar"] }.map { relation($0) }
        table[.parents] = .names(parents.map(\.description))
        if let bound = node["partbound"] { table[.partitionBound] = .expression(CanonicalSQL.any(bound)) }
        if let key = node["partspec"] { table[.partitionKey] = .expression(CanonicalSQL.any(key)) }
        table[.storageParameters] = .names(Self.storageParameters(node.list("options")))
        schema.set(id, table)
        // What a parent or the model's ignorance adds beyond the statement is not known.
        for parent in parents {
            for column in schema.members(of: parent) where column.kind == .column {
                if let object = schema.objects[column] { schema.set(id.member(.column, column.name), object) }
            }
        }
        if node["ofTypename"] != nil { schema.markIncomplete(id) }
        let elements = node.list("tableElts")
        for element in elements {
            if let column = element["ColumnDef"] { addColumn(column, to: id) }
            if let like = element["TableLikeClause"] { copyColumns(like, to: id) }
        }
        var constraints: [(node: SQLNode, column: String?)] = []
        for element in elements {
            if let column = element["ColumnDef"] {
                let name = Identifier.truncated(column.text("colname") ?? "")
                constraints += column.list("constraints").compactMap { $0["Constraint"] }.map { ($0, name) }
            } else if let constraint = element["Constraint"] {
                constraints.append((constraint, nil))
            }
        }
        addConstraints(constraints, to: id)
        if !parents.isEmpty { schema.markIncomplete(id) }
    }

    /// Adds constraints in the order in which the server names them: indexes, checks, foreign keys.
    mutating func addConstraints(_ constraints: [(node: SQLNode, column: String?)], to table: ObjectID) {
        func rank(_ node: SQLNode) -> Int {
            switch node.text("contype") ?? "" {
            case "CONSTR_CHECK": 0
            case "CONSTR_PRIMARY": 1
            case "CONSTR_FOREIGN": 3
            default: 2
            }
        }
        // An attribute such as DEFERRABLE stands behind the column constraint that it is of.
        var entries: [(node: SQLNode, column: String?, attributes: [String])] = []
        for (node, column) in constraints {
            let kind = node.text("contype") ?? ""
            if kind.hasPrefix("CONSTR_ATTR"), !entries.isEmpty {
                entries[entries.count - 1].attributes.append(kind)
            } else {
                entries.append((node, column, []))
            }
        }
        let ordered = entries.enumerated()
            .sorted { (rank($0.element.node), $0.offset) < (rank($1.element.node), $1.offset) }
        for (_, entry) in ordered {
            guard let constraint = addConstraint(entry.node, column: entry.column, to: table) else { continue }
            for attribute in entry.attributes { setAttribute(attribute, of: constraint) }
        }
    }

    private mutating func setAttribute(_ kind: String, of constraint: ObjectID) {
        switch kind {
        case "CONSTR_ATTR_DEFERRABLE": schema.set(constraint, .deferrable, .flag(true))
        case "CONSTR_ATTR_DEFERRED":
            schema.set(constraint, .deferrable, .flag(true))
            schema.set(constraint, .initiallyDeferred, .flag(true))
        case "CONSTR_ATTR_NOT_ENFORCED": schema.set(constraint, .validated, .flag(false))
        default: break
        }
    }

    /// Adds one column, with the sequence of a serial type; its constraints are added by `addConstraints`.
    mutating func addColumn(_ node: SQLNode, to table: ObjectID) {
        let id = table.member(.column, Identifier.truncated(node.text("colname") ?? ""))
        var type = node["typeName"].map { TypeReference($0) } ?? TypeReference(name: "")
        var column = SchemaObject([
            .notNull: .flag(false), .defaultValue: .text(""), .identity: .text(""), .generated: .text(""),
            .statistics: .text(""),
        ])
        if let serial = Self.serialTypes[type.name], type.schema == nil {
            type = TypeReference(name: serial)
            column[.notNull] = .flag(true)
            let sequence = addSequence(of: id, table: table, type: serial)
            column[.defaultValue] = .expression("nextval(\(sequence.name))")
        }
        let inherited = schema.objects[id]
        if node["typeName"] == nil, case .type(let known)? = inherited?[.type] { type = known }
        type = resolved(type)
        column[.type] = .type(type)
        if let inherited {
            if inherited[.notNull] == .flag(true) { column[.notNull] = .flag(true) }
            if column[.defaultValue] == .text("") { column[.defaultValue] = inherited[.defaultValue] }
            column[.generated] = inherited[.generated]
        }
        for constraint in node.list("constraints").compactMap({ $0["Constraint"] }) {
            switch constraint.text("contype") {
            case "CONSTR_DEFAULT":
                column[.defaultValue] = FacetValue(defaultBy: constraint["raw_expr"], type: type)
            case "CONSTR_IDENTITY":
                column[.identity] = .text(constraint.text("generated_when") ?? "a")
                column[.notNull] = .flag(true)
                _ = addSequence(of: id, table: table, type: type.name)
            case "CONSTR_GENERATED":
                column[.generated] = .expression(CanonicalSQL.text(constraint["raw_expr"]))
            default: break
            }
        }
        schema.set(id, column)
    }

    /// Creates the sequence of a serial or identity column.
    mutating func addSequence(of column: ObjectID, table: ObjectID, type: String) -> ObjectID {
        let name = Identifier.chosen(table.name, column.name, "seq") { isRelationNameTaken($0, in: table.schema) }
        let id = ObjectID(.sequence, schema: table.schema, name: name)
        schema.set(id, SchemaObject([.type: .type(TypeReference(name: type)), .ownedBy: .object(column)]))
        return id
    }

    /// Whether a relation of that name is there.
    func isRelationNameTaken(_ name: String, in namespace: String) -> Bool {
        ([.index] + ObjectID.rivals(of: .index))
            .contains {
                schema.objects[ObjectID($0, schema: namespace, name: name)] != nil
            }
    }

    static let serialTypes = [
        "serial": "int4", "serial4": "int4", "bigserial": "int8", "serial8": "int8", "smallserial": "int2",
        "serial2": "int2",
    ]

    /// What `LIKE` copies: names, types and NOT NULL; other things only where it says so, and then not compared.
    private mutating func copyColumns(_ like: SQLNode, to table: ObjectID) {
        let source = relation(like["relation"])
        if schema.objects[source] == nil { schema.markIncomplete(table) }
        for member in schema.members(of: source) where member.kind == .column {
            guard let object = schema.objects[member] else { continue }
            var copy = SchemaObject([.type: object[.type], .notNull: object[.notNull]])
            if like.int("options") != 0 { copy[.defaultValue] = .unknown }
            schema.set(table.member(.column, member.name), copy)
        }
        if like.int("options") != 0 { schema.markIncomplete(table) }
        if like.int("options") & Self.likeIndexes != 0 { copyIndexes(of: source, to: table) }
    }

    /// `CREATE_TABLE_LIKE_INDEXES` (PostgreSQL source, `parsenodes.h`).
    private static let likeIndexes = 1 << 6

    /// Makes the indexes anew that another table has, under names of their own.
    private mutating func copyIndexes(of source: ObjectID, to table: ObjectID) {
        for member in schema.members(of: source).sorted(by: { $0.name < $1.name }) where member.kind == .index {
            guard var index = schema.objects[member], case .elements(let keys) = index[.keys],
                case .names(let included) = index[.include]
            else { continue }
            let names = keys.compactMap(\.column)
            // What the server calls an expression's column is not kept here.
            guard names.count == keys.count else { continue }
            let name = Identifier.chosen(table.name, Self.numbered(names + included).joined(separator: "_"), "idx") {
                isRelationNameTaken($0, in: table.schema) || isIndexNameTaken($0, in: table.schema)
            }
            index[.table] = .object(table)
            schema.set(ObjectID(.index, schema: table.schema, name: name), index)
        }
    }

    /// The options of `WITH (…)` as `reloptions` keeps them, sorted; those of the TOAST table are kept there.
    static func storageParameters(_ options: [SQLNode]) -> [String] {
        options.compactMap { $0["DefElem"] }.filter { $0.text("defnamespace") != "toast" }
            .map { "\($0.text("defname") ?? "")=\($0["arg"].map { Self.optionText($0) } ?? "true")" }.sorted()
    }

    /// The text of an option's value: a number, a word or a string.
    static func optionText(_ node: SQLNode) -> String {
        if let integer = node["Integer"] { return String(integer.int("ival")) }
        if let number = node["Float"] { return number.text("fval") ?? number.text("str") ?? "" }
        if let type = node["TypeName"] { return type.names("names").last ?? "" }
        return node.name ?? ""
    }

    mutating func createForeignTable(_ node: SQLNode) {
        guard let base = node["base_stmt"] ?? node["base"] else { return }
        createTable(base)
    }

    mutating func createTableAs(_ node: SQLNode) {
        guard node.text("objtype") != "OBJECT_MATVIEW" else { return createMaterializedView(node) }
        createTable(into: node["into"], ifNotExists: node.flag("if_not_exists"))
    }

    /// Creates a table from a query; its columns' types are the query's.
    mutating func createTable(into clause: SQLNode?, ifNotExists: Bool) {
        let id = created(.table, Self.path(clause?["rel"]))
        guard mayCreate(id, ifNotExists: ifNotExists) else { return }
        schema.set(id, SchemaObject())
        schema.markIncomplete(id)
    }
}
