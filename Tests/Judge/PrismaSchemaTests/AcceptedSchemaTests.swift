import PrismaSchema
import Testing

@Suite struct AcceptedSchemaTests {
    @Test(arguments: Fixture.accepted)
    func `a schema is the database that the migration made of it creates`(_ fixture: Fixture) throws {
        guard let migration = fixture.migration else {
            _ = try Datamodel(files: fixture.files)
            return
        }
        let comparison = try SchemaComparison(fixture.files, migration: migration)
        #expect(comparison.differences == [])
    }

    @Test func `the fixtures are there`() {
        #expect(Fixture.accepted.count > 75)
        #expect(Fixture.rejected.count > 40)
    }
}
