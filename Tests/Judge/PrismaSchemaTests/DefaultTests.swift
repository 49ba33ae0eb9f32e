import Testing

@Suite struct DefaultTests {
    private func found(_ field: String) -> [String] {
        faults(model("id Int @id", "a \(field)", before: "enum E {\n  A\n  B\n}"))
    }

    @Test(arguments: [
        ("Int @default", "10:9: `@default` needs a value."),
        ("Int @default()", "10:9: `@default` needs a value."),
        (#"Int @default(1, map: "x")"#, "10:9: PostgreSQL gives defaults no names."),
        ("Int @default(1, 2)", "10:21: `@default` does not take this argument without a name."),
        ("Int @default(1.5)", "10:18: The value is no whole number of 64 bits."),
        ("Int @default(value: 1.5)", "10:25: The value is no whole number of 64 bits."),
        (#"Int @default("1")"#, "10:18: A value of type Int is expected here."),
        ("Int @default(9223372036854775808)", "10:18: The value is no whole number of 64 bits."),
        ("BigInt @default(9223372036854775808)", "10:21: The value is no whole number of 64 bits."),
        ("Int @default(true)", "10:18: A value of type Int is expected here."),
        ("Int @default([1])", "10:18: A value of type Int is expected here."),
        ("Int[] @default(1)", "10:20: The default of a list is a list."),
        (#"Int[] @default([1, "x"])"#, "10:24: A value of type Int is expected here."),
        ("Boolean @default(1)", "10:22: A value of type Boolean is expected here."),
        ("Boolean @default(foo)", "10:22: A value of type Boolean is expected here."),
        (#"Float @default("1.5")"#, "10:20: A value of type Float is expected here."),
        (#"Decimal @default("x")"#, "10:22: The value is no decimal number."),
        ("String @default(1)", "10:21: A value of type String is expected here."),
        ("String @default(x)", "10:21: A value of type String is expected here."),
        ("Json @default({})", "10:19: A value of type Json is expected here."),
        ("Bytes @default(1)", "10:20: A value of type Bytes is expected here."),
        ("DateTime @default(1)", "10:23: A value of type DateTime is expected here."),
        ("DateTime @default(now(1))", "10:23: `now()` takes no argument."),
        ("String @default(now())", "10:21: `now()` does not go with a field of type String."),
        ("Int @default(autoincrement(1))", "10:18: `autoincrement()` takes no argument."),
        ("String @default(autoincrement())", "10:21: `autoincrement()` does not go with a field of type String."),
        ("Int @default(sequence())", "10:18: Only CockroachDB knows `sequence()`."),
        ("BigInt @default(sequence())", "10:21: Only CockroachDB knows `sequence()`."),
        ("String @default(sequence())", "10:21: Prisma knows no function `sequence()`."),
        ("String @default(ulid(1))", "10:21: `ulid()` takes no argument."),
        ("Int @default(ulid())", "10:18: `ulid()` does not go with a field of type Int."),
        ("String @default(uuid(5))", "10:21: `uuid()` takes one number, 4 or 7, or nothing."),
        (#"String @default(uuid("4"))"#, "10:21: `uuid()` takes one number, 4 or 7, or nothing."),
        ("String @default(uuid(4, 7))", "10:21: `uuid()` takes one number, 4 or 7, or nothing."),
        ("Int @default(uuid())", "10:18: `uuid()` does not go with a field of type Int."),
        ("String @default(cuid(3))", "10:21: `cuid()` takes one number, 1 or 2, or nothing."),
        ("Int @default(cuid())", "10:18: `cuid()` does not go with a field of type Int."),
        ("String @default(nanoid(1))", "10:21: `nanoid()` takes one number, 2 to 255, or nothing."),
        ("String @default(nanoid(256))", "10:21: `nanoid()` takes one number, 2 to 255, or nothing."),
        ("Int @default(nanoid())", "10:18: `nanoid()` does not go with a field of type Int."),
        ("String @default(auto())", "10:21: Only MongoDB knows `auto()`."),
        ("Int @default(auto())", "10:18: Only MongoDB knows `auto()`."),
        ("String @default(foo())", "10:21: Prisma knows no function `foo()`."),
        (
            #"String @default(dbgenerated(""))"#,
            "10:21: `dbgenerated()` takes one string that is not empty, or nothing."
        ),
        ("String @default(dbgenerated(x))", "10:21: `dbgenerated()` takes one string that is not empty, or nothing."),
        (
            #"String @default(dbgenerated("x", "y"))"#,
            "10:21: `dbgenerated()` takes one string that is not empty, or nothing."
        ),
        (
            #"Unsupported("x") @default(now())"#,
            #"10:31: A field of an unsupported type has no default but `dbgenerated("…")`."#
        ),
        (
            #"Unsupported("x") @default("x")"#,
            #"10:31: A field of an unsupported type has no default but `dbgenerated("…")`."#
        ),
        ("E @default(C)", "10:16: The enum `E` has no such value."),
        (#"E @default("A")"#, "10:16: The enum `E` has no such value."),
        ("E @default(now())", "10:16: The default of an enum field is one of the enum's values."),
        ("E[] @default([A, C])", "10:22: The enum `E` has no such value."),
        ("E[] @default(A)", "10:18: The default of a list is a list."),
        ("DateTime[] @default([now()])", "10:26: A value of type DateTime is expected here."),
        (#"String @default(env("x"))"#, "10:21: Prisma knows no function `env()`."),
    ])
    func `a default that can't be is told`(_ field: String, _ expected: String) {
        #expect(found(field) == [expected])
    }

    @Test(arguments: [
        "Int @default(value: 1)",
        "Int @default(9223372036854775807)",
        "BigInt @default(-9223372036854775808)",
        "Int[] @default([1, 2])",
        "Boolean @default(true)",
        "Float @default(1)",
        "Float @default(1.5)",
        "Decimal @default(1)",
        #"Decimal @default("1.5")"#,
        #"String @default("x")"#,
        #"Json @default("{}")"#,
        #"Bytes @default("YQ==")"#,
        #"DateTime @default("2024-01-02T03:04:05Z")"#,
        "DateTime @default(now())",
        "Int @default(autoincrement())",
        "BigInt @default(autoincrement())",
        "Int? @default(autoincrement())",
        "String @default(ulid())",
        "String @default(uuid())",
        "String @default(uuid(4))",
        "String @default(uuid(7))",
        "String @default(cuid())",
        "String @default(cuid(1))",
        "String @default(cuid(2))",
        "String @default(nanoid())",
        "String @default(nanoid(2))",
        "String @default(nanoid(255))",
        #"String @default(dbgenerated("x"))"#,
        #"Unsupported("x") @default(dbgenerated("x"))"#,
        "E @default(A)",
        #"E @default(dbgenerated("x"))"#,
        "E[] @default([A])",
        "String[] @default(uuid())",
        "Int[] @default(autoincrement())",
        "DateTime[] @default(now())",
        "Int @default(-1)",
        #"Decimal @default("1e5")"#,
    ])
    func `a default that Prisma takes is taken`(_ field: String) {
        #expect(found(field) == [])
    }
}
