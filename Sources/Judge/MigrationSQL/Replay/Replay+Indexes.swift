import SchemaModel

extension ScriptReplay {
    mutating func createIndex(_ node: SQLNode) {
        let table = relation(node["relation"], [.table, .materializedView])
        if schema.objects[table] == nil { schema.assume(table) }
        let keys = Self.indexKeys(node)
        let given = node.text("idxname").map { Identifier.truncated($0) }
        let columns = keys.enumerated().map { offset, key in key.column ?? Self.expressionName(node, at: offset) }
        let name =
            given
            ?? Identifier.chosen(table.name, columns.joined(separator: "_"), "idx") {
                isRelationNameTaken($0, in: table.schema) || isIndexNameTaken($0, in: table.schema)
            }
        let id = ObjectID(.index, schema: table.schema, name: name)
        guard mayCreate(id, ifNotExists: node.flag("if_not_exists")) else { return }
        var index = SchemaObject(Self.indexFacets(node))
        index[.table] = .object(table)
        schema.set(id, index)
    }

    /// The properties of an index that its statement tells; also for what `pg_get_indexdef` prints.
    static func indexFacets(_ node: SQLNode) -> [SchemaObject.Facet: FacetValue] {
        [
            .unique: .flag(node.flag("unique")),
            .method: .text(node.text("accessMethod") ?? "btree"),
            .keys: .elements(indexKeys(node)),
            .include: .names(node.list("indexIncludingParams").compactMap { $0["IndexElem"]?.text("name") }),
            .predicate: node["whereClause"].map { .expression(CanonicalSQL.text($0)) } ?? .text(""),
            .nullsNotDistinct: .flag(node.flag("nulls_not_distinct")),
            .valid: .flag(true),
            .storageParameters: .names(ScriptReplay.storageParameters(node.list("options"))),
        ]
    }

    private static func indexKeys(_ node: SQLNode) -> [IndexElement] {
        node.list("indexParams").compactMap { $0["IndexElem"] }
            .map { element in
                let isDescending = element.text("ordering") == "SORTBY_DESC"
                let nulls = element.text("nulls_ordering") ?? "SORTBY_NULLS_DEFAULT"
                return IndexElement(
                    column: element.text("name"),
                    expression: element["expr"].map { CanonicalSQL.text($0) },
                    operatorClass: element.names("opclass").last,
                    collation: element.names("collation").last,
                    isDescending: isDescending,
                    nullsFirst: nulls == "SORTBY_NULLS_DEFAULT" ? isDescending : nulls == "SORTBY_NULLS_FIRST"
                )
            }
    }

    /// The name that the server makes of an expression in an index's own name: the function's, or `expr`.
    private static func expressionName(_ node: SQLNode, at offset: Int) -> String {
        let parameters = node.list("indexParams").compactMap { $0["IndexElem"] }
        guard parameters.indices.contains(offset) else { return "expr" }
        return parameters[offset]["expr", "FuncCall"]?.list("funcname").last?.name ?? "expr"
    }
}
