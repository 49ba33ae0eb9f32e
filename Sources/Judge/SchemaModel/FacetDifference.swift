/// One property in which an object is not as it is expected.
package struct FacetDifference: Sendable, Hashable {
    /// The property.
    package var facet: SchemaObject.Facet
    /// What it is expected to be.
    package var expected: FacetValue
    /// What it is.
    package var observed: FacetValue

    /// A property with both its values.
    package init(facet: SchemaObject.Facet, expected: FacetValue, observed: FacetValue) {
        self.facet = facet
        self.expected = expected
        self.observed = observed
    }
}

extension SchemaObject {
    /// The properties in which the observed object certainly is another, in the order of `Facet`.
    ///
    /// - Parameters:
    ///   - observed: the object as it is.
    ///   - facets: the properties to compare; nil for all that this object knows.
    /// - Returns: none where the two are the same or may be.
    package func differences(
        from observed: SchemaObject,
        by facets: Set<Facet>? = nil
    ) -> [FacetDifference] {
        self.facets.keys.filter { (facets?.contains($0) ?? true) && self.comparison(of: $0, with: observed) == .other }
            .map { FacetDifference(facet: $0, expected: self[$0], observed: observed[$0]) }
    }
}

extension SchemaObject {
    private func comparison(of facet: Facet, with observed: SchemaObject) -> FacetValue.Comparison {
        facet == .predicate
            ? self[facet].compared(asConditionTo: observed[facet]) : self[facet].compared(to: observed[facet])
    }
}

extension FacetDifference: CustomStringConvertible {
    /// The difference for people, such as "default: expected 'LOW', found none".
    package var description: String {
        "\(facet.rawValue.replacing("_", with: " ")): expected \(expected), found \(observed)"
    }
}

extension FacetValue: CustomStringConvertible {
    /// The value in short SQL.
    package var description: String {
        switch self {
        case .literal(let text): text.quotedLiteral
        case .text(let text), .expression(let text): text.isEmpty ? "none" : text.readable
        case .flag(let isSet): isSet ? "yes" : "no"
        case .names(let names): names.isEmpty ? "none" : names.joined(separator: ", ")
        case .object(let id): id.description
        case .type(let type): type.description
        case .elements(let keys): keys.map(\.description).joined(separator: ", ")
        case .unknown: "not known"
        }
    }
}

extension IndexElement: CustomStringConvertible {
    /// The key in short SQL, such as `"createdAt" DESC`.
    package var description: String {
        var text = column ?? (expression ?? "").readable
        if let operatorClass { text += " \(operatorClass)" }
        if isDescending { text += " DESC" }
        if nullsFirst != isDescending { text += nullsFirst ? " NULLS FIRST" : " NULLS LAST" }
        return text
    }
}

extension String {
    /// Normalised SQL without the marks around columns.
    fileprivate var readable: String { filter { $0 != "\u{ab}" && $0 != "\u{bb}" } }
}
