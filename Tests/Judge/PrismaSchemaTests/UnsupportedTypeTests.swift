import Testing

@Suite struct UnsupportedTypeTests {
    @Test(arguments: [
        "Text", " Text ", "Text(3)", "Text()", "VarChar", "VarChar(20)", "VarChar( 20 )", "VarChar (20)",
        "VarChar(20)[]",
        "VarChar(20)(3)", "VarChar(20", "VarChar(x", "VarChar\\n(2)", "Char(1) x", "Decimal", "Decimal(1,2)",
        "Decimal(1, 2)", "Integer(3)", "Timestamp(20)", "Timestamp(3) with time zone", "DoublePrecision",
    ])
    func `a type that Prisma has a name for is not unsupported`(_ type: String) {
        #expect(faults(model("id Int @id", "a Unsupported(\"\(type)\")?")).map { $0.prefix(12) } == ["7:3: Prisma "])
    }

    @Test(arguments: [
        "", "(x", "(20)", "text", "varchar(20)", "Text[]", "Text x", "Var Char", "VarChar()", "VarChar( )",
        "VarChar(x)",
        "VarChar(1,2)", "VarChar( 2 0)", "VarChar(-1)", "VarChar(4294967296)", "Decimal(1)", "Decimal(1,x)",
        "Decimal(,)", "Decimal(1,,2)",
        "Decimal(1,2,3)", "Double Precision", "Timestamp()",
    ])
    func `any other type is unsupported`(_ type: String) {
        #expect(faults(model("id Int @id", "a Unsupported(\"\(type)\")?")) == [])
    }
}
