import PrismaSchema
import SchemaModel
import Testing

@Suite struct FaultTests {
    @Test func `a fault names file, line and column`() {
        let error = #expect(throws: PrismaSchemaError.self) {
            try Datamodel(files: model("id Int @id", "größe Foo"))
        }
        #expect(error?.description == "schema.prisma:7:9: There is no type, model or enum `Foo`.")
    }

    @Test func `a column counts characters`() {
        #expect(
            faults(model("id Int @id", "ö String @default(\"äöü\") @wrong")) == [
                "7:28: There is no attribute `@wrong` of a field."
            ]
        )
    }

    @Test func `a block in one line is told once`() {
        #expect(
            faults(model("id Int @id", before: "model B { id Int @id }")) == [
                "4:1: The members of a block and its closing brace must stand in lines of their own."
            ]
        )
    }

    @Test func `all faults are told in the order of files`() {
        let files = [
            (path: "a.prisma", text: "model A {\n  id Int @id\n  x Nothing\n}\n"),
            (path: "b.prisma", text: "datasource db {\n  provider = \"postgresql\"\n}\nmodel B {\n  id Never @id\n}\n"),
        ]
        let error = #expect(throws: PrismaSchemaError.self) { try Datamodel(files: files) }
        #expect(error?.faults.map(\.place.description) == ["a.prisma:3:5", "b.prisma:5:6"])
    }

    @Test func `other databases are told`() {
        let text = "datasource db {\n  provider = \"mysql\"\n}\nmodel A {\n  id Int @id @db.UnsignedInt\n}\n"
        #expect(faults([(path: "s", text: text)]) == ["2:14: The provider `mysql` is not PostgreSQL."])
    }

    @Test func `CockroachDB's native types are left open`() throws {
        let text =
            "datasource db {\n  provider = \"cockroachdb\"\n}\nmodel A {\n  id BigInt @id @default(sequence()) @db.Int8\n}\n"
        let datamodel = try Datamodel(files: [(path: "s", text: text)])
        #expect(datamodel.provider == "cockroachdb")
    }

    @Test func `a folder without files has no datasource`() {
        #expect(faults([]) == ["1:1: The schema has no datasource."])
    }

    @Test(arguments: [
        ("a String @db.Int", "7:12"), ("a Int @db.SmallInt(3)", "7:9"), ("a Int @other.Integer", "7:9"),
        ("a String @db.VarChar(x)", "7:24"), ("a String @unique(where: raw(\"x\"))", "7:12"),
        ("a String @default(uuid(x: 1, y: 2))", "7:21"), ("a Int @default(now())", "7:18"),
        ("a Int[] @default(1)", "7:20"), ("a DateTime @default(\"2024-01-02\")", "7:23"),
        ("a Int @unique @unique", "7:17"), ("a Int @map(\"\")", "7:14"), ("a Int @map", "7:9"), ("a Int @", "7:10"),
        ("a", "7:3"), ("a: Int", "7:4"), ("a Int!", "7:8"), ("a Int[]?", "7:10"), ("a [Int]", "7:5"),
        ("a Int @default(1", "7:17"), ("a String @default(\"x)", "7:21"), ("@@index([a])", "7:12"),
        ("@@index([id], fields: [id])", "7:11"), ("@@id([id])", "7:3"), ("@@index([id], type: Tree)", "7:23"),
        ("@@index([id(ops: Foo)])", "7:20"), ("@@index([id(sort: Up)])", "7:21"), ("@@unknown", "7:3"),
        ("a Bytes @default(\"x\")", "7:20"), ("1a Int", "7:3"), ("a-b Int", "7:3"), ("self Order?", "7:3"),
        ("a Unsupported(\"x\") @default(1)", "7:31"), ("a Int @updatedAt", "7:9"), ("a Unsupported(x)", "7:17"),
        ("a Int /* why */ @unique", "7:19"), ("a Unsupported(\"Text\")?", "7:3"),
        ("a String @default(uuid(5))", "7:21"),
    ])
    func `a fault in a line has its place`(_ line: String, _ place: String) {
        let found = faults(model("id Int @id", line))
        #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix("\(place): ") }, "\(found)")
    }

    @Test(arguments: [
        ("model A { id Int @id }", "4:1"), ("foo {\n x\n}", "4:1"), ("enum E {\n A\n A\n}", "6:2"),
        ("type T = Int", "4:1"), ("enum Order {\n A\n}", "7:7"), ("view V {\n id Int @unique\n}", "4:1"),
        ("generator g {\n output = \"x\"\n}", "4:1"), ("generator g {\n provider = \"x\"\n y =\n}", "6:2"),
        ("generator g {\n provider = \"x\"\n provider = \"y\"\n}", "6:2"), ("model String {\n id Int @id\n}", "4:7"),
        ("model class {\n id Int @id\n}", "4:1"), ("}", "4:1"), ("model {\n}", "4:7"), ("enum E {\n A @id\n}", "5:4"),
    ])
    func `a fault in a block has its place`(_ block: String, _ place: String) {
        let found = faults(model("id Int @id", before: block))
        #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix("\(place): ") }, "\(found)")
    }

    @Test(arguments: [
        "a Int @unique /* because */", "/* why */ a Int", "a Int @unique // because", "a  Int   ?",
        "a String @default (\"x\")", "a\tInt\u{A0}[]",
        "a String @default(\"{\\\"x\\\": 1}\") /// said", "@@index( [ id ] , map : \"x\" )",
        "a String @default(uuid(7))",
        "a DateTime @updatedAt", "a Unsupported (\"x\")?", "a Int @default(dbgenerated())", "größe Int",
    ])
    func `what Prisma accepts in a line is accepted`(_ line: String) {
        #expect(faults(model("id Int @id", line)) == [])
    }

    @Test func `an unclosed block is told where it begins`() {
        #expect(
            faults([(path: "s", text: "datasource db {\n  provider = \"postgresql\"\n")]) == [
                "1:1: The datasource `db` is never closed."
            ]
        )
    }

    /// Two models that relate to each other by Prisma Client's own hands.
    private func emulated(_ actions: String) -> [(path: String, text: String)] {
        let text = """
            datasource db {
              provider     = "postgresql"
              relationMode = "prisma"
            }
            model Node {
              id    Int    @id
              upId  Int?
              up    Node?  @relation("tree", fields: [upId], references: [id]\(actions))
              below Node[] @relation("tree")
            }
            """
        return [(path: "schema.prisma", text: text)]
    }

    @Test(arguments: ["", ", onDelete: Cascade", ", onDelete: Restrict", ", onUpdate: Restrict"])
    func `actions of Prisma Client that come back to their model are rejected`(_ actions: String) {
        #expect(faults(emulated(actions)).map { $0.prefix(4) } == ["8:3:"])
    }

    @Test func `actions of Prisma Client that end are accepted`() throws {
        let files = emulated(", onDelete: Restrict, onUpdate: Restrict")
        let schema = try Datamodel(files: files).databaseSchema(defaultSchema: "public").schema
        #expect(!schema.objects.keys.contains { $0.name == "Node_upId_fkey" })
    }
}
