/// What `@default` of a field says.
enum DefaultValue: Sendable {
    /// The next number of a sequence.
    case autoincrement
    /// The time of the transaction.
    case now
    /// An expression in SQL; nil where only the database knows it.
    case sql(String?)
    case literal(DefaultLiteral)
    case list([DefaultLiteral])
    /// A function of another database that can't be told.
    case unknown
}

/// One value of a default.
enum DefaultLiteral: Sendable, Hashable {
    /// A text: of strings, JSON and enums, for which it is the value's name in the database.
    case text(String)
    /// A number in decimal digits without an exponent.
    case number(String)
    case boolean(Bool)
    case bytes([UInt8])
    /// A time in any of the spellings that the server understands as the same.
    case time(String)
}
