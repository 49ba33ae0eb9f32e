extension DatamodelReader {
    /// The texts of default values are of the form that their types ask for.
    mutating func checkDefaults(of model: Int) {
        for (node, field) in zip(modelBlocks[model].fields, models[model].fields) {
            guard case .scalar(let scalar) = field.kind,
                let attribute = node.attributes.first(where: { $0.name.text == "default" }),
                let value = attribute.arguments.first?.value
            else { continue }
            for element in elements(of: value) {
                if let what = Self.flaw(of: element.form, as: scalar) {
                    fault(element.position, "The value is no \(what).")
                }
            }
        }
    }

    /// What the value fails to be, in words; nil where it is right.
    private static func flaw(of value: ValueNode.Form, as scalar: ScalarType) -> String? {
        switch (scalar, value) {
        case (.json, .string(let text)): JSONText.isValid(text) ? nil : "JSON"
        case (.bytes, .string(let text)): Base64.decoded(text) == nil ? "Base64" : nil
        case (.dateTime, .string(let text)):
            TimeText.isValid(text) ? nil : "time with an offset, such as \"2024-01-02T03:04:05Z\""
        case (.int, .number(let text)), (.bigInt, .number(let text)):
            Int64(text) == nil ? "whole number of 64 bits" : nil
        case (.decimal, .string(let text)): DecimalText.expanded(text) == nil ? "decimal number" : nil
        default: nil
        }
    }
}
