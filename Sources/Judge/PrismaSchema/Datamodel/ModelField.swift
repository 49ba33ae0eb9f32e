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
    /// What `@default` says; nil without, and where Prisma Client makes the value.
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
