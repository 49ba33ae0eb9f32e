extension SchemaParser {
    /// Takes `key = value` with the end of its line; nil where a fault was noted.
    mutating func takeSetting() throws(TextFault) -> SettingNode? {
        guard let key = scanner.takeIdentifier() else { throw scanner.unexpected(wanted: "the name of a setting") }
        scanner.skipSpaces()
        guard scanner.take("=") else { throw scanner.unexpected(wanted: "`=`") }
        scanner.skipSpaces()
        if scanner.isAtLineEnd || scanner.isNext("//") {
            fault(key.position, "The setting `\(key.text)` has no value.")
            return nil
        }
        scanner.isInSetting = true
        defer { scanner.isInSetting = false }
        let value = try scanner.takeValue()
        try scanner.takeLineEnd()
        return SettingNode(key: key, value: value)
    }

    /// Takes one value of an enum with the end of its line.
    mutating func takeEnumValue() throws(TextFault) -> EnumValueNode {
        guard let name = scanner.takeIdentifier() else { throw scanner.unexpected(wanted: "the name of a value") }
        let attributes = try takeAttributes()
        try scanner.takeLineEnd()
        return EnumValueNode(name: name, attributes: attributes)
    }

    /// Takes a field with the end of its line; nil where a fault was noted and the line is used up.
    mutating func takeField() throws(TextFault) -> FieldNode? {
        guard let name = scanner.takeIdentifier() else { throw scanner.unexpected(wanted: "the name of a field") }
        scanner.skipSpaces()
        if scanner.byte == UInt8(ascii: ":") {
            fault(scanner.position, "No colon stands between a field's name and its type.")
            scanner.skipToLineEnd()
            return nil
        }
        if scanner.byte == UInt8(ascii: "[") {
            fault(scanner.position, "A list is written as `Type[]`.")
            scanner.skipToLineEnd()
            return nil
        }
        guard let type = try takeTypeName() else {
            fault(name.position, "The field `\(name.text)` has no type.")
            scanner.skipToLineEnd()
            return nil
        }
        let arity = takeArity()
        let attributes = try takeAttributes()
        try scanner.takeLineEnd()
        return FieldNode(name: name, type: type, arity: arity, attributes: attributes)
    }

    private mutating func takeTypeName() throws(TextFault) -> FieldNode.TypeName? {
        guard let name = scanner.takeIdentifier() else { return nil }
        guard name.text == "Unsupported" else { return .named(name) }
        scanner.skipSpaces()
        guard scanner.take("(") else { return .named(name) }
        scanner.skipSpaces()
        guard scanner.byte == UInt8(ascii: "\"") else { throw scanner.unexpected(wanted: "the type in quotes") }
        let text = try scanner.takeString()
        scanner.skipSpaces()
        guard scanner.take(")") else { throw scanner.unexpected(wanted: "`)`") }
        return .unsupported(text)
    }

    private mutating func takeArity() -> FieldNode.Arity {
        scanner.skipSpaces()
        if scanner.isNext("[]") {
            scanner.index += 2
            scanner.skipSpaces()
            let mark = scanner.position
            if scanner.take("?") { fault(mark, "A list can't be optional: it is `Type[]` or `Type?`.") }
            return .list
        }
        let mark = scanner.position
        if scanner.take("?") { return .optional }
        if scanner.take("!") { fault(mark, "A field is required without `!`.") }
        return .required
    }

    private mutating func takeAttributes() throws(TextFault) -> [AttributeNode] {
        var attributes: [AttributeNode] = []
        while true {
            scanner.skipSpaces()
            let start = scanner.position
            guard scanner.take("@") else { return attributes }
            if scanner.byte == UInt8(ascii: "@") {
                throw TextFault(
                    position: scanner.position,
                    sentence: "An attribute of the block stands in a line of its own."
                )
            }
            attributes.append(try takeAttribute(isOfBlock: false, at: start))
        }
    }

    /// Takes an attribute whose at signs are behind.
    mutating func takeAttribute(isOfBlock: Bool, at start: TextPosition) throws(TextFault) -> AttributeNode {
        scanner.skipSpaces()
        guard let name = scanner.takePath() else { throw scanner.unexpected(wanted: "the name of an attribute") }
        scanner.skipSpaces()
        guard scanner.byte == UInt8(ascii: "(") else {
            return AttributeNode(name: name, arguments: [], isOfBlock: isOfBlock, position: start)
        }
        let arguments = try scanner.takeArguments()
        return AttributeNode(name: name, arguments: arguments, isOfBlock: isOfBlock, position: start)
    }
}
