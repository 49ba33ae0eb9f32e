package import SchemaModel

extension ScriptReplay {
    /// Adds a constraint to a table.
    ///
    /// - Parameters:
    ///   - node: the constraint.
    ///   - column: the column whose definition it stands in; nil for a table constraint.
    ///   - table: the table.
    /// - Returns: the constraint; nil for what is a column's property.
    mutating func addConstraint(_ node: SQLNode, column: String?, to table: ObjectID) -> ObjectID? {
        switch node.text("contype") ?? "" {
        case "CONSTR_NOTNULL":
            let name = column ?? node.names("keys").first
            if let name { schema.set(table.member(.column, name), .notNull, .flag(true)) }
            return nil
        case "CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_EXCLUSION": return addKey(node, column: column, to: table)
        case "CONSTR_CHECK": return addCheck(node, column: column, to: table)
        case "CONSTR_FOREIGN": return addForeignKey(node, column: column, to: table)
        default: return nil
        }
    }

    private mutating func addKey(_ node: SQLNode, column: String?, to table: ObjectID) -> ObjectID? {
        let kind = node.text("contype") ?? ""
        var facets = Self.constraintFacets(node, column: column)
        var columns = column.map { [$0] } ?? node.names("keys").map { Identifier.truncated($0) }
        if let existing = node.text("indexname") {
            let index = ObjectID(.index, schema: table.schema, name: existing)
            if case .elements(let keys) = schema.objects[index]?[.keys] { columns = keys.compactMap(\.column) }
            let name = node.text("conname") ?? existing
            if columns.isEmpty { facets[.columns] = .unknown } else { facets[.columns] = .names(columns) }
            schema.remove(index)
            return finishKey(kind, columns, table.member(.constraint, Identifier.truncated(name)), facets, table)
        }
        facets[.columns] = .names(columns)
        let keys =
            columns.isEmpty
            ? Self.nameParts(node.list("exclusions").compactMap { $0["List"]?.list("items").first })
            : Self.numbered(columns + node.names("including"))
        let label = kind == "CONSTR_PRIMARY" ? "pkey" : kind == "CONSTR_UNIQUE" ? "key" : "excl"
        let name =
            node.text("conname").map { Identifier.truncated($0) }
            ?? Identifier.chosen(
                table.name,
                kind == "CONSTR_PRIMARY" ? "" : keys.joined(separator: "_"),
                label
            ) {
                isRelationNameTaken($0, in: table.schema) || isConstraintNameTaken($0, in: table.schema)
            }
        return finishKey(kind, columns, table.member(.constraint, name), facets, table)
    }

    private mutating func finishKey(
        _ kind: String,
        _ columns: [String],
        _ id: ObjectID,
        _ facets: Facets,
        _ table: ObjectID
    ) -> ObjectID? {
        if kind == "CONSTR_PRIMARY" {
            for column in columns { setNotNull(table.member(.column, column)) }
        }
        return add(id, facets)
    }

    /// Adds a constraint that is not there yet.
    private mutating func add(_ id: ObjectID, _ facets: Facets) -> ObjectID? {
        guard mayCreate(id, ifNotExists: false) else { return nil }
        schema.set(id, SchemaObject(facets))
        return id
    }

    private mutating func setNotNull(_ column: ObjectID) {
        _ = presuppose(column)
        schema.set(column, .notNull, .flag(true))
    }

    /// Whether a key constraint's index has that name.
    func isIndexNameTaken(_ name: String, in namespace: String) -> Bool {
        key(named: ObjectID(.index, schema: namespace, name: name)) != nil
    }

    /// Whether a constraint of any table has that name (PostgreSQL source, `ChooseConstraintName`).
    private func isConstraintNameTaken(_ name: String, in namespace: String) -> Bool {
        schema.objects.keys.contains { $0.name == name && $0.kind == .constraint && $0.schema == namespace }
    }

    private mutating func addCheck(_ node: SQLNode, column: String?, to table: ObjectID) -> ObjectID? {
        let text = CanonicalSQL.text(node["raw_expr"])
        // The server names a check after the only column it uses, wherever it stands.
        let used = text.onlyColumn
        let name =
            node.text("conname").map { Identifier.truncated($0) }
            ?? Identifier.chosen(table.name, used ?? "", "check") {
                isConstraintNameTaken($0, in: table.schema)
            }
        var facets = Self.constraintFacets(node, column: column)
        facets[.check] = .expression(text)
        return add(table.member(.constraint, name), facets)
    }

