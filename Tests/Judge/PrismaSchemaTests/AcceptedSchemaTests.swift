import PrismaSchema
import SchemaFixture
import Testing

@Suite struct AcceptedSchemaTests {
    @Test(arguments: SchemaFixture.accepted)
    func `a schema is the database that the migration made of it creates`(_ fixture: SchemaFixture) throws {
        guard let migration = fixture.migration else {
            _ = try Datamodel(files: fixture.files)
            return
        }
        let comparison = try SchemaComparison(fixture.files, migration: migration)
        #expect(comparison.differences == [])
    }

    @Test func `the fixtures are there`() {
        #expect(SchemaFixture.accepted.count > 75)
        #expect(SchemaFixture.rejected.count > 40)
    }
}
