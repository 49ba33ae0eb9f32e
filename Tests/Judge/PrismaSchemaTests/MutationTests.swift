import PrismaSchema
import SchemaModel
import Testing

@Suite struct MutationTests {
    /// A generator whose numbers are the same at every run (Steele and others, SplitMix64).
    struct SeededGenerator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var number = state
            number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
            number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
            return number ^ number >> 31
        }
    }

    /// Cuts out, doubles, moves or replaces some bytes.
    private func mutated(_ text: String, _ generator: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        for _ in 0...Int.random(in: 0...2, using: &generator) where !bytes.isEmpty {
            let start = Int.random(in: 0..<bytes.count, using: &generator)
            let end = min(bytes.count, start + Int.random(in: 1...12, using: &generator))
            let piece = Array(bytes[start..<end])
            switch Int.random(in: 0...3, using: &generator) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: piece, at: start)
            case 2: bytes.insert(contentsOf: piece, at: Int.random(in: 0...bytes.count, using: &generator))
            default: bytes[start] = UInt8.random(in: 0...255, using: &generator)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: Fixture.accepted + Fixture.rejected)
    func `a damaged schema is read or has faults at places inside it`(_ fixture: Fixture) {
        var generator = SeededGenerator(state: UInt64(fixture.files[0].text.utf8.count))
        for _ in 0..<40 {
            let files = fixture.files.map { (path: $0.path, text: mutated($0.text, &generator)) }
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
        let text = Fixture.accepted.map { $0.files[0].text }.max { $0.utf8.count < $1.utf8.count } ?? ""
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
