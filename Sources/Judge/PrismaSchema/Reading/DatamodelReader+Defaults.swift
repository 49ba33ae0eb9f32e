extension DatamodelReader {
    /// `@default(…)`.
    mutating func readDefault(_ arguments: inout AttributeArguments, field index: Int, model: Int) {
        let field = models[model].fields[index]
        guard let value = arguments.takeFirst("value") else {
            fault(arguments.position, "`@default` needs a value.")
            return
        }
        if arguments.take("map") != nil {
            fault(arguments.position, "PostgreSQL gives defaults no names.")
        }
        finish(arguments)
        models[model].fields[index].defaultValue = defaultValue(value, of: field)
    }

    private mutating func defaultValue(_ value: ValueNode, of field: ModelField) -> DefaultValue? {
        if case .call(let name, let arguments) = value.form { return function(name, arguments, value, of: field) }
        if case .unsupported = field.kind {
            fault(value.position, "A field of an unsupported type has no default but `dbgenerated(\"…\")`.")
            return nil
        }
        guard field.arity == .list else { return literal(value, of: field).map { .literal($0) } }
        guard case .list(let values) = value.form else {
            fault(value.position, "The default of a list is a list.")
            return nil
        }
        return .list(values.compactMap { literal($0, of: field) })
    }

    // MARK: Functions

    private mutating func function(
        _ name: String,
        _ arguments: [ArgumentNode],
        _ value: ValueNode,
        of field: ModelField
    ) -> DefaultValue? {
        if name == "dbgenerated" { return databaseGenerated(arguments, value) }
        let scalar: ScalarType
        switch field.kind {
        case .scalar(let type): scalar = type
        case .enumeration:
            fault(value.position, "The default of an enum field is one of the enum's values.")
            return nil
        case .unsupported, .relation:
            fault(value.position, "A field of an unsupported type has no default but `dbgenerated(\"…\")`.")
            return nil
        }
        switch (name, scalar) {
        case ("autoincrement", .int), ("autoincrement", .bigInt):
            rejectArguments(of: name, arguments, value)
            return .autoincrement
        case ("now", .dateTime):
            rejectArguments(of: name, arguments, value)
            return .now
        // Prisma Client makes these values; the column has no default.
        case ("ulid", .string): rejectArguments(of: name, arguments, value)
        case ("uuid", .string): checkNumber(of: name, arguments, value, among: [4, 7])
        case ("cuid", .string): checkNumber(of: name, arguments, value, among: [1, 2])
        case ("nanoid", .string): checkNumber(of: name, arguments, value, among: Array(2...255))
        case ("sequence", .int), ("sequence", .bigInt):
            if datasource.isCockroach { return .unknown }
            fault(value.position, "Only CockroachDB knows `sequence()`.")
        case ("autoincrement", _), ("now", _), ("uuid", _), ("cuid", _), ("nanoid", _), ("ulid", _):
            fault(value.position, "`\(name)()` does not go with a field of type \(scalar.rawValue).")
        case ("auto", _): fault(value.position, "Only MongoDB knows `auto()`.")
        default: fault(value.position, "Prisma knows no function `\(name)()`.")
        }
        return nil
    }

    private mutating func rejectArguments(of name: String, _ arguments: [ArgumentNode], _ value: ValueNode) {
        if !arguments.isEmpty { fault(value.position, "`\(name)()` takes no argument.") }
    }

    private mutating func checkNumber(
        of name: String,
        _ arguments: [ArgumentNode],
        _ value: ValueNode,
        among numbers: [Int]
    ) {
        guard let argument = arguments.first else { return }
        if arguments.count == 1, case .number(let text) = argument.value.form, let number = Int(text),
            numbers.contains(number)
        {
            return
        }
        let range = "\(numbers.first ?? 0)\(numbers.count > 2 ? " to " : " or ")\(numbers.last ?? 0)"
        fault(value.position, "`\(name)()` takes one number, \(range), or nothing.")
    }

    private mutating func databaseGenerated(_ arguments: [ArgumentNode], _ value: ValueNode) -> DefaultValue? {
        guard let argument = arguments.first else { return .sql(nil) }
        guard arguments.count == 1, case .string(let text) = argument.value.form, !text.isEmpty else {
            fault(value.position, "`dbgenerated()` takes one string that is not empty, or nothing.")
            return nil
        }
        return .sql(text)
    }

    // MARK: Literals

    private mutating func literal(_ value: ValueNode, of field: ModelField) -> DefaultLiteral? {
        switch field.kind {
        case .enumeration(let index):
            guard case .word(let name) = value.form,
                let found = enums[index].values.first(where: { $0.name == name })
            else {
                fault(value.position, "The enum `\(enums[index].name)` has no such value.")
                return nil
            }
            return .text(found.label)
        case .scalar(let scalar): return literal(value, of: scalar)
        case .relation, .unsupported: return nil
        }
    }

    private mutating func literal(_ value: ValueNode, of scalar: ScalarType) -> DefaultLiteral? {
        switch (scalar, value.form) {
        case (.boolean, .word("true")): return .boolean(true)
        case (.boolean, .word("false")): return .boolean(false)
        case (.int, .number(let text)), (.bigInt, .number(let text)):
            // A number that does not fit is told in the next pass.
            return .number(Int64(text).map(String.init) ?? text)
        case (.float, .number(let text)), (.decimal, .number(let text)), (.decimal, .string(let text)):
            return .number(DecimalText.expanded(text) ?? text)
        case (.string, .string(let text)), (.json, .string(let text)): return .text(text)
        case (.dateTime, .string(let text)): return .time(text)
        case (.bytes, .string(let text)): return .bytes(Base64.decoded(text) ?? [])
        default:
            fault(value.position, "A value of type \(scalar.rawValue) is expected here.")
            return nil
        }
    }
}
