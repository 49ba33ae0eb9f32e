/// The names that Prisma gives constraints and indexes (Prisma engines, `constraint_names.rs`).
enum ConstraintName {
    /// Bytes that PostgreSQL keeps of a name (`NAMEDATALEN` - 1).
    static let limit = 63

    /// The name of a primary key; `map` where the schema gives one.
    static func primaryKey(_ key: PrimaryKey, of model: Model) -> String { key.map ?? made([model.table], "_pkey") }

    /// The name of an index; `map` where the schema gives one.
    static func index(_ index: ModelIndex, of model: Model) -> String {
        let columns = index.keys.map { model.fields[$0.field].column }
        return index.map ?? made([model.table] + columns, index.isUnique ? "_key" : "_idx")
    }

    /// The name of a foreign key; `map` where the schema gives one.
    static func foreignKey(_ relation: RelationAttribute, of model: Model) -> String {
        let columns = (relation.fields ?? []).map { model.fields[$0].column }
        return relation.map ?? made([model.table] + columns, "_fkey")
    }

    /// The name of a join table's key or index, which Prisma cuts by characters and PostgreSQL then by bytes.
    static func ofJoinTable(_ table: String, _ suffix: String) -> String {
        (table.cut(toCharacters: limit - suffix.utf8.count) + suffix).asIdentifier
    }

    /// The parts joined and cut so that the suffix still fits.
    static func made(_ parts: [String], _ suffix: String) -> String {
        parts.joined(separator: "_").cut(toBytes: limit - suffix.utf8.count) + suffix
    }
}

extension String {
    /// The beginning of the text that fits, cut between two characters.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        // A slice that would end within a character ends before it.
        return String(self[..<utf8.index(utf8.startIndex, offsetBy: limit)])
    }

    /// The beginning of the text that has at most so many characters of Unicode.
    func cut(toCharacters limit: Int) -> String {
        String(String.UnicodeScalarView(unicodeScalars.prefix(limit)))
    }

    /// The name as PostgreSQL keeps it.
    var asIdentifier: String { cut(toBytes: ConstraintName.limit) }
}
