import Testing

@Suite struct KeyTests {
    /// The faults of a model of those lines, which begins in line 4.
    private func found(_ lines: [String]) -> [String] {
        faults(model("id Int @id", before: "model A {\n  \(lines.joined(separator: "\n  "))\n}"))
    }

    @Test(arguments: [
        (
            ["a Int", "b Int", "@@id([a(sort: Desc), b])"],
            "7:3: A primary key takes neither `length` nor `sort` on PostgreSQL."
        ),
        (
            ["a Int", "b Int", "@@id([a(sort: Asc), b])"],
            "7:3: A primary key takes neither `length` nor `sort` on PostgreSQL."
        ),
        (
            ["a String", "b Int", "@@id([a(length: 3), b])"],
            "7:3: A primary key takes neither `length` nor `sort` on PostgreSQL."
        ),
        (["a Int?", "b Int", "@@id([a, b])"], "7:3: The field `a` of the primary key must be required."),
        (["a Int[]", "b Int", "@@id([a, b])"], "7:3: The field `a` of the primary key must be required."),
        (["a Int?", "@@id([a])"], "6:3: The field `a` of the primary key must be required."),
        (["a Int @id(sort: Desc)"], "5:9: A primary key does not take `sort` on PostgreSQL."),
        (["a Int @id(sort: Asc)"], "5:9: A primary key does not take `sort` on PostgreSQL."),
        (["a String @id(length: 3)"], "5:12: A primary key does not take `length` on PostgreSQL."),
        (["a Int @id(clustered: false)"], "5:9: PostgreSQL has no clustered indexes that Prisma supports."),
        (["a Int? @id"], "5:10: A field that is the id must be required."),
        (["a Int[] @id"], "5:11: A field that is the id must be required."),
        ([#"a Int @id("x")"#], "5:13: `@id` does not take this argument without a name."),
        (["a Int @id", "b Int @id"], "6:9: The model `A` has a primary key already."),
        (["a Int @id", "b Int", "@@id([b])"], "7:3: The model `A` has a primary key already."),
        (
            ["a Int", "b Int", "@@id([a, b], clustered: true)"],
            "7:3: PostgreSQL has no clustered indexes that Prisma supports."
        ),
        (["a Int", "b Int", #"@@id([a, b], "x")"#], "7:16: `@@id` does not take this argument without a name."),
        (["a Int", "b Int", "@@id([a, a])"], "7:12: The field `a` is listed twice."),
        (["a Int", "b Int", "@@id([])"], "7:3: The list of fields must not be empty."),
        (["a Int", "b Int", "@@id"], "7:3: `@@id` needs a list of fields."),
        (["a Int", "b Int", "@@id([a, c])"], "7:12: The model `A` has no field `c`."),
        (
            ["a Int", "b Int", "a_b Int", "@@id([a, b])"],
            "8:3: Prisma Client would call the key `a_b`, as it does a field."
        ),
        (
            ["a Int", "b Int", "c Int", #"@@id([a, b], name: "x")"#, #"@@unique([b, c], name: "x")"#],
            #"8:3: The name "x" is given to two keys of the model."#
        ),
    ])
    func `a fault in a key is told`(_ lines: [String], _ expected: String) {
        #expect(found(lines) == [expected])
    }

    @Test(arguments: [
        [#"a Unsupported("x") @id"#],
        [#"a Unsupported("x") @unique"#],
        ["a Int? @unique"],
        ["a Int", "b Int?", "@@unique([a, b])"],
        ["a Int", "@@index([a])"],
    ])
    func `a model without a key that tells its rows apart is told`(_ lines: [String]) {
        #expect(
            found(lines) == [
                "4:1: The model `A` needs an id or a unique field, or several together, that are all required."
            ]
        )
    }

    @Test(arguments: [
        ["a Int", "b Int", "@@id([a, b])"],
        [#"a Int @id(map: "x")"#],
        ["a Int", "b Int", #"@@id([a, b], name: "x", map: "y")"#],
        ["a Int", "b Int", "@@id(fields: [a, b])"],
        ["a Int", "@@id(a)"],
        [#"a Unsupported("x") @id"#, "b Int @unique"],
        ["a Int[] @unique"],
        ["a Int", "@@ignore"],
    ])
    func `a key that Prisma takes is taken`(_ lines: [String]) {
        #expect(found(lines) == [])
    }

    @Test(arguments: [
        (
            ["a Int", "b Int", #"@@unique([a, b], name: "x")"#, #"@@unique([b, a], name: "x")"#],
            #"10:3: The name "x" is given to two keys of the model."#
        ),
        (
            ["a Int", "b Int", #"@@unique([a, b], name: "a")"#],
            "9:3: Prisma Client would call the key `a`, as it does a field."
        ),
        (
            ["a Int", "b Int", "a_b Int", "@@unique([a, b])"],
            "10:3: Prisma Client would call the key `a_b`, as it does a field."
        ),
        (
            ["a Int", "b Int", "a_b Int", #"@@unique([a, b], name: "x")"#],
            "10:3: Prisma Client would call the key `a_b`, as it does a field."
        ),
        (
            ["a Int", "b Int", #"@@unique([a, b], name: "x y")"#],
            "9:3: A client's name holds only letters, digits and `_`."
        ),
        (
            ["a Int", "b Int", #"@@unique([a, b], name: "ä")"#],
            "9:3: A client's name holds only letters, digits and `_`."
        ),
        (
            ["a Int", "b Int", #"@@unique([a], name: "a")"#],
            "9:3: Prisma Client would call the key `a`, as it does a field."
        ),
    ])
    func `a name that Prisma Client can't use is told`(_ lines: [String], _ expected: String) {
        #expect(faults(model("id Int @id", lines.joined(separator: "\n  "))) == [expected])
    }

    @Test(arguments: [
        ["a Int", #"@@unique([a], name: "x", map: "y")"#],
        ["a Int", "b Int", #"@@unique([a, b], name: "x_1")"#],
        ["a Int", "b Int", #"@@unique([a, b], name: "1x")"#],
    ])
    func `a name that Prisma Client can use is taken`(_ lines: [String]) {
        #expect(faults(model("id Int @id", lines.joined(separator: "\n  "))) == [])
    }
}
