extension ObjectID {
    /// The object's name as SQL writes it, with its namespace where it stands alone; a function's with its arguments.
    package var sqlName: String {
        let own = name.prefix { kind != .function || $0 != "(" }
        let arguments = name.dropFirst(own.count)
        let quoted = String(own).quotedIdentifier + arguments
        guard owner == nil, !schema.isEmpty else { return quoted }
        return "\(schema.quotedIdentifier).\(quoted)"
    }

    /// The name of the table, view or type that the object belongs to, as SQL writes it; nil where it stands alone.
    package var sqlOwner: String? { owner.map { "\(schema.quotedIdentifier).\($0.quotedIdentifier)" } }
}

extension String {
    /// The text as an SQL identifier in quotes.
    package var quotedIdentifier: String { "\"\(replacing("\"", with: "\"\""))\"" }

    /// The text as an SQL string.
    package var quotedLiteral: String { "'\(replacing("'", with: "''"))'" }
}
