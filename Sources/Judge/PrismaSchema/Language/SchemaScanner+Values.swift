extension SchemaScanner {
    /// How deeply lists, functions and objects may stand within each other.
    static let depthLimit = 64

    /// Takes a value.
    mutating func takeValue(depth: Int = 0) throws(TextFault) -> ValueNode {
        skipSpaces()
        let start = position
        guard depth < Self.depthLimit else {
            throw TextFault(position: start, sentence: "This value is nested too deeply.")
        }
        guard let next = byte else { throw unexpected(wanted: "a value") }
        switch next {
        case UInt8(ascii: "\""): return ValueNode(form: .string(try takeString()), position: start)
        case UInt8(ascii: "["): return ValueNode(form: .list(try takeList(depth: depth)), position: start)
        case UInt8(ascii: "{"): return ValueNode(form: .object(try takeObject(depth: depth)), position: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return ValueNode(form: .number(try takeNumber()), position: start)
        default: break
        }
        guard let path = takePath() else { throw unexpected(wanted: "a value") }
        skipSpaces()
        guard byte == UInt8(ascii: "(") else { return ValueNode(form: .word(path.text), position: start) }
        return ValueNode(form: .call(path.text, try takeArguments(depth: depth + 1)), position: start)
    }

    /// Takes the arguments in parentheses of an attribute or a function; they end in the line they begin in.
    mutating func takeArguments(depth: Int = 0) throws(TextFault) -> [ArgumentNode] {
        let open = position
        index += 1
        var arguments: [ArgumentNode] = []
        skipSpaces()
        if take(")") { return [] }
        while true {
            if isAtLineEnd { throw unexpected(wanted: "an argument", since: open) }
            if let argument = try takeArgument(depth: depth) { arguments.append(argument) }
            skipSpaces()
            if take(")") { return arguments }
            let comma = position
            guard take(",") else { throw unexpected(wanted: "`,` or `)`", since: open) }
            skipSpaces()
            if take(")") {
                if !isInSetting {
                    let sentence = "The last argument must not have a comma after it."
                    faults.append(TextFault(position: comma, sentence: sentence))
                }
                return arguments
            }
        }
    }

    /// Takes an argument; nil for one that is left empty.
    private mutating func takeArgument(depth: Int) throws(TextFault) -> ArgumentNode? {
        let start = position
        if let name = takeIdentifier() {
            skipSpaces()
            if take(":") {
                skipSpaces()
                if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ")") {
                    if !isInSetting {
                        faults.append(TextFault(position: start, sentence: "The argument `\(name.text)` has no value."))
                    }
                    return nil
                }
                return ArgumentNode(name: name.text, value: try takeValue(depth: depth), position: start)
            }
            index = start.offset
        }
        return ArgumentNode(name: nil, value: try takeValue(depth: depth), position: start)
    }

    private mutating func takeList(depth: Int) throws(TextFault) -> [ValueNode] {
        let open = position
        index += 1
        var values: [ValueNode] = []
        skipSpaces()
        if take("]") { return [] }
        while true {
            if isAtLineEnd { throw unexpected(wanted: "a value", since: open) }
            values.append(try takeValue(depth: depth + 1))
            skipSpaces()
            if take("]") { return values }
            guard take(",") else { throw unexpected(wanted: "`,` or `]`", since: open) }
            skipSpaces()
        }
    }

    private mutating func takeObject(depth: Int) throws(TextFault) -> [(key: Name, value: ValueNode)] {
        let open = position
        index += 1
        var members: [(key: Name, value: ValueNode)] = []
        skipSpaces()
        if take("}") { return [] }
        while true {
            skipSpaces()
            guard let key = takeIdentifier() else { throw unexpected(wanted: "a name", since: open) }
            skipSpaces()
            guard take(":") else { throw unexpected(wanted: "`:`", since: open) }
            members.append((key, try takeValue(depth: depth + 1)))
            skipSpaces()
            if take("}") { return members }
            guard take(",") else { throw unexpected(wanted: "`,` or `}`", since: open) }
        }
    }

    private mutating func takeNumber() throws(TextFault) -> String {
        let start = index
        _ = take("-")
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard let byte, isDigit(byte) else { throw unexpected(wanted: "a digit") }
        while let byte = self.byte, isDigit(byte) { index += 1 }
        if self.byte == UInt8(ascii: "."), index + 1 < bytes.count, isDigit(bytes[index + 1]) {
            index += 1
            while let byte = self.byte, isDigit(byte) { index += 1 }
        }
        return text(from: start)
    }

    /// The fault that something is missing in what was opened before, which must be closed in the same line.
    private func unexpected(wanted: String, since open: TextPosition) -> TextFault {
        guard isAtLineEnd else { return unexpected(wanted: wanted) }
        return TextFault(position: open, sentence: "What is opened here must be closed in the same line.")
    }
}
