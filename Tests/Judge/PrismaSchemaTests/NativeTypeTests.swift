import Testing

@Suite struct NativeTypeTests {
    @Test(arguments: [
        ("a Int @db.Integer @db.SmallInt", "7:21: A field has only one native type."),
        ("a Int @db.x.y", "7:9: A native type is written as `@db.Name`."),
        ("a String @db..Text", "7:12: A native type is written as `@db.Name`."),
        ("a Int @db.Integer(3)", "7:9: The native type `Integer` takes no argument."),
        ("a String @db.VarChar(3, 4)", "7:12: The native type `VarChar` takes one number or none."),
        ("a Decimal @db.Decimal(3)", "7:13: The native type `Decimal` takes two numbers or none."),
        ("a Decimal @db.Decimal(3, 4)", "7:13: The scale of a decimal must not be larger than its precision."),
        ("a Decimal @db.Decimal(0, 0)", "7:13: The precision of a decimal is a number from 1 to 1000."),
        ("a Decimal @db.Decimal(1001, 0)", "7:13: The precision of a decimal is a number from 1 to 1000."),
        ("a String @db.Bit(0)", "7:12: The length of a bit string must be positive."),
        ("a String @db.VarBit(0)", "7:12: The length of a bit string must be positive."),
        ("a String @db.VarChar(-1)", "7:24: The native type `VarChar` takes whole numbers that are not negative."),
        (#"a String @db.VarChar("3")"#, "7:24: The native type `VarChar` takes whole numbers that are not negative."),
        (
            "a String @db.VarChar(4294967296)",
            "7:24: The native type `VarChar` takes whole numbers that are not negative."
        ),
        ("a String @db.VarChar(1.5)", "7:24: The native type `VarChar` takes whole numbers that are not negative."),
        ("a DateTime @db.Timestamp(7)", "7:14: The precision of a time is a number from 0 to 6."),
        ("a DateTime @db.Timestamptz(7)", "7:14: The precision of a time is a number from 0 to 6."),
        ("a DateTime @db.Time(7)", "7:14: The precision of a time is a number from 0 to 6."),
        ("a DateTime @db.Timetz(7)", "7:14: The precision of a time is a number from 0 to 6."),
        ("a DateTime @db.Date(1)", "7:14: The native type `Date` takes no argument."),
        ("a Int @db.Text", "7:9: The native type `Text` is for fields of type String, not Int."),
        ("a String @db.Foo", "7:12: PostgreSQL has no native type `Foo` that Prisma knows."),
        (#"a Unsupported("x") @db.Text"#, "7:22: Only a field of a built-in type has a native type."),
        ("a String @db", "7:12: There is no attribute `@db` of a field."),
    ])
    func `a native type that can't be is told`(_ line: String, _ expected: String) {
        #expect(faults(model("id Int @id", line)) == [expected])
    }

    @Test(arguments: [
        "a Decimal @db.Decimal(4, 4)",
        "a Decimal @db.Decimal(1000, 0)",
        "a String @db.VarChar(0)",
        "a String @db.VarChar(4294967295)",
        "a DateTime @db.Timestamp(6)",
        "a DateTime @db.Time(6)",
        "a DateTime @db.Timetz(6)",
        "a DateTime @db.Timestamptz(6)",
        "a Int @db.Integer()",
        "a String @db.VarChar()",
    ])
    func `a native type that Prisma takes is taken`(_ line: String) {
        #expect(faults(model("id Int @id", line)) == [])
    }

    @Test func `a native type is called after the datasource`() {
        let head = "datasource foo {\n  provider = \"postgresql\"\n}\nmodel A {\n  id Int @id\n  a String "
        #expect(faults([(path: "s", text: head + "@foo.Text\n}")]) == [])
        #expect(
            faults([(path: "s", text: head + "@db.Text\n}")]) == ["6:12: A native type is written as `@foo.Name`."]
        )
    }

    @Test func `an enum has no native type`() {
        #expect(
            faults(model("id Int @id", "a E @db.Text", before: "enum E {\n  A\n}")) == [
                "9:7: Only a field of a built-in type has a native type."
            ]
        )
    }
}
