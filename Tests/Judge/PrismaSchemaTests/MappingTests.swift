import PrismaSchema
import SchemaModel
import Testing

@Suite struct MappingTests {
    private func mapped(_ text: String, features: String = "", in namespace: String = "public") throws
        -> DatamodelSchema
    {
        let head = """
            generator client {
              provider        = "prisma-client-js"
              previewFeatures = [\(features)]
            }
            datasource db {
              provider   = "postgresql"
            }

            """
        return try Datamodel(files: [(path: "prisma/schema.prisma", text: head + text)])
            .databaseSchema(defaultSchema: namespace)
    }

    private func table(_ name: String) -> ObjectID { ObjectID(.table, schema: "public", name: name) }

    @Test func `each object has its place`() throws {
        let result = try mapped(
            """
            enum Role {
              USER
            }
            model Person {
              id   Int    @id
              name String @unique
              role Role
              pets Pet[]
              @@index([role])
            }
            model Pet {
              id     Int      @id
              people Person[]
            }
            """
        )
        let places = Dictionary(
            result.places.map { ("\($0.key.kind.rawValue) \($0.key)", "\($0.value.line):\($0.value.column)") }
        ) { first, _ in first }
        #expect(
            places == [
                "schema public": "8:1", "enum public.Role": "8:1", "enum_value public.Role.USER": "9:3",
                "table public.Person": "11:1", "column public.Person.id": "12:3", "column public.Person.name": "13:3",
                "column public.Person.role": "14:3", "constraint public.Person.Person_pkey": "12:15",
                "index public.Person_name_key": "13:15", "index public.Person_role_idx": "16:3",
                "table public.Pet": "18:1", "column public.Pet.id": "19:3", "constraint public.Pet.Pet_pkey": "19:19",
                "table public._PersonToPet": "15:3", "column public._PersonToPet.A": "15:3",
                "column public._PersonToPet.B": "15:3", "constraint public._PersonToPet._PersonToPet_AB_pkey": "15:3",
                "index public._PersonToPet_B_index": "15:3",
                "constraint public._PersonToPet._PersonToPet_A_fkey": "15:3",
                "constraint public._PersonToPet._PersonToPet_B_fkey": "15:3",
            ]
        )
        #expect(result.joinTables == [table("_PersonToPet")])
        #expect(result.schema.incomplete == [])
        #expect(result.places.values.allSatisfy { $0.file == "prisma/schema.prisma" })
    }

    @Test func `models without a schema are in the default one`() throws {
        let result = try mapped("model A {\n  id Int @id\n}", in: "sales")
        #expect(result.schema.objects[ObjectID(.table, schema: "sales", name: "A")] != nil)
        #expect(result.schema.objects[.schema("sales")] != nil)
    }

    @Test func `what only SQL tells is passed on`() throws {
        let result = try mapped(
            """
            model A {
              id   Int      @id @default(autoincrement())
              word String   @default(dbgenerated("lower('X')"))
              any  Int      @default(dbgenerated())
              at   DateTime @default("2024-01-02T03:04:05Z")
              now  DateTime @default(now())
              pos  Unsupported("point")[]
              @@index([word], where: raw("word <> ''"))
            }
            """,
            features: "\"partialIndexes\""
        )
        let columns = table("A")
        let word = columns.member(.column, "word")
        #expect(result.rawDefaults == [word: "lower('X')"])
        #expect(result.columnsWithDefault == [word, columns.member(.column, "at")])
        #expect(result.rawTypes == [columns.member(.column, "pos"): "point[]"])
        #expect(result.rawPredicates == [ObjectID(.index, schema: "public", name: "A_word_idx"): "word <> ''"])
        #expect(result.autoincrementColumns == [columns.member(.column, "id")])
        #expect(result.schema.objects[columns.member(.column, "now")]?[.defaultValue] == .expression("now()"))
        for name in ["id", "word", "any", "at"] {
            #expect(result.schema.objects[columns.member(.column, name)]?.facets[.defaultValue] == nil, "\(name)")
        }
    }

    @Test func `conditions are compared only where partial indexes are on`() throws {
        let text = "model A {\n  id Int @id\n  n Int @unique\n}"
        let index = ObjectID(.index, schema: "public", name: "A_n_key")
        #expect(try mapped(text).schema.objects[index]?.facets[.predicate] == nil)
        let with = try mapped(text, features: "\"partialIndexes\"")
        #expect(with.schema.objects[index]?[.predicate] == .text(""))
    }

    @Test func `views and Prisma's own table are left out`() throws {
        let result = try mapped(
            """
            view Active {
              id Int @unique
            }
            model History {
              id String @id
              @@map("_prisma_migrations")
            }
            """,
            features: "\"views\""
        )
        #expect(result.schema.objects.isEmpty)
    }

    @Test func `names are cut as PostgreSQL cuts them`() throws {
        let long = String(repeating: "й", count: 40)
        let result = try mapped("model A {\n  id Int @id @map(\"\(long)\")\n  @@map(\"\(long)\")\n}")
        let kept = String(repeating: "й", count: 31)
        let table = table(kept)
        #expect(result.schema.objects[table] != nil)
        #expect(result.schema.objects[table.member(.column, kept)] != nil)
        #expect(result.schema.objects[table.member(.constraint, String(repeating: "й", count: 29) + "_pkey")] != nil)
    }
}
