import PrismaSchema
import SchemaModel
import Testing

@Suite struct SettingTests {
    private func generator(_ line: String) -> [(path: String, text: String)] {
        model("id Int @id", before: "generator g {\n  provider = \"x\"\n  \(line)\n}")
    }

    @Test(arguments: [
        ("y =", "6:3: The setting `y` has no value."), ("y =  ", "6:3: The setting `y` has no value."),
        ("y = // why", "6:3: The setting `y` has no value."),
        ("y = \"a\" z = \"b\"", "6:11: Here there is `z` where the end of the line is expected."),
        ("y \"a\"", "6:5: Here there is `\"` where `=` is expected."),
        ("y", "6:4: Here the line ends where `=` is expected."),
        ("y = [\"a\" \"b\"]", "6:12: Here there is `\"` where `,` or `]` is expected."),
        ("previewFeatures = [\"foo\"]", "6:22: Prisma has no preview feature \"foo\"."),
        ("previewFeatures = [\"insensitiveFilters\"]", "6:22: Prisma has no preview feature \"insensitiveFilters\"."),
    ])
    func `a fault in a setting is told`(_ line: String, _ expected: String) {
        #expect(faults(generator(line)) == [expected])
    }

    @Test(arguments: ["y = [ ]", "y = [ \"a\" ]", "y = \"a\" /* why */", "y = \"a\" // why", "y=1"])
    func `what Prisma accepts in a setting is accepted`(_ line: String) {
        #expect(faults(generator(line)) == [])
    }

    @Test func `preview features of all time are known`() {
        let names = """
            aggregateApi atomicNumberOperations clientExtensions cockroachDb connectOrCreate createMany dataProxy deno
            distinct driverAdapters extendedIndexes extendedWhereUnique fieldReference filteredRelationCount filterJson
            fullTextIndex fullTextSearch fullTextSearchPostgres groupBy improvedQueryRaw interactiveTransactions
            jsonProtocol metrics microsoftSqlServer middlewares mongoDb multiSchema nApi namedConstraints nativeDistinct
            nativeTypes omitApi orderByAggregateGroup orderByNulls orderByRelation partialIndexes postgresqlExtensions
            prismaSchemaFolder queryCompiler reactNative referentialActions referentialIntegrity relationJoins
            schemaEngineDriverAdapters selectRelationCount shardKeys strictUndefinedChecks tracing transactionApi
            typedSql uncheckedScalarInputs views
            """
        let list = names.split(whereSeparator: \.isWhitespace).map { "\"\($0)\"" }.joined(separator: ", ")
        #expect(faults(generator("previewFeatures = [\(list)]")) == [])
    }

    @Test(arguments: [("partialIndexes", true), ("PARTIALINDEXES", true), ("views", false)])
    func `conditions of indexes are declared by a preview feature`(_ feature: String, _ expected: Bool) throws {
        let datamodel = try Datamodel(files: generator("previewFeatures = [\"\(feature)\"]"))
        #expect(datamodel.declaresConditions == expected)
    }

    @Test func `another database is told alone`() {
        let text = """
            datasource db {
              provider = "mysql"
            }
            generator g {
              provider        = "x"
              previewFeatures = ["foo"]
            }
            """
        #expect(faults([(path: "s", text: text)]) == ["2:14: The provider `mysql` is not PostgreSQL."])
    }

    @Test func `faults of generators and of models' lines are told together`() {
        let generator = "generator g {\n  provider = \"x\"\n  previewFeatures = [\"foo\"]\n}"
        #expect(faults(model("id Int @id", "a Int!", before: generator)).map { $0.prefix(5) } == ["6:22:", "10:8:"])
    }

    @Test(arguments: [
        ("citext(map: \"y\",)", "y"), ("citext(map: \"y\", )", "y"), ("citext ( map : \"y\" )", "y"),
        ("citext(map:)", "citext"), ("citext(map: , version: \"1\")", "citext"), ("citext", "citext"),
    ])
    func `what an extension leaves empty is passed over`(_ written: String, _ name: String) throws {
        let text = """
            datasource db {
              provider   = "postgresql"
              extensions = [ \(written) ]
            }
            generator g {
              provider        = "prisma-client"
              previewFeatures = ["postgresqlExtensions"]
            }
            """
        let schema = try Datamodel(files: [(path: "s", text: text)]).databaseSchema(defaultSchema: "public").schema
        #expect(schema.objects.keys.filter { $0.kind == .extension } == [.extension(name)])
    }
}
