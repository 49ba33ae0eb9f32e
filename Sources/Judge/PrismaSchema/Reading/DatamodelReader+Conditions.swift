extension DatamodelReader {
    /// `where:` of an index as SQL.
    mutating func takeCondition(_ arguments: inout AttributeArguments, of model: Int) -> String? {
        guard let value = arguments.take("where") else { return nil }
        guard has(.partialIndexes) else {
            fault(arguments.position, "A partial index needs the preview feature \"partialIndexes\".")
            return nil
        }
        switch value.form {
        case .call("raw", let arguments):
            if let first = arguments.first, case .string(let text) = first.value.form, !text.isEmpty { return text }
            fault(value.position, "`raw` takes the condition as a string.")
            return nil
        case .object(let members):
            let parts = members.compactMap { comparison($0.key, $0.value, of: model) }
            if members.isEmpty { fault(value.position, "The condition must not be empty.") }
            return parts.joined(separator: " AND ")
        default:
            fault(value.position, "A condition is `raw(\"…\")` or `{ field: value }`.")
            return nil
        }
    }

    /// `field: value` or `field: { not: value }` as SQL.
    private mutating func comparison(_ key: Name, _ value: ValueNode, of model: Int) -> String? {
        guard let field = column(key.text, of: model, at: key.position) else { return nil }
        let kind = models[model].fields[field].kind
        let column = "\"\(models[model].fields[field].column)\""
        if case .object(let members) = value.form, members.count == 1, members[0].key.text == "not" {
            guard let text = operand(members[0].value, kind) else { return nil }
            return text == "NULL" ? "\(column) IS NOT NULL" : "\(column) != \(text)"
        }
        guard let text = operand(value, kind) else { return nil }
        return text == "NULL" ? "\(column) IS NULL" : "\(column) = \(text)"
    }

    private mutating func operand(_ value: ValueNode, _ kind: ModelField.Kind) -> String? {
        if case .word("null") = value.form { return "NULL" }
        var scalar: ScalarType?
        switch kind {
        case .scalar(let type): scalar = type
        // An enum's value stands as the text that its label is.
        case .enumeration: scalar = .string
        case .unsupported, .relation: break
        }
        switch (scalar, value.form) {
        case (.boolean, .word("true")): return "true"
        case (.boolean, .word("false")): return "false"
        case (.int, .number(let text)), (.bigInt, .number(let text)), (.float, .number(let text)),
            (.decimal, .number(let text)):
            return text
        case (.string, .string(let text)), (.dateTime, .string(let text)):
            return "'\(text.replacing("'", with: "''"))'"
        default:
            fault(value.position, "A condition compares a field with null or a value of the field's type.")
            return nil
        }
    }
}
