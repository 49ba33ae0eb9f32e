import Testing

@Suite struct RelationRuleTests {
    /// The faults of orders with those lines from line 12 on, and of customers with one line more in line 8.
    private func found(_ lines: [String], _ other: String = "orders Order[]") -> [String] {
        let before = "model C {\n  id Int @id\n  u Int @unique\n  v Int\n  \(other)\n}"
        return faults(model("id Int @id", lines.joined(separator: "\n  "), before: before))
    }

    @Test(arguments: [
        ("c C @relation(fields: [cId])", "13:3: The relation field `c` needs `references` in `@relation`."),
        ("c C @relation(references: [id])", "13:3: The relation field `c` needs `fields` in `@relation`."),
        ("c C @relation(fields: [], references: [id])", "13:3: The relation field `c` needs `fields` in `@relation`."),
        (
            "c C @relation(fields: [cId], references: [])",
            "13:3: The relation field `c` needs `references` in `@relation`."
        ),
        (
            "c C @relation(fields: [cId], references: [id, u])",
            "13:3: `fields` and `references` must be of the same number."
        ),
        ("c C @relation(fields: [cId], references: [v])", "13:3: `references` must be an id or unique in `C`."),
        ("c C @relation(fields: [foo], references: [id])", "13:26: The model `Order` has no field `foo`."),
        ("c C @relation(fields: [cId], references: [foo])", "13:45: The model `C` has no field `foo`."),
        ("c C @relation(fields: [\"cId\"], references: [id])", "13:26: A name without quotes is expected here."),
        ("c C @relation(fields: [c], references: [id])", "13:26: `c` is a relation field; its column is another."),
        (
            "c C @relation(fields: [cId], references: [orders])",
            "13:45: `orders` is a relation field; its column is another."
        ),
        (
            "c C @relation(fields: [cId], references: [id], onDelete: Foo)",
            "13:60: A referential action is Cascade, Restrict, NoAction, SetNull or SetDefault."
        ),
        (
            "c C @relation(fields: [cId], references: [id], onDelete: \"Cascade\")",
            "13:60: A name without quotes is expected here."
        ),
        ("c C @relation(fields: [cId], references: [id], map: \"\")", "13:55: The name must not be empty."),
        ("c C @relation(fields: [cId], references: [id], name: \"\")", "13:56: The name must not be empty."),
        (
            "c C @relation(fields: [cId], references: [id], foo: 1)",
            "13:50: `@relation` does not take an argument `foo`, or has it already."
        ),
        ("c C @map(\"x\")", "13:7: `@map` does not go with a relation field."),
        ("c C @unique", "13:7: `@unique` does not go with a relation field."),
        ("c C @id", "13:7: `@id` does not go with a relation field."),
        ("c C @default(1)", "13:7: `@default` does not go with a relation field."),
        ("c C @updatedAt", "13:7: `@updatedAt` does not go with a relation field."),
        ("c C @db.Text", "13:7: Only a field of a built-in type has a native type."),
    ])
    func `a fault in a relation is told`(_ line: String, _ expected: String) {
        #expect(found(["cId Int", line]) == [expected])
    }

    @Test(arguments: ["c C", "c C @relation(fields: [], references: [])"])
    func `the side of the foreign key needs its columns`(_ line: String) {
        let expected = ["fields", "references"].map { "13:3: The relation field `c` needs `\($0)` in `@relation`." }
        #expect(found(["cId Int", line]) == expected)
    }

