import SchemaModel

extension DefaultValue {
    /// The default of a column as the replay of SQL gives it.
    ///
    /// Unknown are those that Prisma Migrate does not compare (times) and those that are SQL.
    ///
    /// - Parameter type: the column's type; nil where it is not known.
    /// - Returns: the property `defaultValue`.
    func facet(of type: TypeReference?) -> FacetValue {
        switch self {
        case .autoincrement, .sql, .unknown: .unknown
        case .now: .expression("now()")
        case .literal(let literal):
            literal.constant.map { constant in
                type.map { .constant(constant, of: $0) } ?? .expression("'\(constant)'")
            } ?? .unknown
        case .list(let literals):
            literals.contains { $0.constant == nil }
                ? .unknown
                : .expression("[" + literals.compactMap(\.constant).map { "'\($0)'" }.joined(separator: ", ") + "]")
        }
    }
}

extension DefaultValue {
    /// Whether a sequence numbers the column.
    var isAutoincrement: Bool {
        if case .autoincrement = self { return true }
        return false
    }
}

extension DefaultLiteral {
    /// What stands between the quotes of the literal in SQL; nil for one that is not compared.
    fileprivate var constant: String? {
        switch self {
        case .text(let text), .number(let text): text
        case .boolean(let value): "\(value)"
        case .bytes(let bytes):
            "\\x"
                + bytes.map { byte in
                    let digits = String(byte, radix: 16)
                    return digits.count == 1 ? "0" + digits : digits
                }
                .joined()
        case .time: nil
        }
    }
}
