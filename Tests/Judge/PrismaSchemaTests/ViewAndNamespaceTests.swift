import PrismaSchema
import Testing

@Suite struct ViewAndNamespaceTests {
    private func told(ofBlocks blocks: String) -> [String] {
        let text = """
            generator client {
              provider        = "prisma-client-js"
              previewFeatures = ["views"]
            }
            datasource db {
              provider = "postgresql"
              schemas  = ["a", "b"]
            }
            \(blocks)
            """
        return faults([(path: "schema.prisma", text: text)])
    }

    @Test(arguments: [
        ("model A {\n  id Int @id\n}", "9:1: `A` needs `@@schema`, because the datasource lists schemas."),
        ("enum E {\n  X\n}", "9:1: `E` needs `@@schema`, because the datasource lists schemas."),
        (
            "view V {\n  id Int @unique\n}", "9:1: `V` needs `@@schema`, because the datasource lists schemas."
        ),
    ])
    func `where the datasource lists schemas, each block says in which one it is`(_ block: String, _ fault: String) {
        #expect(told(ofBlocks: block) == [fault])
        #expect(told(ofBlocks: block.dropLast() + "  @@schema(\"a\")\n}") == [])
    }

    @Test func `two enums may be called the same in two schemas, and not in one`() {
        func enums(_ schemas: String...) -> String {
            schemas.enumerated().map { "enum E\($0) {\n  X\n  @@map(\"e\")\n  @@schema(\"\($1)\")\n}" }
                .joined(separator: "\n")
        }
        #expect(told(ofBlocks: enums("a", "b")) == [])
        #expect(told(ofBlocks: enums("a", "a")) == ["14:1: The type \"e\" is that of another enum."])
    }

    @Test(arguments: [
        ("id Int @id", "10:10: A view has no primary key."),
        ("id Int @unique\n  @@index([id])", "11:3: A view has no indexes."),
        ("id Int @unique(map: \"k\")", "10:10: What is unique in a view has no name in the database."),
    ])
    func `a view has no keys and no indexes, only what tells its rows apart`(_ lines: String, _ fault: String) {
        #expect(told(ofBlocks: "view V {\n  \(lines)\n  @@schema(\"a\")\n}") == [fault])
    }

    @Test(arguments: [("a_B9", true), ("ê", false), ("a b", false), ("a[0]", false)])
    func `Prisma Client calls a key by letters, digits and underscores`(_ name: String, _ isName: Bool) {
        let found = faults(model("x Int", "y Int", "@@unique([x, y], name: \"\(name)\")"))
        #expect(found.map { $0.contains("A client's name holds only letters") } == (isName ? [] : [true]))
    }
}
