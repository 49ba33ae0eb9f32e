extension DatamodelReader {
    /// The string; notes a fault where the value is something else.
    mutating func string(_ value: ValueNode) -> String? {
        if case .string(let text) = value.form { return text }
        fault(value.position, "A string in quotes is expected here.")
        return nil
    }

    /// The word; notes a fault where the value is something else.
    mutating func word(_ value: ValueNode) -> String? {
        if case .word(let text) = value.form { return text }
        fault(value.position, "A name without quotes is expected here.")
        return nil
    }

    /// A list's elements; a single value stands for a list of one.
    func elements(of value: ValueNode) -> [ValueNode] {
        if case .list(let values) = value.form { return values }
        return [value]
    }

    /// A name of the database, which must not be empty.
    mutating func databaseName(_ value: ValueNode) -> String? {
        guard let name = string(value) else { return nil }
        guard name.isEmpty else { return name }
        fault(value.position, "The name must not be empty.")
        return nil
    }
}

/// The arguments of an attribute while they are taken one after the other.
struct AttributeArguments {
    /// The attribute.
    let attribute: AttributeNode
    private var taken: Set<Int> = []

    init(_ attribute: AttributeNode) { self.attribute = attribute }

    /// Where the attribute stands.
    var position: TextPosition { attribute.position }

    /// The argument of that name.
    mutating func take(_ name: String) -> ValueNode? {
        guard let index = attribute.arguments.firstIndex(where: { $0.name == name }) else { return nil }
        taken.insert(index)
        return attribute.arguments[index].value
    }

    /// The argument of that name or the one without a name.
    mutating func takeFirst(_ name: String) -> ValueNode? {
        if let value = take(name) { return value }
        guard let index = attribute.arguments.firstIndex(where: { $0.name == nil }) else { return nil }
        taken.insert(index)
        return attribute.arguments[index].value
    }

    /// Those that nothing has taken.
    var rest: [ArgumentNode] {
        attribute.arguments.enumerated().filter { !taken.contains($0.offset) }.map(\.element)
    }
}

extension DatamodelReader {
    /// Notes a fault for each argument that the attribute does not know.
    mutating func finish(_ arguments: AttributeArguments) {
        for argument in arguments.rest {
            let name = argument.name.map { "an argument `\($0)`, or has it already" } ?? "this argument without a name"
            fault(argument.position, "`\(arguments.attribute.written)` does not take \(name).")
        }
    }

    /// `map: "…"`, where it stands.
    mutating func takeMap(_ arguments: inout AttributeArguments) -> String? {
        arguments.take("map").flatMap { databaseName($0) }
    }

    /// Notes a fault for each attribute that stands twice but for those named.
    mutating func checkRepetition(_ attributes: [AttributeNode], but repeatable: Set<String> = []) {
        var names: Set<String> = []
        for attribute in attributes where !repeatable.contains(attribute.name.text) {
            if !names.insert(attribute.name.text).inserted {
                fault(attribute.position, "`\(attribute.written)` can stand only once.")
            }
        }
    }
}
