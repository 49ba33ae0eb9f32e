import Testing

@Suite struct IndexTests {
    @Test(arguments: [
        (["a Int", #"@@index([a], map: "x", name: "y")"#], "8:3: `@@index` takes `map` or `name`, not both."),
        (["a Int", #"@@index([a], name: "")"#], "8:22: The name must not be empty."),
        ([#"a Int @unique(name: "x")"#], "7:17: `@unique` does not take an argument `name`, or has it already."),
        (["a String @unique(length: 1)"], "7:12: An index takes no `length` on PostgreSQL."),
        (["a String @unique(sort: Up)"], "7:26: An index is sorted `Asc` or `Desc`."),
        ([#"a String @unique(sort: "Desc")"#], "7:26: A name without quotes is expected here."),
        (["a String @unique(clustered: true)"], "7:12: PostgreSQL has no clustered indexes that Prisma supports."),
        (["a Int", "@@index([a], clustered: true)"], "8:3: PostgreSQL has no clustered indexes that Prisma supports."),
        (["a Int", "@@index([a, a])"], "8:15: The field `a` is listed twice."),
        (["a Int", "@@unique([a, a])"], "8:16: The field `a` is listed twice."),
        (["a Int", "@@index([a.b])"], "8:12: The model `Order` has no field `a.b`."),
        (["a Int", #"@@index(["a"])"#], "8:12: The name of a field is expected here."),
        (["a Int", "@@index([1])"], "8:12: The name of a field is expected here."),
        (["a Int", "@@index([foo])"], "8:12: The model `Order` has no field `foo`."),
        (["a Int", "@@index([foo(sort: Desc)])"], "8:12: The model `Order` has no field `foo`."),
        (["a Int", "@@index"], "8:3: `@@index` needs a list of fields."),
        (["a Int", "@@index([])"], "8:3: The list of fields must not be empty."),
        (["a Int", #"@@index([a], type: "BTree")"#], "8:22: A name without quotes is expected here."),
        (["a Int", "@@index([a], type: Foo)"], "8:22: There is no index type `Foo`."),
        (["a Int", "@@index([a(sort: Desc)], type: Hash)"], "8:3: A hash index has no order."),
        (["a Int", "@@index([a(sort: Asc)], type: Hash)"], "8:3: A hash index has no order."),
        (["a String", "@@index([a(length: 3)])"], "8:3: An index takes no `length` on PostgreSQL."),
        (["a String", "@@unique([a(length: 3)])"], "8:3: An index takes no `length` on PostgreSQL."),
        (["a String @db.Xml", "@@index([a])"], "7:3: PostgreSQL can't index a column of type xml."),
        (["a String @db.Xml @unique"], "7:3: PostgreSQL can't index a column of type xml."),
        (["a String @db.Xml", "@@unique([a])"], "7:3: PostgreSQL can't index a column of type xml."),
        (["a String @db.Xml", "@@index([a], type: Hash)"], "7:3: PostgreSQL can't index a column of type xml."),
    ])
    func `a fault in an index is told`(_ lines: [String], _ expected: String) {
        #expect(faults(model("id Int @id", lines.joined(separator: "\n  "))) == [expected])
    }

    @Test(arguments: [
        ["a Int", #"@@index([a], name: "x")"#],
        ["a String @unique(sort: Desc)"],
        ["a Int", "@@index(a)"],
        ["a Int", "@@index([a], type: Hash)"],
        ["a Int", "@@unique([a])"],
        ["a Int", "b Int", #"@@index([a, b], name: "x y")"#],
    ])
    func `an index that Prisma takes is taken`(_ lines: [String]) {
        #expect(faults(model("id Int @id", lines.joined(separator: "\n  "))) == [])
    }

    @Test(arguments: [
        (["a Int", "b Int", #"@@index([a], map: "x")"#, #"@@index([b], map: "x")"#], "x", ["9:3", "10:3"]),
        (["a Int", #"@@index([a], map: "Order_pkey")"#], "Order_pkey", ["6:10", "8:3"]),
        (["a Int", "@@index([a])", "@@index([a])"], "Order_a_idx", ["8:3", "9:3"]),
        (["a Int @unique", "@@unique([a])"], "Order_a_key", ["7:9", "8:3"]),
    ])
    func `a name that two indexes have is told at both`(_ lines: [String], _ name: String, _ places: [String]) {
        let sentence = "The name \"\(name)\" is given to two constraints or indexes; set one by `map`."
        #expect(faults(model("id Int @id", lines.joined(separator: "\n  "))) == places.map { "\($0): \(sentence)" })
    }

    @Test(arguments: [
        "a Int @unique(map: \"<name>\")", "@@index([id], map: \"<name>\")", "@@unique([id], map: \"<name>\")",
        "customer Customer? @relation(map: \"<name>\")",
    ])
    func `a name that PostgreSQL would cut is told`(_ line: String) {
        let before = "model Customer {\n  id Int @id\n  orders Order[]\n}"
        let found = { (name: String) in
            faults(model("id Int @id", line.replacing("<name>", with: name), before: before))
        }
        let fits = String(repeating: "ä", count: 31) + "x"
        #expect(!found(fits).contains { $0.contains("longer") })
        #expect(
            found(fits + "x").filter { $0.contains("longer") }.map { $0.drop { $0 != " " } } == [
                " The name \"\(fits)x\" is longer than the 63 bytes that PostgreSQL keeps."
            ]
        )
    }
}
