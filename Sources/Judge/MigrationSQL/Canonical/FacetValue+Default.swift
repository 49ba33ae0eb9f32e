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
        } else if let type, let constant = Self.constant(text), let value = Self.kept(constant, by: type) {
            self = .literal(value)
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

    /// What stands between the quotes of a normalised constant; nil for any other expression.
    private static func constant(_ text: String) -> String? {
        guard text.hasPrefix("'"), text.hasSuffix("'"), text.utf8.count >= 2 else { return nil }
        let inner = String(text.dropFirst().dropLast())
        return inner.contains("\u{ab}") ? nil : inner
    }

    /// The constant as the server keeps it for a type whose input it does not rewrite; nil for the others.
    private static func kept(_ constant: String, by type: TypeReference) -> String? {
        guard !type.isArray else { return nil }
        switch type.name {
        case "text", "varchar", "citext", "name": return constant
        case "bool": return truths[constant.lowercased()]
        case "int2", "int4", "int8", "numeric", "float4", "float8", "oid": return number(constant)
        case "uuid": return constant.lowercased()
        default:
            // Values of enums look like names; what other types make of their input only the server knows.
            guard type.schema != nil, !constant.isEmpty else { return nil }
            let isName = constant.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-" || $0 == " "
            }
            return isName ? constant : nil
        }
    }

    private static let truths = [
        "true": "true", "t": "true", "yes": "true", "on": "true", "1": "true",
        "false": "false", "f": "false", "no": "false", "off": "false", "0": "false",
    ]

    /// A decimal number without what makes no difference; nil for other texts.
    private static func number(_ text: String) -> String? {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? text.dropFirst() : text[...]).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            parts.contains(where: { !$0.isEmpty })
        else { return nil }
        let whole = parts[0].drop { $0 == "0" }
        var fraction = parts.count == 2 ? parts[1] : ""
        while fraction.last == "0" { fraction.removeLast() }
        let digits = (whole.isEmpty ? "0" : String(whole)) + (fraction.isEmpty ? "" : ".\(fraction)")
        return isNegative && digits != "0" ? "-\(digits)" : digits
    }
}
