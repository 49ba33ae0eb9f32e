extension FacetValue {
    /// A constant of a type: a literal where the server keeps it as it is written, otherwise normalised SQL.
    ///
    /// - Parameters:
    ///   - constant: what stands between the quotes.
    ///   - type: the type that it is a value of.
    /// - Returns: the value.
    package static func constant(_ constant: String, of type: TypeReference) -> FacetValue {
        kept(constant, by: type).map { .literal($0) } ?? .expression("'\(constant)'")
    }

    /// The constant as the server keeps it for a type whose input it does not rewrite; nil for the others.
    private static func kept(_ constant: String, by type: TypeReference) -> String? {
        guard !type.isArray else { return nil }
        switch type.name {
        // A checkout may have turned the line ends of a script, as Prisma's checksums allow for.
        case "text", "varchar", "citext", "name": return constant.replacing("\r\n", with: "\n")
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
