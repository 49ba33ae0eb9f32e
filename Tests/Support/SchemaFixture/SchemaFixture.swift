import FoundationEssentials
import Testing

/// One schema of the fixtures.
struct Fixture: Sendable, CustomTestStringConvertible {
    var name: String
    /// Its files; more than one where the schema is a folder.
    var files: [(path: String, text: String)]
    /// The migration that Prisma Migrate makes of it; nil where there is none or it is no SQL.
    var migration: String?
    /// The lines with faults; empty where it is accepted.
    var lines: [Int] = []

    var testDescription: String { name }

    /// Schemas with the SQL that Prisma 6.19 or 7.10 renders from them.
    static let accepted: [Fixture] = names(in: "Accepted")
        .map { name in
            let folder = "\(root)/Accepted/\(name)"
            let parts = names(in: "Accepted/\(name)/schema")
            let files =
                parts.isEmpty
                ? [(path: "schema.prisma", text: text("\(folder)/schema.prisma"))]
                : parts.map { (path: $0, text: text("\(folder)/schema/\($0)")) }
            let migration = text("\(folder)/migration.sql")
            return Fixture(name: name, files: files, migration: migration.isEmpty ? nil : migration)
        }

    /// Schemas that both versions reject, with the lines.
    static let rejected: [Fixture] = text("\(root)/Rejected/lines.txt").split(separator: "\n")
        .map { line in
            let words = line.split(separator: " ").map(String.init)
            return Fixture(
                name: words[0],
                files: [(path: "schema.prisma", text: text("\(root)/Rejected/\(words[0]).prisma"))],
                lines: words.dropFirst().compactMap { Int($0) }
            )
        }

    private static let root = #filePath.replacing("Fixture.swift", with: "Fixtures")

    private static func names(in folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")
        return (names ?? []).sorted()
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
