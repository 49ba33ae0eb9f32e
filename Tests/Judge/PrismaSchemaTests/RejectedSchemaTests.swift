import PrismaSchema
import SchemaFixture
import Testing

@Suite struct RejectedSchemaTests {
    @Test(arguments: SchemaFixture.rejected)
    func `a schema that Prisma rejects is rejected in the same lines`(_ fixture: SchemaFixture) {
        let error = #expect(throws: PrismaSchemaError.self) { try Datamodel(files: fixture.files) }
        let lines = Set(error?.faults.map(\.place.line) ?? [])
        #expect(lines.sorted() == fixture.lines, "\(error?.description ?? "")")
    }
}
