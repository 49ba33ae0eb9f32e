/// A relation field and the one that it belongs with.
struct RelationEnd {
    /// The model's index.
    var model: Int
    /// The field's index.
    var field: Int
}

extension [Model] {
    /// The model that a relation field relates to; nil where the field is a column.
    func target(of end: RelationEnd) -> Int? {
        if case .relation(let target) = self[end.model].fields[end.field].kind { return target }
        return nil
    }

    /// The fields of the same model that relate to the same model by the same name, the field itself included.
    func siblings(of end: RelationEnd) -> [Int] {
        let field = self[end.model].fields[end.field]
        return self[end.model].fields.indices
            .filter { index in
                target(of: RelationEnd(model: end.model, field: index)) == target(of: end)
                    && self[end.model].fields[index].relation.name == field.relation.name
            }
    }

    /// The field of the related model that is the relation's other end; nil where there is none.
    func opposite(of end: RelationEnd) -> RelationEnd? {
        guard let target = target(of: end) else { return nil }
        let name = self[end.model].fields[end.field].relation.name
        for index in self[target].fields.indices {
            let other = RelationEnd(model: target, field: index)
            guard self.target(of: other) == end.model, self[target].fields[index].relation.name == name,
                target != end.model || index != end.field
            else { continue }
            return other
        }
        return nil
    }

    /// The field that a relation end is.
    subscript(end: RelationEnd) -> ModelField { self[end.model].fields[end.field] }
}

extension Model {
    /// What happens on deletion where the field's relation does not say it (Prisma engines, `default_on_delete_action`).
    func defaultOnDelete(of field: ModelField) -> RelationAttribute.Action {
        let columns = (field.relation.fields ?? []).map { fields[$0] }
        return field.arity == .required || columns.contains { $0.arity == .required } ? .restrict : .setNull
    }
}
