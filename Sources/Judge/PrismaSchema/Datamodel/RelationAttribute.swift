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
