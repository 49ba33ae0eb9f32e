extension DatamodelReader {
    /// `@db.Name(…)`.
    mutating func readNativeType(_ attribute: AttributeNode, field: Int, model: Int) {
        let parts = attribute.name.text.split(separator: ".", omittingEmptySubsequences: false)
        let position = attribute.position
        guard case .scalar(let scalar) = models[model].fields[field].kind else {
            fault(position, "Only a field of a built-in type has a native type.")
            return
        }
        guard parts.count == 2, String(parts[0]) == datasource.name else {
            fault(position, "A native type is written as `@\(datasource.name).Name`.")
            return
        }
        // CockroachDB's types are others, and not compared.
        if datasource.isCockroach { return }
        guard let kind = NativeType.Kind(rawValue: String(parts[1])) else {
            fault(position, "PostgreSQL has no native type `\(parts[1])` that Prisma knows.")
            return
        }
        guard let numbers = numbers(attribute, kind) else { return }
        guard kind.scalarType == scalar else {
            fault(
                position,
                "The native type `\(kind.rawValue)` is for fields of type \(kind.scalarType.rawValue), not \(scalar.rawValue)."
            )
            return
        }
        checkRange(of: kind, numbers, at: position)
        models[model].fields[field].nativeType = NativeType(kind, numbers)
    }

    private mutating func numbers(_ attribute: AttributeNode, _ kind: NativeType.Kind) -> [Int]? {
        let count = attribute.arguments.count
        guard count == 0 || count == kind.argumentCount else {
            let wanted = ["no argument", "one number or none", "two numbers or none"][kind.argumentCount]
            fault(attribute.position, "The native type `\(kind.rawValue)` takes \(wanted).")
            return nil
        }
        var numbers: [Int] = []
        for argument in attribute.arguments {
            guard case .number(let text) = argument.value.form, let number = Int(text),
                number >= 0, number <= Int(UInt32.max)
            else {
                fault(
                    argument.position,
                    "The native type `\(kind.rawValue)` takes whole numbers that are not negative."
                )
                return nil
            }
            numbers.append(number)
        }
        return numbers
    }

    private mutating func checkRange(of kind: NativeType.Kind, _ numbers: [Int], at position: TextPosition) {
        switch kind {
        case .decimal where numbers.count == 2:
            if numbers[1] > numbers[0] {
                fault(position, "The scale of a decimal must not be larger than its precision.")
            } else if !(1...1000).contains(numbers[0]) {
                fault(position, "The precision of a decimal is a number from 1 to 1000.")
            }
        case .bit where numbers == [0], .varBit where numbers == [0]:
            fault(position, "The length of a bit string must be positive.")
        case .timestamp, .timestamptz, .time, .timetz:
            if let precision = numbers.first, precision > 6 {
                fault(position, "The precision of a time is a number from 0 to 6.")
            }
        default: break
        }
    }
}
