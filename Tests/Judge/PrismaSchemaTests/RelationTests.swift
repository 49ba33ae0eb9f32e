import PrismaSchema
import SchemaModel
import Testing

@Suite struct RelationTests {
    /// Orders that relate to customers.
    private func orders(_ lines: String...) -> [(path: String, text: String)] {
        model(
            "id Int @id",
            lines.joined(separator: "\n  "),
            before: "model Customer {\n  id Int @id\n  orders Order[]\n}"
        )
    }

    @Test func `fields that can be the same relation are told`() {
        let found = faults(
            orders(
                "a Int",
                "first Customer @relation(fields: [a], references: [id])",
                "b Int",
                "second Customer @relation(fields: [b], references: [id])"
            )
        )
        #expect(
            found
                == ["11:3", "13:3"]
                .map { "\($0): Several fields of `Order` can be this relation; tell them apart by `@relation(\"…\")`." }
        )
    }

    @Test(arguments: [
        ["first Customer", "second Customer"],
        [
            "a Int\n  first Customer @relation(\"r\", fields: [a], references: [id])",
            "b Int\n  second Customer @relation(\"r\", fields: [b], references: [id])",
        ],
    ])
    func `what belongs with fields that can be the same relation is not told`(_ lines: [String]) {
        let found = faults(orders(lines.joined(separator: "\n  "))).filter { !$0.hasPrefix("6:") }
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.contains("Several fields of `Order`") })
    }

    @Test(arguments: [("Int", "Customer", "r"), ("Int?", "Customer?", "n"), ("Int[]", "Customer", "r")])
    func `what deletes do follows from what is required`(_ column: String, _ type: String, _ expected: String) throws {
        let files = orders("a \(column)", "customer \(type) @relation(fields: [a], references: [id])")
        let schema = try Datamodel(files: files).databaseSchema(defaultSchema: "public").schema
        let key = ObjectID(.table, schema: "public", name: "Order").member(.constraint, "Order_a_fkey")
        #expect(schema.objects[key]?[.onDelete] == .text(expected))
    }
}