    @Test(arguments: [("[]", "[id]"), ("[cId]", "[]")])
    func `a one-to-one relation has columns on one side`(_ fields: String, _ references: String) {
        let line = "c C @relation(fields: \(fields), references: \(references))"
        #expect(
            found(["cId Int", line], "order Order?") == [
                "8:3: One side of the relation needs `fields` and `references`.",
                "13:3: One side of the relation needs `fields` and `references`.",
            ]
        )
    }

    @Test func `a column is not listed twice`() {
        #expect(
            found(["cId Int", "c C @relation(fields: [cId, cId], references: [id, id])"]) == [
                "13:31: The field `cId` is listed twice.", "13:54: The field `id` is listed twice.",
            ]
        )
    }

    @Test(arguments: [
        ("Int?", "13:3: The relation must be optional, because one of its columns is."),
        ("String", "13:3: The types of `cId` and of `id` are not the same."),
        ("Unsupported(\"x\")", "13:3: The types of `cId` and of `id` are not the same."),
    ])
    func `a column fits what it refers to`(_ type: String, _ expected: String) {
        #expect(found(["cId \(type)", "c C @relation(fields: [cId], references: [id])"]) == [expected])
    }

    @Test(arguments: [
        ("id E @id", "a E", []), ("id E @id", "a F", ["17:3: The types of `a` and of `id` are not the same."]),
        ("id Unsupported(\"x\") @unique\n  k Int @id", "a Unsupported(\"x\")", []),
        (
            "id Unsupported(\"x\") @unique\n  k Int @id", "a Unsupported(\"y\")",
            ["18:3: The types of `a` and of `id` are not the same."]
        ),
    ])
    func `enums and unsupported types are the same by name`(_ key: String, _ column: String, _ expected: [String]) {
        let before = "enum E {\n  A\n}\nenum F {\n  A\n}\nmodel C {\n  \(key)\n  orders Order[]\n}"
        #expect(
            faults(model("id Int @id", column, "c C @relation(fields: [a], references: [id])", before: before))
                == expected
        )
    }

    @Test(arguments: [
        "c C @relation(fields: cId, references: id)", "c C @relation(fields: [cId], references: [u])",
        "c C @relation(fields: [cId], references: [id], onDelete: Cascade)",
        "c C @relation(fields: [cId], references: [id], onUpdate: NoAction)",
        "c C @relation(fields: [cId], references: [id], onUpdate: SetNull)",
        "c C @relation(fields: [cId], references: [id], onDelete: SetDefault)",
        "c C @relation(fields: [cId], references: [id], map: \"x\")",
        "c C @relation(fields: [cId], references: [id]) @ignore",
    ])
    func `a relation that Prisma takes is taken`(_ line: String) {
        #expect(found(["cId Int", line]) == [])
    }

    @Test(arguments: ["orders Order[]", "orders Order[] @relation(\"s\")"])
    func `both sides have the same name`(_ other: String) {
        #expect(
            found(["cId Int", "c C @relation(\"r\", fields: [cId], references: [id])"], other) == [
                "8:3: The relation field `orders` has no field on the other side, in `Order`.",
                "13:3: The relation field `c` has no field on the other side, in `C`.",
            ]
        )
    }

    @Test(arguments: [
        ("orders Order[] @relation(fields: [v], references: [id])", "neither `fields` nor `references`"),
        ("orders Order[] @relation(fields: [v])", "neither `fields` nor `references`"),
        ("orders Order[] @relation(references: [id])", "neither `fields` nor `references`"),
        ("orders Order[] @relation(onDelete: Cascade)", "no referential actions"),
        ("orders Order[] @relation(onUpdate: Cascade)", "no referential actions"),
    ])
    func `the side of a list says nothing of the foreign key`(_ other: String, _ what: String) {
        let expected = ["8:3: The list side of a relation takes \(what)."]
        #expect(found(["cId Int", "c C @relation(fields: [cId], references: [id])"], other) == expected)
    }

    @Test(arguments: [
        ("cs C[]", []),
        ("cs C[] @relation(onDelete: Cascade)", ["12:3: The list side of a relation takes no referential actions."]),
        (
            "cs C[] @relation(references: [id])",
            ["12:3: The list side of a relation takes neither `fields` nor `references`."]
        ),
    ])
    func `lists relate to each other by their names alone`(_ line: String, _ expected: [String]) {
        #expect(found([line]) == expected)
    }

    @Test(arguments: [
        ("order Order? @relation(onDelete: Cascade)", "Only the side `c` of the relation takes referential actions."),
        ("order Order? @relation(onUpdate: Cascade)", "Only the side `c` of the relation takes referential actions."),
        ("order Order? @relation(fields: [v])", "Only the side `c` of the relation takes `fields` and `references`."),
        (
            "order Order? @relation(references: [id])",
            "Only the side `c` of the relation takes `fields` and `references`."
        ),
        ("order Order", "The field `order` must be optional: the database can't ask for the other row."),
    ])
    func `one of two sides has the foreign key`(_ other: String, _ sentence: String) {
        #expect(
            found(["cId Int @unique", "c C @relation(fields: [cId], references: [id])"], other) == ["8:3: \(sentence)"]
        )
    }

    @Test func `the foreign key is on the side that has it where both are optional`() {
        #expect(found(["cId Int? @unique", "c C? @relation(fields: [cId], references: [id])"], "order Order?") == [])
    }

    @Test func `the columns of a one-to-one relation fit, too`() {
        #expect(
            found(["cId String @unique", "c C @relation(fields: [cId], references: [id])"], "order Order?") == [
                "13:3: The types of `cId` and of `id` are not the same."
            ]
        )
    }

    @Test func `the foreign key is on the side that is required`() {
        #expect(
            found(["cId Int? @unique", "c C? @relation(fields: [cId], references: [id])"], "order Order") == [
                "13:3: Only the side `order` of the relation takes `fields` and `references`."
            ]
        )
    }

    @Test(arguments: [("c C?", "order Order?"), ("c C", "order Order?"), ("c C?", "order Order")])
    func `a relation without foreign key is told at both sides`(_ line: String, _ other: String) {
        let sentence = "One side of the relation needs `fields` and `references`."
        #expect(found([line], other) == ["8:3: \(sentence)", "12:3: \(sentence)"])
    }

    @Test(arguments: [
        ("cId Int", "@relation(fields: [cId], references: [id])", false),
        ("cId Int @unique", "@relation(fields: [cId], references: [id])", true),
        ("cId Int", "@relation(fields: [cId, id], references: [id, v])\n  @@unique([id, cId])", false),
        ("cId Int", "@relation(fields: [cId, id], references: [id, v])\n  @@unique([cId, id])", true),
    ])
    func `the columns of a one-to-one relation are unique in their order`(
        _ column: String,
        _ relation: String,
        _ isTaken: Bool
    ) {
        let sentence = "14:3: The columns of a one-to-one relation must be unique together."
        #expect(found([column, "c C \(relation)"], "order Order?\n  @@unique([id, v])").contains(sentence) != isTaken)
    }

    @Test(arguments: [
        ("", "", ["14:3: The field `c` needs `@ignore`, because its model has `@@ignore`."]), (" @ignore", "", []),
        ("", "\n  @@ignore", []),
    ])
    func `a relation to an ignored model is ignored`(_ mark: String, _ block: String, _ expected: [String]) {
        let line = "c C @relation(fields: [cId], references: [id])\(mark)\(block)"
        #expect(found(["cId Int", line], "orders Order[]\n  @@ignore") == expected)
    }

    @Test func `a relation of an ignored model may be ignored`() {
        let line = "c C @relation(fields: [cId], references: [id]) @ignore\n  @@ignore"
        #expect(found(["cId Int", line], "orders Order[] @ignore") == [])
    }

    @Test func `a column may be called like a relation field`() {
        #expect(found(["cId Int @map(\"c\")", "c C @relation(fields: [cId], references: [id])"]) == [])
    }

    @Test func `a many-to-many relation needs an id of one field`() {
        let before = "model C {\n  a Int\n  b Int\n  orders Order[]\n  @@id([a, b])\n}"
        #expect(
            faults(model("id Int @id", "cs C[]", before: before)) == [
                "12:3: `C` needs an id of one field for a many-to-many relation without its own model."
            ]
        )
    }

    @Test(arguments: ["fields: [a, b], references: [b, a]", "fields: [b, a], references: [b, a]"])
    func `a key is referred to in any order`(_ columns: String) {
        let before = "model C {\n  a Int\n  b Int\n  orders Order[]\n  @@id([a, b])\n}"
        #expect(faults(model("id Int @id", "a Int", "b Int", "c C @relation(\(columns))", before: before)) == [])
    }

    @Test func `a relation to the own model has two fields, too`() {
        let line = "up Order? @relation(\"t\", fields: [upId], references: [id])"
        #expect(faults(model("id Int @id", "upId Int?", line, "below Order[] @relation(\"t\")")) == [])
        #expect(
            faults(model("id Int @id", "upId Int?", line)) == [
                "8:3: The relation field `up` has no field on the other side, in `Order`."
            ]
        )
    }

    @Test(arguments: [
        ["a Order[]", "b Order[]"],
        ["a Order[] @relation(\"t\")", "b Order[] @relation(\"t\")", "c Order[] @relation(\"t\")"],
    ])
    func `fields of the own model are told apart by name`(_ lines: [String]) {
        let found = faults(model("id Int @id", lines.joined(separator: "\n  ")))
        #expect(found.count == lines.count)
        #expect(found.allSatisfy { $0.contains("Several fields of `Order` can be this relation") })
    }

    @Test(arguments: [
        ("map: \"Order_pkey\"", "11:10", "Order_pkey"), ("map: \"Order_cId_key\"", "12:12", "Order_cId_key"),
    ])
    func `a foreign key has a name of its own in its table`(_ map: String, _ place: String, _ name: String) {
        let sentence = "The name \"\(name)\" is given to two constraints or indexes; set one by `map`."
        #expect(
            found(["cId Int? @unique", "c C? @relation(fields: [cId], references: [id], \(map))"]) == [
                "\(place): \(sentence)", "13:8: \(sentence)",
            ]
        )
    }
}
