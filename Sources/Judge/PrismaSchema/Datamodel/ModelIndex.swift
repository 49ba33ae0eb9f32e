/// `@unique`, `@@unique` or `@@index`.
struct ModelIndex: Sendable {
    /// One column of it.
    struct Key: Sendable {
        /// The field's index.
        var field: Int
        var isDescending: Bool?
        var operatorClass: OperatorClass?
        var hasLength: Bool
    }

    /// The access methods of PostgreSQL that Prisma knows, by the names it gives them.
    enum Method: String, Sendable {
        case bTree = "BTree"
        case hash = "Hash"
        case gist = "Gist"
        case gin = "Gin"
        case spGist = "SpGist"
        case brin = "Brin"
    }

    var isUnique: Bool
    var keys: [Key]
    /// The index's name from `map`; nil for the one that Prisma makes.
    var map: String?
    /// The client's name from `name`.
    var clientName: String?
    /// nil where none is given.
    var method: Method?
    /// The condition of a partial index in SQL.
    var condition: String?
    var attribute: AttributeNode
}
