/// What the datasource says.
struct Datasource: Sendable {
    /// One extension that it lists.
    struct Extension: Sendable {
        /// The extension's name in the database.
        var name: String
        var position: TextPosition
    }

    var name = "db"
    /// `postgresql`, `postgres` or `cockroachdb`; empty where it is missing or another.
    var provider = ""
    /// The namespaces listed; nil where it lists none.
    var schemas: [String]?
    var extensions: [Extension] = []
    /// Where `extensions` stands; nil without.
    var extensionsPosition: TextPosition?
    var relationMode = RelationMode.foreignKeys

    /// Whether the provider is one whose databases speak PostgreSQL.
    var isPostgreSQL: Bool { !provider.isEmpty }
    /// Whether the provider is CockroachDB, whose native types are others.
    var isCockroach: Bool { provider == "cockroachdb" }
}

/// Who keeps relations right.
package enum RelationMode: String, Sendable {
    /// The database, by foreign keys.
    case foreignKeys
    /// Prisma Client; the database has no foreign keys.
    case prisma
}
