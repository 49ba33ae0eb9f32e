import TestProcess

/// One schema of `Tests/Judge/PrismaSchemaTests/Fixtures`.
package struct SchemaFixture: Sendable, CustomStringConvertible {
    /// Its name.
    package var name: String
    /// schema.prisma, or the folder of its parts.
    package var path: String
    /// Its files; more than one where the schema is a folder.
    package var files: [(path: String, text: String)]
    /// The migration that Prisma Migrate makes of it; nil where there is none or it is no SQL.
    package var migration: String?
    /// The lines with faults; empty where it is accepted.
    package var lines: [Int] = []

    /// Its name.
    package var description: String { name }

    /// Schemas with the SQL that Prisma 6.19 or 7.10 renders from them.
    package static let accepted: [SchemaFixture] = names(in: "\(root)/Accepted")
        .map { name in
            let folder = "\(root)/Accepted/\(name)"
            let parts = names(in: "\(folder)/schema")
            let files =
                parts.isEmpty
                ? [(path: "schema.prisma", text: TestProcess.text(of: "\(folder)/schema.prisma"))]
                : parts.map { (path: $0, text: TestProcess.text(of: "\(folder)/schema/\($0)")) }
            let migration = TestProcess.text(of: "\(folder)/migration.sql")
            return SchemaFixture(
                name: name,
                path: parts.isEmpty ? "\(folder)/schema.prisma" : "\(folder)/schema",
                files: files,
                migration: migration.isEmpty ? nil : migration
            )
        }

    /// Schemas that both versions reject, with the lines.
    package static let rejected: [SchemaFixture] = TestProcess.text(of: "\(root)/Rejected/lines.txt")
        .split(separator: "\n")
        .map { line in
            let words = line.split(separator: " ").map(String.init)
            let path = "\(root)/Rejected/\(words[0]).prisma"
            return SchemaFixture(
                name: words[0],
                path: path,
                files: [(path: "schema.prisma", text: TestProcess.text(of: path))],
                lines: words.dropFirst().compactMap { Int($0) }
            )
        }

    private static func names(in folder: String) -> [String] {
        TestProcess.names(in: folder).filter { !$0.hasPrefix(".") }.sorted()
    }

    private static let root =
        "\(#filePath)".split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/Judge/PrismaSchemaTests/Fixtures"
}
