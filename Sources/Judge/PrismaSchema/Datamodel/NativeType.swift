import SchemaModel

/// A PostgreSQL type as `@db.…` names it.
struct NativeType: Sendable, Hashable {
    /// The names after `@db.`.
    enum Kind: String, Sendable, CaseIterable {
        case smallInt = "SmallInt"
        case integer = "Integer"
        case bigInt = "BigInt"
        case decimal = "Decimal"
        case money = "Money"
        case inet = "Inet"
        case oid = "Oid"
        case citext = "Citext"
        case real = "Real"
        case doublePrecision = "DoublePrecision"
        case varChar = "VarChar"
        case char = "Char"
        case text = "Text"
        case byteA = "ByteA"
        case timestamp = "Timestamp"
        case timestamptz = "Timestamptz"
        case date = "Date"
        case time = "Time"
        case timetz = "Timetz"
        case boolean = "Boolean"
        case bit = "Bit"
        case varBit = "VarBit"
        case uuid = "Uuid"
        case xml = "Xml"
        case json = "Json"
        case jsonB = "JsonB"
    }

    var kind: Kind
    /// What stands in its parentheses; empty for none.
    var arguments: [Int]

    init(_ kind: Kind, _ arguments: [Int] = []) {
        self.kind = kind
        self.arguments = arguments
    }
}

extension NativeType.Kind {
    /// The scalar type that a field of it must have.
    var scalarType: ScalarType {
        switch self {
        case .smallInt, .integer, .oid: .int
        case .bigInt: .bigInt
        case .decimal, .money: .decimal
        case .real, .doublePrecision: .float
        case .varChar, .char, .text, .inet, .citext, .bit, .varBit, .uuid, .xml: .string
        case .byteA: .bytes
        case .timestamp, .timestamptz, .date, .time, .timetz: .dateTime
        case .boolean: .boolean
        case .json, .jsonB: .json
        }
    }

    /// How many arguments it takes where it takes any.
    var argumentCount: Int {
        switch self {
        case .decimal: 2
        case .varChar, .char, .bit, .varBit, .timestamp, .timestamptz, .time, .timetz: 1
        default: 0
        }
    }

    /// The type's name in `pg_type`.
    var catalogName: String {
        switch self {
        case .smallInt: "int2"
        case .integer: "int4"
        case .bigInt: "int8"
        case .decimal: "numeric"
        case .real: "float4"
        case .doublePrecision: "float8"
        case .char: "bpchar"
        case .boolean: "bool"
        default: rawValue.lowercased()
        }
    }
}

extension NativeType {
    /// The type of a column; `CHAR` and `BIT` alone are of length 1 (PostgreSQL manual, 8.3 and 8.10).
    func reference(isArray: Bool) -> TypeReference {
        var modifiers = arguments
        if arguments.isEmpty, kind == .char || kind == .bit { modifiers = [1] }
        return TypeReference(
            name: kind.catalogName,
            modifiers: modifiers.isEmpty ? nil : modifiers.map(String.init).joined(separator: ","),
            isArray: isArray
        )
    }
}

extension NativeType.Kind {
    /// The native type that a text such as `VarChar(20)` names in Prisma's spelling; nil for any other text.
    ///
    /// Prisma looks into the parentheses only of types that take arguments, and never behind them.
    init?(sql text: String) {
        let parts = text.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = Self.word(parts[0]), let kind = Self(rawValue: name) else { return nil }
        if kind.argumentCount > 0, parts.count > 1, let end = parts[1].firstIndex(of: ")") {
            let numbers = parts[1][..<end].split(separator: ",", omittingEmptySubsequences: false)
                .map { Self.word($0).flatMap { UInt32($0) } }
            guard numbers.count == kind.argumentCount, !numbers.contains(nil) else { return nil }
        }
        self = kind
    }

    /// The one word that a text holds between spaces; nil where there are more, or none.
    private static func word(_ text: Substring) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.count == 1 ? String(words[0]) : nil
    }
}
