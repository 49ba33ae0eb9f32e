/// The properties of one object that a source knows, in the order of `SchemaObject.Facet`.
///
/// An object has a dozen at most: looking through a sorted array is faster than hashing, and it is a fraction of the size.
package struct Facets: Sendable, Hashable {
    /// One property.
    package typealias Element = (key: SchemaObject.Facet, value: FacetValue)

    private struct Entry: Sendable, Hashable {
        var facet: SchemaObject.Facet
        var value: FacetValue
    }

    private var entries: [Entry] = []

    /// No properties.
    package init() {}

    /// The property's value; nil where the source does not know it, and setting nil forgets it.
    package subscript(facet: SchemaObject.Facet) -> FacetValue? {
        get {
            let place = place(of: facet)
            return holds(facet, at: place) ? entries[place].value : nil
        }
        set {
            let place = place(of: facet)
            switch (holds(facet, at: place), newValue) {
            case (true, let value?): entries[place].value = value
            case (true, nil): entries.remove(at: place)
            case (false, let value?): entries.insert(Entry(facet: facet, value: value), at: place)
            case (false, nil): break
            }
        }
    }

    /// The properties that are kept by the condition.
    package func filter(_ isKept: (SchemaObject.Facet) -> Bool) -> Facets {
        var kept = self
        kept.entries.removeAll { !isKept($0.facet) }
        return kept
    }

    /// How many there are.
    package var count: Int { entries.count }

    /// Which there are, in order.
    package var keys: some Collection<SchemaObject.Facet> { entries.lazy.map(\.facet) }

    /// Where the property is, or would be.
    private func place(of facet: SchemaObject.Facet) -> Int {
        var place = 0
        while place < entries.count, entries[place].facet < facet { place += 1 }
        return place
    }

    private func holds(_ facet: SchemaObject.Facet, at place: Int) -> Bool {
        place < entries.count && entries[place].facet == facet
    }
}

extension Facets: ExpressibleByDictionaryLiteral {
    /// The properties listed, each once.
    package init(dictionaryLiteral elements: (SchemaObject.Facet, FacetValue)...) {
        entries = elements.map { Entry(facet: $0, value: $1) }.sorted { $0.facet < $1.facet }
    }
}

extension Facets: Sequence {
    /// The properties with their values, in order.
    package func makeIterator() -> some IteratorProtocol<Element> {
        entries.lazy.map { (key: $0.facet, value: $0.value) }.makeIterator()
    }
}
