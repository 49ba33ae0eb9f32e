/// One property of an object, in a form that two sources can be compared in.
///
/// A schema has ten thousands of them: what is larger than a text stands elsewhere, shared by all copies.
package enum FacetValue: Sendable, Hashable {
    /// A word or a text that both sources give letter by letter.
    case text(String)
    /// Yes or no.
    case flag(Bool)
    /// Names in an order that matters.
    case names([String])
    /// Another object.
    indirect case object(ObjectID)
    /// A data type.
    indirect case type(TypeReference)
    /// The keys of an index.
    case elements([IndexElement])
    /// A constant that the server keeps letter by letter, so that other letters are another value.
    case literal(String)
    /// Normalised SQL.
    ///
    /// Equal texts mean the same, and unequal ones may still do, because the server rewrites what it stores.
    case expression(String)
    /// Something that the source can't tell.
    case unknown

    /// What a comparison of two values gives.
    package enum Comparison: Sendable, Hashable {
        case same
        case other
        case undecided

        /// Both comparisons together: one difference decides.
        package func and(_ next: Comparison) -> Comparison {
            if self == .other || next == .other { return .other }
            return self == .undecided || next == .undecided ? .undecided : .same
        }
    }

    /// Whether normalised SQL calls a function, which the server never makes a constant of.
    ///
    /// What looks like a call of one constant may be a cast, which it does.
    private static func isCall(_ text: String) -> Bool {
        // LOCALTIMESTAMP and its like, as the parser names them.
        if text.hasPrefix("SVFOP_") { return true }
        guard let open = text.firstIndex(of: "("), open != text.startIndex, text.hasSuffix(")") else { return false }
        guard text[..<open].utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }) else {
            return false
        }
        let arguments = text[text.index(after: open)...]
        return arguments == ")" || arguments.contains("(")
    }

    /// Whether normalised SQL is one constant in quotes.
    private static func isConstant(_ text: String) -> Bool {
        text.hasPrefix("'") && !text.contains("\u{ab}") && !text.dropFirst().dropLast().contains("'")
    }

    /// Whether the two say the same.
    package func compared(to value: FacetValue) -> Comparison {
        switch (self, value) {
        case (.unknown, _), (_, .unknown): .undecided
        case (.expression(let left), .expression(let right)):
            left == right
                ? .same
                : Self.isCall(left) && Self.isConstant(right) || Self.isConstant(left) && Self.isCall(right)
                    ? .other : .undecided
        case (.literal(let literal), .expression(let text)), (.expression(let text), .literal(let literal)):
            "'\(literal)'" == text ? .same : Self.isCall(text) ? .other : .undecided
        case (.type(let left), .type(let right)): left.compared(to: right)
        case (.elements(let left), .elements(let right)):
            left.count != right.count
                ? .other : zip(left, right).reduce(.same) { $0.and($1.0.compared(to: $1.1)) }
        default: self == value ? .same : .other
        }
    }
}

/// One key of an index: a column or an expression, and how it is sorted.
package struct IndexElement: Sendable, Hashable {
    /// The column; nil for an expression.
    package var column: String?
    /// The normalised expression; nil for a column.
    package var expression: String?
    /// The operator class as written, without its schema; nil for the type's default.
    package var operatorClass: String?
    /// Collation as written; nil for the column's own.
    package var collation: String?
    /// Sorted downwards.
    package var isDescending: Bool
    /// NULLs before all else; the default only for a key sorted downwards.
    package var nullsFirst: Bool

    /// A key.
    package init(
        column: String?,
        expression: String?,
        operatorClass: String? = nil,
        collation: String? = nil,
        isDescending: Bool = false,
        nullsFirst: Bool = false
    ) {
        self.column = column
        self.expression = expression
        self.operatorClass = operatorClass
        self.collation = collation
        self.isDescending = isDescending
        self.nullsFirst = nullsFirst
    }

    /// The column that the key is, also where it is written as an expression: a cast to its own type is none.
    private var soleColumn: String? {
        if let column { return column }
        guard let expression, let only = expression.split(separator: "\u{ab}").first?.dropLast(),
            expression == String.columnMark(String(only))
        else { return nil }
        return String(only)
    }

    func compared(to other: IndexElement) -> FacetValue.Comparison {
        guard soleColumn == other.soleColumn, isDescending == other.isDescending, nullsFirst == other.nullsFirst else {
            return .other
        }
        // The server leaves out the type's default class and collation, which only the server knows.
        func optional(_ left: String?, _ right: String?) -> FacetValue.Comparison {
            left == right ? .same : left == nil || right == nil ? .undecided : .other
        }
        return (expression == other.expression ? FacetValue.Comparison.same : .undecided)
            .and(optional(operatorClass, other.operatorClass)).and(optional(collation, other.collation))
    }
}
