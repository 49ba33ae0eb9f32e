package import SchemaModel

extension FacetValue {
    /// The default of a column that an expression makes; NULL is none.
    ///
    /// - Parameters:
    ///   - node: the expression; nil for no default.
    ///   - type: the column's type, which tells what a constant is; nil where it is not known.
    init(defaultBy node: SQLNode?, type: TypeReference?) {
        guard let node else {
            self = .text("")
            return
        }
        let text = CanonicalSQL.defaultValue(node, isArray: type?.isArray ?? false)
        if text == "NULL" {
            self = .text("")
        } else if let type, let constant = Self.constant(text) {
            self = .constant(constant, of: type)
        } else {
            self = .expression(text)
        }
    }

    /// The default of a column that this SQL text makes.
    ///
    /// - Parameters:
    ///   - sql: an expression, such as the argument of Prisma's `dbgenerated`.
    ///   - type: the column's type.
    /// - Returns: `.unknown` where the text does not parse.
    package static func columnDefault(_ sql: String, type: TypeReference) -> FacetValue {
        ParsedScript.expression(sql).map { FacetValue(defaultBy: $0, type: type) } ?? .unknown
    }

    /// The condition of a partial index that this SQL text makes; `.unknown` where the text does not parse.
    package static func condition(_ sql: String) -> FacetValue {
        ParsedScript.expression(sql).map { .expression(CanonicalSQL.text($0)) } ?? .unknown
    }

    /// What stands between the quotes of a normalised constant; nil for any other expression.
    private static func constant(_ text: String) -> String? {
        text.hasPrefix("'") ? String(text.dropFirst().dropLast()) : nil
    }
}
