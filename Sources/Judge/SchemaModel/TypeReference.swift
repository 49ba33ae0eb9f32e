/// A data type as a column, argument or domain names it.
package struct TypeReference: Sendable, Hashable {
    /// The namespace; nil for PostgreSQL's own types and where the source leaves it to the search path.
    package var schema: String?
    /// The type's name in `pg_type`, such as `int4` or `Role`; of an array, its element's.
    package var name: String
    /// What stands in the parentheses, without spaces, such as `10,2`; nil for none.
    package var modifiers: String?
    /// Whether it is an array; PostgreSQL does not keep the number of dimensions.
    package var isArray: Bool

    /// A type.
    package init(schema: String? = nil, name: String, modifiers: String? = nil, isArray: Bool = false) {
        self.schema = schema == "pg_catalog" ? nil : schema
        self.name = name
        self.modifiers = name == "numeric" ? modifiers.map { $0.contains(",") ? $0 : "\($0),0" } : modifiers
        self.isArray = isArray
    }

    func compared(to other: TypeReference) -> FacetValue.Comparison {
        guard name == other.name, isArray == other.isArray, modifiers == other.modifiers else { return .other }
        return schema == other.schema || schema == nil || other.schema == nil ? .same : .other
    }
}

extension TypeReference: CustomStringConvertible {
    /// The type in SQL's short form, such as `varchar(20)[]`.
    package var description: String {
        (schema.map { "\($0)." } ?? "") + name + (modifiers.map { "(\($0))" } ?? "") + (isArray ? "[]" : "")
    }
}
