import PrismaSchema
import SchemaFixture
import SchemaModel
import SeededGenerator
import Testing

@Suite struct MutationTests {
    @Test(arguments: SchemaFixture.accepted + SchemaFixture.rejected)
    func `a damaged schema is read or has faults at places inside it`(_ fixture: SchemaFixture) {
        var generator = SeededGenerator(seed: UInt64(fixture.files[0].text.utf8.count))
        for _ in 0..<40 {
            let files = fixture.files.map { (path: $0.path, text: generator.mutate($0.text)) }
            do {
                let datamodel = try Datamodel(files: files)
                let schema = datamodel.databaseSchema(defaultSchema: "public")
                #expect(schema.places.count == schema.schema.objects.count)
            } catch {
                #expect(!error.faults.isEmpty)
                for fault in error.faults {
                    let text = files.first { $0.path == fault.place.file }?.text ?? ""
                    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                    guard (1...max(1, lines.count)).contains(fault.place.line) else {
                        Issue.record("\(fault) is outside of \(lines.count) lines")
                        continue
                    }
                    let line = lines.isEmpty ? Substring("") : Substring(lines[fault.place.line - 1])
                    #expect((1...line.unicodeScalars.count + 1).contains(fault.place.column), "\(fault)")
                    #expect(fault.sentence.hasSuffix("."))
                }
            }
        }
    }

    @Test func `a schema cut off anywhere is read or has faults`() {
        let text = SchemaFixture.accepted.map { $0.files[0].text }.max { $0.utf8.count < $1.utf8.count } ?? ""
        for length in 0..<text.utf8.count {
            let part = String(decoding: text.utf8.prefix(length), as: UTF8.self)
            do {
                _ = try Datamodel(files: [(path: "schema.prisma", text: part)])
            } catch {
                #expect(!error.faults.isEmpty)
            }
        }
    }
}
