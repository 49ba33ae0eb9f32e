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
