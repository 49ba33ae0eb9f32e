import Testing

@Suite struct IndexMethodTests {
    private func found(_ method: String, _ operatorClass: String, _ type: String) -> [String] {
        let field = operatorClass.isEmpty ? "a" : "a(ops: \(operatorClass))"
        return faults(model("id Int @id", "a \(type)", "@@index([\(field)], type: \(method))"))
    }

    @Test(arguments: [
        ("BTree", "", ["Int"]),
        ("Gin", "JsonbOps", ["Json", "Json[]"]),
        ("Gin", "JsonbPathOps", ["Json"]),
        ("Gin", "ArrayOps", ["Json[]"]),
        ("Gin", "", ["Json @db.JsonB", "Int[]"]),
        ("Gist", "", ["String", #"Unsupported("point")"#]),
        ("Gist", "InetOps", ["String @db.Inet"]),
        (
            "SpGist", "",
            ["String", "String @db.Inet", "String @db.VarChar(3)", "String @db.Char(3)", "String @db.Text"]
        ),
        ("SpGist", "InetOps", ["String @db.Inet"]),
        ("SpGist", "TextOps", ["String"]),
        (
            "Brin", "",
            [
                "Int", "Int @db.SmallInt", "Int @db.Oid", "BigInt", "Float", "Float @db.Real", "Decimal", "String",
                "String @db.Char(2)", "String @db.Bit(2)", "String @db.VarBit(2)", "String @db.Uuid", "String @db.Inet",
                "Bytes", "DateTime", "DateTime @db.Timestamptz", "DateTime @db.Date", "DateTime @db.Time",
                "DateTime @db.Timetz", "Int[]",
            ]
        ),
        ("Brin", "Int4MinMaxOps", ["Int"]),
        ("Brin", "Int4BloomOps", ["Int"]),
        ("Brin", "Int4MinMaxMultiOps", ["Int"]),
        ("Brin", "InetInclusionOps", ["String @db.Inet"]),
    ])
    func `an index goes with the types of its method and class`(
        _ method: String,
        _ operatorClass: String,
        _ types: [String]
    ) {
        for type in types { #expect(found(method, operatorClass, type) == [], "\(type)") }
    }

    @Test(arguments: [
        ("Gin", "ArrayOps", ["Json"]),
        ("Gin", "JsonbOps", ["Json @db.Json", "String"]),
        ("Gin", "", ["Json @db.Json", "Int"]),
        ("Gist", "", ["Int", "String @db.Inet", "String @db.VarChar(3)"]),
        ("Gist", "InetOps", ["String", #"Unsupported("point")"#]),
        ("SpGist", "TextOps", ["String @db.Inet"]),
        ("SpGist", "InetOps", ["String"]),
        ("SpGist", "", ["String @db.Citext", "String @db.Uuid", "String @db.Bit(3)", "Int"]),
        ("Brin", "", ["Decimal @db.Money", "Boolean", "String @db.Citext", "Json"]),
        ("Brin", "Int8MinMaxOps", ["Int"]),
    ])
    func `an index over another type is told`(_ method: String, _ operatorClass: String, _ types: [String]) {
        let what =
            operatorClass.isEmpty
            ? "A \(method) index can't be over" : "The operator class `\(operatorClass)` is not one for"
        for type in types {
            #expect(found(method, operatorClass, type) == ["8:3: \(what) the type of `a`."], "\(type)")
        }
    }

    @Test(arguments: [
        (
            ["a Int", "@@unique([a], type: BTree)"],
            "8:17: `@@unique` does not take an argument `type`, or has it already."
        ),
        (
            ["a Json", #"@@index([a(ops: raw("x", "y"))], type: Gin)"#],
            "8:19: `raw` takes the operator class as a string."
        ),
        (["a Json", "@@index([a(ops: raw(x))], type: Gin)"], "8:19: `raw` takes the operator class as a string."),
        (["a Json", "@@index([a(ops: raw())], type: Gin)"], "8:19: `raw` takes the operator class as a string."),
        (["a Json", #"@@index([a(ops: "x")], type: Gin)"#], #"8:19: An operator class is a name or `raw("…")`."#),
        (["a Json", "@@unique([a(ops: JsonbOps)])"], "8:3: Only the fields of `@@index` take an operator class."),
        (["a Json", #"@@unique([a(ops: raw("x"))])"#], "8:3: Only the fields of `@@index` take an operator class."),
        (["a String", "b String", "@@index([a, b], type: SpGist)"], "9:3: An SP-GiST index has only one column."),
        (
            ["a String", "@@index([a(ops: TextMinMaxMultiOps)], type: Brin)"],
            #"8:19: Prisma knows no operator class `TextMinMaxMultiOps`; write `raw("…")` for others."#
        ),
        (["a Json", "@@index([a(ops: JsonbOps)])"], "8:3: The operator class `JsonbOps` is not one of BTree indexes."),
    ])
    func `a class that can't be is told`(_ lines: [String], _ expected: String) {
        #expect(faults(model("id Int @id", lines.joined(separator: "\n  "))) == [expected])
    }

    @Test(arguments: [
        ["a Json", #"@@index([a(ops: raw("x"))], type: Gin)"#],
        ["a Json", "@@index([a(foo: 1)], type: Gin)"],
    ])
    func `a class written in SQL is taken`(_ lines: [String]) {
        #expect(faults(model("id Int @id", lines.joined(separator: "\n  "))) == [])
    }
}
