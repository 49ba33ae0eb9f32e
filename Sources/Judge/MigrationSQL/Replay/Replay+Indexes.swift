import SchemaModel

extension ScriptReplay {
    mutating func createIndex(_ node: SQLNode) {
        let table = relation(node["relation"], [.table, .materializedView])
        schema.assume(table)
        let given = node.text("idxname").map { Identifier.truncated($0) }
        let columns = Self.nameParts(node.list("indexParams") + node.list("indexIncludingParams"))
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
    static func indexFacets(_ node: SQLNode) -> Facets {
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
                var (column, expression) = (element.text("name"), element["expr"])
                var collation = element.names("collation").last
                // What is nothing but a column with a collation is stored as that (PostgreSQL source, `ComputeIndexAttrs`).
                while let clause = expression?["CollateClause"] {
                    collation = collation ?? clause.names("collname").last
                    expression = clause["arg"]
                }
                if let name = expression?["ColumnRef"]?.list("fields").last?.name { (column, expression) = (name, nil) }
                return IndexElement(
                    column: column,
                    expression: expression.map { CanonicalSQL.text($0) },
                    operatorClass: element.names("opclass").last,
                    collation: collation,
                    isDescending: isDescending,
                    nullsFirst: nulls == "SORTBY_NULLS_DEFAULT" ? isDescending : nulls == "SORTBY_NULLS_FIRST"
                )
            }
    }

    /// What an index's made name says of its columns and expressions, in their order.
    static func nameParts(_ elements: [SQLNode]) -> [String] {
        numbered(
            elements.compactMap { $0["IndexElem"] }
                .map { element in
                    let name = element.text("name") ?? CanonicalSQL.outputName(element["expr"])
                    return name == "?column?" ? "expr" : name
                }
        )
    }

    /// The names with a number behind those that came before (PostgreSQL source, `ChooseIndexColumnNames`).
    static func numbered(_ names: [String]) -> [String] {
        names.reduce(into: []) { parts, name in
            var part = name
            var number = 0
            while parts.contains(part) {
                number += 1
                part = Identifier.truncated(name, to: Identifier.limit - "\(number)".utf8.count) + "\(number)"
            }
            parts.append(part)
        }
    }
}
