package import SchemaModel

extension TypeReference {
    /// The type that a `TypeName` node names; its schema stays open where the name has none.
    init(_ node: SQLNode) {
        let names = node.names("names")
        let modifiers = node.list("typmods")
            .map { modifier -> String in
                guard let constant = modifier["A_Const"] else {
                    return modifier["ColumnRef"]?.list("fields").last?.name ?? CanonicalSQL.text(modifier)
                }
                return constant["sval"]?.text("sval") ?? String(constant["ival"]?.int("ival") ?? 0)
            }
        let name = names.last ?? ""
        self.init(
            schema: names.count > 1 ? names[names.count - 2] : nil,
            name: name,
            // The server keeps an interval's fields and precision in one number.
            modifiers: modifiers.isEmpty || name == "interval" ? nil : modifiers.joined(separator: ","),
            isArray: !node.list("arrayBounds").isEmpty
        )
    }

    /// The type that SQL text gives a column; nil where it does not parse.
    package static func column(_ sql: String) -> TypeReference? {
        let statement = ParsedScript.statement("CREATE TABLE t (c \(sql))", "CreateStmt")
        return statement?.list("tableElts").first?["ColumnDef"]?["typeName"].map { TypeReference($0) }
    }
}
