package import MigrationSQL
import SchemaModel

/// The rows of PostgreSQL's catalogs at one time, each in a line: its identity and its fields between tabs.
package struct RecordedCatalog: Sendable, Hashable {
    /// The lines.
    package var lines: Set<Substring>

    /// A catalog of those lines.
    init(lines: Set<Substring>) { self.lines = lines }

    /// The catalog of those rows, without what is Prisma's own.
    package init(_ rows: [CatalogRow]) {
        let own = "_prisma_migrations"
        lines = Set(
            rows.filter { !$0.id.name.hasPrefix(own) && !($0.id.owner ?? "").hasPrefix(own) }
                .map { row in
                    let id = [row.id.kind.rawValue, row.id.schema, row.id.owner, row.id.name]
                    return Substring((id + row.fields).map { Self.spelled($0) }.joined(separator: "\t"))
                }
        )
    }

    /// The rows that the lines tell.
    package var rows: [CatalogRow] {
        lines.compactMap { line in
            let words = line.split(separator: "\t", omittingEmptySubsequences: false).map { Self.read($0) }
            guard words.count > 4, let kind = words[0].flatMap({ ObjectID.Kind(rawValue: $0) }) else { return nil }
            let id = ObjectID(kind, schema: words[1] ?? "", owner: words[2], name: words[3] ?? "")
            return CatalogRow(id: id, fields: Array(words[4...]))
        }
    }

    /// What leads from an earlier catalog to this one: lines that come behind a `+`, identities that go behind a `-`.
    package func changes(since earlier: RecordedCatalog) -> [String] {
        let names = Set(lines.map { Self.identity($0) })
        let gone = Set(earlier.lines.map { Self.identity($0) }).subtracting(names)
        return gone.sorted().map { "- \($0)" } + lines.subtracting(earlier.lines).sorted().map { "+ \($0)" }
    }

    /// No rows.
    package static let empty = RecordedCatalog(lines: [])

    /// The part of a line that names its object.
    static func identity(_ line: some StringProtocol) -> String {
        line.split(separator: "\t", maxSplits: 4, omittingEmptySubsequences: false).prefix(4).joined(separator: "\t")
    }

    private static func spelled(_ field: String?) -> String {
        guard let field else { return "\\N" }
        return field.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    }

    private static func read(_ word: Substring) -> String? {
        guard word != "\\N" else { return nil }
        let parts = word.split(separator: "\\\\", omittingEmptySubsequences: false)
        return parts.map { $0.replacing("\\n", with: "\n").replacing("\\t", with: "\t") }.joined(separator: "\\")
    }
}
