package import SchemaModel

/// One object as a catalog query returned it: its identity and texts that are not read yet.
package struct CatalogRow: Sendable, Hashable {
    /// The object.
    package var id: ObjectID
    /// What the query selected for an object of this kind, in the order that `ObservedSchema` reads it in.
    package var fields: [String?]

    /// A row.
    package init(id: ObjectID, fields: [String?]) {
        self.id = id
        self.fields = fields
    }

    /// The field, nil for NULL and where the row is shorter.
    func text(_ index: Int) -> String? { fields.indices.contains(index) ? fields[index] : nil }

    /// Whether the field is the text of a true boolean.
    func flag(_ index: Int) -> FacetValue { .flag(isTrue(index)) }

    /// Whether the field is the text of a true boolean; a boolean cast to text is spelled out.
    func isTrue(_ index: Int) -> Bool { text(index) == "true" }
}
