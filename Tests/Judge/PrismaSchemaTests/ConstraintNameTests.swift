import Testing

@testable import PrismaSchema

@Suite struct ConstraintNameTests {
    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "abc"), ("aäb", 2, "a"), ("aäb", 3, "aä"), ("日本", 5, "日"), ("日本", 2, ""),
        ("👍🏽", 4, "👍"),
    ])
    func `a name is cut between two characters`(_ name: String, _ limit: Int, _ expected: String) {
        #expect(name.cut(toBytes: limit) == expected)
    }

    @Test func `a name that fits is kept whole`() {
        let table = String(repeating: "t", count: 58)
        #expect(ConstraintName.made([table], "_pkey") == table + "_pkey")
    }

    @Test func `the part before the suffix is cut`() {
        let table = String(repeating: "t", count: 59)
        #expect(ConstraintName.made([table], "_pkey") == String(repeating: "t", count: 58) + "_pkey")
        #expect(ConstraintName.made([table, "column"], "_idx") == table + "_idx")
    }
}
