import Testing

@testable import PrismaSchema

@Suite struct OperatorClassTests {
    @Test(arguments: [
        ("gin_trgm_ops", "gin_trgm_ops"), ("public.gin_trgm_ops", "gin_trgm_ops"), (" GIN_Trgm_Ops ", "gin_trgm_ops"),
        ("gist_trgm_ops (siglen = 32)", "gist_trgm_ops"), ("\"MyOps\"", "MyOps"), ("public . \"MyOps\"", "MyOps"),
    ])
    func `a class written in SQL is known by its bare name`(_ text: String, _ expected: String) {
        #expect(OperatorClass.raw(text).catalogName == expected)
    }

    @Test(arguments: [
        ("String @db.Bit(3)", "BitMinMaxOps"), ("String @db.VarBit(3)", "VarBitMinMaxOps"),
        ("String @db.Inet", "InetInclusionOps"), ("String @db.Inet", "InetMinMaxMultiOps"), ("String", "TextBloomOps"),
    ])
    func `a class for block ranges goes with its type`(_ type: String, _ name: String) {
        let field = "a \(type)"
        #expect(faults(model("id Int @id", field, "@@index([a(ops: \(name))], type: Brin)")) == [])
        let other = faults(model("id Int @id", field, "@@index([a(ops: \(name))], type: Gin)"))
        #expect(other == ["8:3: The operator class `\(name)` is not one of Gin indexes."])
    }
}
