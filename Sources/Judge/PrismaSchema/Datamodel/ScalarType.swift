/// A built-in type of the Prisma schema language.
enum ScalarType: String, Sendable {
    case string = "String"
    case boolean = "Boolean"
    case int = "Int"
    case bigInt = "BigInt"
    case float = "Float"
    case decimal = "Decimal"
    case dateTime = "DateTime"
    case json = "Json"
    case bytes = "Bytes"

    /// The native type of a field that names none (Prisma engines, `SCALAR_TYPE_DEFAULTS` of the PostgreSQL connector).
    var defaultNativeType: NativeType {
        switch self {
        case .string: NativeType(.text)
        case .boolean: NativeType(.boolean)
        case .int: NativeType(.integer)
        case .bigInt: NativeType(.bigInt)
        case .float: NativeType(.doublePrecision)
        case .decimal: NativeType(.decimal, [65, 30])
        case .dateTime: NativeType(.timestamp, [3])
        case .json: NativeType(.jsonB)
        case .bytes: NativeType(.byteA)
        }
    }
}
