/// A model or view, its attributes read.
struct Model: Sendable {
    var name: String
    /// The table's name in the database, from `@@map`.
    var table: String
    /// The namespace from `@@schema`; nil for the default one.
    var schema: String?
    var isView: Bool
    var isIgnored = false
    var fields: [ModelField] = []
    /// The index of each field by its name.
    var fieldIndices: [String: Int] = [:]
    var primaryKey: PrimaryKey?
    var indexes: [ModelIndex] = []
    var position: TextPosition
    /// Where `@@map` stands; nil without.
    var mapPosition: TextPosition?
}

/// `@id` or `@@id`.
struct PrimaryKey: Sendable {
    /// Indices of its fields.
    var fields: [Int]
    /// The constraint's name from `map`; nil for the one that Prisma makes.
    var map: String?
    /// The client's name from `name`.
    var clientName: String?
    var attribute: AttributeNode
}
