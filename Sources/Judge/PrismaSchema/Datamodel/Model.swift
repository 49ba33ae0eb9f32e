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
    var isClustered: Bool?
    var attribute: AttributeNode
}

/// One field of a model.
struct ModelField: Sendable {
    /// What a field holds.
    enum Kind: Sendable {
        case scalar(ScalarType)
        /// The enum's index.
        case enumeration(Int)
        /// The index of the model that the field relates to.
        case relation(Int)
        /// A type of PostgreSQL in SQL's words.
        case unsupported(String)
    }

    var name: String
    /// The column's name in the database, from `@map`.
    var column: String
    var kind: Kind
    var arity: FieldNode.Arity
    var nativeType: NativeType?
    var defaultValue: DefaultValue?
    var isIgnored = false
    /// What `@relation` says.
    var relation = RelationAttribute()
    var position: TextPosition

    var isRelation: Bool {
        if case .relation = kind { return true }
        return false
    }
}

/// The arguments of `@relation`.
struct RelationAttribute: Sendable {
    /// What happens to the referencing row.
    enum Action: String, Sendable {
        case cascade = "Cascade"
        case restrict = "Restrict"
        case noAction = "NoAction"
        case setNull = "SetNull"
        case setDefault = "SetDefault"
    }

    var name: String?
    /// Indices of fields of the model itself; nil without the argument.
    var fields: [Int]?
    /// Indices of fields of the related model; nil without the argument.
    var references: [Int]?
    var onDelete: Action?
    var onUpdate: Action?
    var map: String?
    /// The attribute; nil without one.
    var attribute: AttributeNode?
}

/// An enum, its attributes read.
struct EnumType: Sendable {
    /// One value.
    struct Value: Sendable {
        var name: String
        /// The label in the database, from `@map`.
        var label: String
        var position: TextPosition
    }

    var name: String
    /// The type's name in the database, from `@@map`.
    var mappedName: String
    /// The namespace from `@@schema`; nil for the default one.
    var schema: String?
    var values: [Value] = []
    var position: TextPosition
}
