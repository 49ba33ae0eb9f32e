extension FacetValue {
    /// The comparison of two conditions of indexes.
    ///
    /// The server keeps a condition operand by operand (PostgreSQL source, `DefineIndex`: nothing is simplified), so that
    /// other columns make another condition, and so do other comparisons or plain constants where there is nothing else.
    func compared(asConditionTo value: FacetValue) -> Comparison {
        let comparison = compared(to: value)
        guard comparison == .undecided, case .expression(let left) = self, case .expression(let right) = value,
            let one = ConditionParts(left), let other = ConditionParts(right)
        else { return comparison }
        if one.columns != other.columns { return .other }
        guard one.isPlain, other.isPlain else { return .undecided }
        if one.words.sorted() != other.words.sorted() { return .other }
        guard one.constants.count == other.constants.count else { return .other }
        // Operands that merely stand in another order are no difference to a person.
        guard one.constants.sorted() != other.constants.sorted() else { return .undecided }
        let differ = zip(one.constants, other.constants).contains { Self.areOther($0, $1) }
        return differ ? .other : .undecided
    }

    /// Whether two constants are other values whatever their type: two numbers, or two words that no type reads as
    /// something else.
    private static func areOther(_ left: String, _ right: String) -> Bool {
        let types = [TypeReference(name: "numeric"), TypeReference(schema: "public", name: "enum")]
        return types.contains { type in
            guard case .literal(let one) = constant(left, of: type),
                case .literal(let other) = constant(right, of: type)
            else { return false }
            return one != other && !isSpecial(one) && !isSpecial(other)
        }
    }

    /// Whether dates, truth values or numbers may be written with the word.
    private static func isSpecial(_ word: String) -> Bool {
        special.contains(word.lowercased()) || word.count < 2 && word.contains(where: \.isLetter)
    }

    private static let special: Set = [
        "true", "false", "yes", "no", "on", "off", "now", "today", "tomorrow", "yesterday", "epoch", "infinity", "nan",
        "inf", "allballs", "zulu",
    ]
}

/// What a condition in normalised SQL is made of.
private struct ConditionParts {
    /// The columns it names, in order.
    var columns: [String] = []
    /// Its constants, without their quotes, in order.
    var constants: [String] = []
    /// All its other words and signs.
    var words: [String] = []
    /// Whether it is made of nothing but comparisons and what joins them.
    var isPlain: Bool { words.allSatisfy { Self.known.contains($0) } }

    private static let known: Set = [
        "AND", "OR", "NOT", "IS_NULL", "IS_NOT_NULL", "ANY", "ALL", "=", "<>", "<", ">", "<=", ">=", "(", ")", "[", "]",
    ]

    /// The parts of a text; nil where a constant holds what ends it.
    init?(_ text: String) {
        var rest = text[...]
        while let first = rest.first {
            switch first {
            case " ", ",": rest.removeFirst()
            case "(", ")", "[", "]": words.append(String(rest.removeFirst()))
            case "'", "\u{ab}":
                rest.removeFirst()
                guard let end = rest.firstIndex(of: first == "'" ? "'" : "\u{bb}") else { return nil }
                if first == "'" { constants.append(String(rest[..<end])) } else { columns.append(String(rest[..<end])) }
                rest = rest[rest.index(after: end)...]
                guard rest.first.map({ " ,)]".contains($0) }) ?? true else { return nil }
            default:
                let word = rest.prefix { !" ,()[]'\u{ab}".contains($0) }
                words.append(String(word))
                rest = rest.dropFirst(word.count)
            }
        }
        columns.sort()
    }
}