    private mutating func addForeignKey(_ node: SQLNode, column: String?, to table: ObjectID) -> ObjectID? {
        let columns = column.map { [$0] } ?? node.names("fk_attrs")
        let target = relation(node["pktable"])
        var facets = Self.constraintFacets(node, column: column)
        facets[.columns] = .names(columns)
        facets[.referencedTable] = .object(target)
        let referenced = node.names("pk_attrs")
        facets[.referencedColumns] = referenced.isEmpty ? primaryKey(of: target) : .names(referenced)
        let name =
            node.text("conname").map { Identifier.truncated($0) }
            ?? Identifier.chosen(table.name, columns.joined(separator: "_"), "fkey") {
                isConstraintNameTaken($0, in: table.schema)
            }
        return add(table.member(.constraint, name), facets)
    }

    private func primaryKey(of table: ObjectID) -> FacetValue {
        for member in schema.members(of: table) {
            if let object = schema.objects[member], object[.kind] == .text("primary_key") { return object[.columns] }
        }
        return .unknown
    }

    /// The properties of a constraint that its node alone tells; also for what `pg_get_constraintdef` prints.
    static func constraintFacets(_ node: SQLNode, column: String?) -> Facets {
        let kind = constraintKinds[node.text("contype") ?? ""] ?? "constraint"
        var facets: Facets = [
            .kind: .text(kind),
            .deferrable: .flag(node.flag("deferrable")),
            .initiallyDeferred: .flag(node.flag("initdeferred")),
            .validated: .flag(!node.flag("skip_validation")),
        ]
        switch kind {
        case "foreign_key":
            facets[.onDelete] = .text(node.text("fk_del_action") ?? "a")
            facets[.onUpdate] = .text(node.text("fk_upd_action") ?? "a")
            facets[.match] = .text(node.text("fk_matchtype") ?? "s")
        case "check": facets[.noInherit] = .flag(node.flag("is_no_inherit"))
        case "exclusion":
            facets[.definition] = .expression(node.list("exclusions").map { exclusion($0) }.joined(separator: ", "))
            facets[.method] = .text(node.text("access_method") ?? "btree")
            facets[.predicate] = node["where_clause"].map { .expression(CanonicalSQL.text($0)) } ?? .text("")
        default:
            facets[.include] = .names(node.names("including"))
            facets[.nullsNotDistinct] = .flag(node.flag("nulls_not_distinct"))
        }
        return facets
    }

    /// One element of an exclusion constraint with its operator, such as `room WITH =`.
    private static func exclusion(_ node: SQLNode) -> String {
        let parts = node["List"]?.list("items") ?? []
        let key = parts.first?["IndexElem"]
        let column = key?.text("name").map { String.columnMark($0) } ?? CanonicalSQL.text(key?["expr"])
        let details = [key?.names("collation").last, key?.names("opclass").last].compactMap(\.self)
        let operation = parts.last?["List"]?.list("items").last?.name ?? ""
        return ([column] + details + ["WITH", operation]).joined(separator: " ")
    }

    private static let constraintKinds = [
        "CONSTR_PRIMARY": "primary_key", "CONSTR_UNIQUE": "unique", "CONSTR_FOREIGN": "foreign_key",
        "CONSTR_CHECK": "check", "CONSTR_EXCLUSION": "exclusion",
    ]
}

extension SchemaObject {
    /// Whether it is a constraint that has an index of its own.
    package var isKey: Bool {
        [.text("primary_key"), .text("unique"), .text("exclusion")].contains(self[.kind])
    }
}

extension String {
    /// The one column that a normalised expression mentions; nil for none and for several.
    var onlyColumn: String? {
        let names = split(separator: "\u{ab}", omittingEmptySubsequences: false).dropFirst()
            .compactMap { $0.split(separator: "\u{bb}").first.map(String.init) }
        return Set(names).count == 1 ? names.first : nil
    }
}
