import Testing

@Suite struct AttributeTests {
    @Test(arguments: [
        ([#"a Int @map("id")"#], #"7:3: The column "id" is that of another field already."#),
        (["a Int @map"], "7:9: `@map` needs a name."),
        ([#"a Int @map("x", "y")"#], "7:19: `@map` does not take this argument without a name."),
        ([#"a Int @map("x", name: "y")"#], "7:14: `@map` does not take this argument without a name."),
        ([#"a Int @map("x", map: "y")"#], "7:19: `@map` does not take an argument `map`, or has it already."),
        (["a Int @map(x)"], "7:14: A string in quotes is expected here."),
        ([#"a Int @map("x") @map("y")"#], "7:19: `@map` can stand only once."),
        (["a Int @foo"], "7:9: There is no attribute `@foo` of a field."),
        ([#"a Unsupported("x")? @ignore"#], "7:23: A field of an unsupported type is ignored without `@ignore`."),
        (["a Int @ignore(x)"], "7:17: `@ignore` does not take this argument without a name."),
        ([#"a Int @relation("x")"#], "7:9: The field's type is no model that it could relate to."),
        (["a Int @other.Integer"], "7:9: A native type is written as `@db.Name`."),
        (["a DateTime[] @updatedAt"], "7:16: A list can't be marked with `@updatedAt`."),
        (["a DateTime @updatedAt(x)"], "7:25: `@updatedAt` does not take this argument without a name."),
        (["a String @updatedAt"], "7:12: Only a field of type DateTime can be marked with `@updatedAt`."),
        ([#"a Unsupported("x") @updatedAt"#], "7:22: Only a field of type DateTime can be marked with `@updatedAt`."),
        (["@@map"], "7:3: `@@map` needs a name."),
        ([#"@@map("x", "y")"#], "7:14: `@@map` does not take this argument without a name."),
        (["@@ignore(x)"], "7:12: `@@ignore` does not take this argument without a name."),
        (["@@fulltext([id])"], "7:3: PostgreSQL has no index of the kind that `@@fulltext` is."),
        (["@@shardKey([id])"], "7:3: PostgreSQL has no shard keys."),
        ([#"@@schema("x")"#], #"7:12: The datasource does not list the schema "x"."#),
        (["@@schema"], "7:3: `@@schema` needs the name of a schema."),
        ([#"@@schema("")"#], "7:12: The name must not be empty."),
        (["a String @foo.Text"], "7:12: A native type is written as `@db.Name`."),
        (["a String @db"], "7:12: There is no attribute `@db` of a field."),
        ([#"a Int @map("x")"#, #"b Int @map("x")"#], #"8:3: The column "x" is that of another field already."#),
        ([#"@@map("x")"#, #"@@map("y")"#], "8:3: `@@map` can stand only once."),
        (["a Int @ignore", "@@ignore"], "7:3: A field of an ignored model does not need `@ignore`."),
        (["@@ignore", "@@ignore"], "8:3: `@@ignore` can stand only once."),
    ])
    func `a fault in an attribute is told`(_ lines: [String], _ expected: String) {
        #expect(faults(model("id Int @id", lines.joined(separator: "\n  "))) == [expected])
    }

    @Test(arguments: [
        #"a Int @map(name: "x")"#,
        "a Int @ignore",
        "a DateTime? @updatedAt",
        "a DateTime @updatedAt",
        "@@ignore",
    ])
    func `an attribute that Prisma takes is taken`(_ line: String) {
        #expect(faults(model("id Int @id", line)) == [])
    }

    @Test(arguments: [
        ("enum E {\n A @map\n}", "5:4: `@map` needs a name."),
        ("enum E {\n A @id\n}", "5:4: There is no attribute `@id` of a value of an enum."),
        ("enum E {\n A @map(\"x\") @map(\"y\")\n}", "5:14: `@map` can stand only once."),
        ("enum E {\n A\n @@map(\"x\")\n @@map(\"y\")\n}", "7:2: `@@map` can stand only once."),
        ("enum E {\n A\n @@index([A])\n}", "6:2: There is no attribute `@@index` of an enum."),
        ("enum E {\n A\n @@schema(\"x\")\n}", #"6:11: The datasource does not list the schema "x"."#),
        ("enum E {\n A @map(x)\n}", "5:9: A string in quotes is expected here."),
        ("enum E {\n @@map(\"x\")\n}", "4:1: The enum `E` has no values."),
        ("enum E {\n A\n}\nenum F {\n A\n @@map(\"E\")\n}", #"7:1: The type "E" is that of another enum."#),
        (
            "enum E {\n A\n @@map(\"x\")\n}\nenum F {\n A\n @@map(\"x\")\n}",
            #"8:1: The type "x" is that of another enum."#
        ),
    ])
    func `a fault in an enum is told`(_ block: String, _ expected: String) {
        #expect(faults(model("id Int @id", "a E", before: block)) == [expected])
    }

    @Test(arguments: [
        "enum E {\n A @map(\"\")\n}",
        "enum E {\n A\n @@map(\"x\")\n}",
        "enum E {\n A @map(\"x\")\n B @map(\"x\")\n}",
    ])
    func `an enum that Prisma takes is taken`(_ block: String) {
        #expect(faults(model("id Int @id", "a E", before: block)) == [])
    }

    @Test func `what PostgreSQL has no index for may be repeated`() {
        let sentence = "PostgreSQL has no index of the kind that `@@fulltext` is."
        #expect(
            faults(model("id Int @id", "@@fulltext([id])", "@@fulltext([id])")) == [
                "7:3: \(sentence)", "8:3: \(sentence)",
            ]
        )
    }

    @Test(arguments: [
        (["a Int!", "id Int"], ["7:8"]), (["c Int @wrong", "b Foo"], ["8:5"]),
        (["c Int @wrong", "@@index([c], type: Gin)"], ["7:9"]),
    ])
    func `what may follow from a fault is not told`(_ lines: [String], _ places: [String]) {
        let found = faults(model("id Int @id", lines.joined(separator: "\n  ")))
        #expect(found.compactMap { $0.split(separator: ": ").first.map(String.init) } == places)
    }
}
