import SchemaModel

extension ObjectID {
    /// Another object of the same kind, namespace and owner.
    func renamed(_ name: String) -> ObjectID { ObjectID(kind, schema: schema, owner: owner, name: name) }
}

extension DatabaseSchema {
    /// A database of those objects.
    init(of objects: KeyValuePairs<ObjectID, SchemaObject>) {
        self.init()
        for (id, object) in objects { set(id, object) }
    }
}

/// A database in which things that nothing else uses are called like others that are used.
enum Lookalikes {
    static let a = ObjectID(.table, schema: "public", name: "a")
    static let b = a.renamed("b")
    static let mood = ObjectID(.enum, schema: "public", name: "mood")
    static let numbers = ObjectID(.sequence, schema: "public", name: "numbers")

    /// What nothing else uses.
    static let unused = [
        ObjectID(.enum, schema: "s", name: "mood"), mood.renamed("level"), b.member(.column, "mood"),
        b.member(.column, "numbers"), b.member(.column, "x"), a.member(.constraint, "n"), a.renamed("logs"),
    ]

    static var schema: DatabaseSchema {
        let type = TypeReference(schema: "public", name: "mood")
        let (d, dotted) = (a.renamed("d"), a.renamed("b.x"))
        var schema = DatabaseSchema()
        for id in [a, b, d, dotted, mood, numbers, d.member(.column, "x")] + unused { schema.set(id, SchemaObject()) }
        schema.set(a.renamed("heir"), .parents, .names([dotted.description]))
        var once = SchemaObject([.type: .type(TypeReference(name: "text")), .defaultValue: .literal("glad")])
        once.defaultType = type
        schema.set(a.member(.column, "once"), once)
        schema.set(a.member(.column, "y"), .type, .type(type))
        schema.set(a.member(.column, "n"), .defaultValue, .expression("nextval(numbers)"))
        schema.set(a.member(.constraint, "n"), .check, .expression("(\(String.columnMark("n")) > '0')"))
        schema.set(
            a.member(.constraint, "a_fkey"),
            SchemaObject([.columns: .names(["y"]), .referencedTable: .object(d), .referencedColumns: .names(["x"])])
        )
        schema.set(
            ObjectID(.index, schema: "public", name: "i"),
            SchemaObject([.table: .object(a), .keys: .elements([IndexElement(column: "n", expression: nil)])])
        )
        schema.set(mood.renamed("level"), .values, .names(["public.logs", "public.a"]))
        schema.set(ObjectID(.function, schema: "public", name: "f(mood)"), SchemaObject([:], dependencies: [mood]))
        return schema
    }
}
