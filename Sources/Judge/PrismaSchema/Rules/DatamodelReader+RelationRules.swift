extension DatamodelReader {
    mutating func checkRelations() {
        let ends = models.indices.flatMap { model in
            models[model].fields.indices.filter { models[model].fields[$0].isRelation }
                .map { RelationEnd(model: model, field: $0) }
        }
        var isAmbiguous = false
        for end in ends where isPartOfSeveral(end) {
            isAmbiguous = true
            fault(
                models[end].position,
                "Several fields of `\(models[end.model].name)` can be this relation; tell them apart by `@relation(\"…\")`."
            )
        }
        // What belongs with what is not known then.
        if isAmbiguous { return }
        for end in ends { check(end) }
        if datasource.relationMode == .prisma { checkActionsOfClient(ends) }
    }

    /// Whether it can't be told which other end the field has.
    private func isPartOfSeveral(_ end: RelationEnd) -> Bool {
        let siblings = models.siblings(of: end)
        guard siblings.count > 1 else { return false }
        let isSelfRelation = models.target(of: end) == end.model
        return !(isSelfRelation && siblings.count == 2 && models[end].relation.name != nil)
    }

    private mutating func check(_ end: RelationEnd) {
        let field = models[end]
        guard let target = models.target(of: end) else { return }
        if models[target].isIgnored, !field.isIgnored, !models[end.model].isIgnored {
            fault(field.position, "The field `\(field.name)` needs `@ignore`, because its model has `@@ignore`.")
        }
        guard let opposite = models.opposite(of: end) else {
            fault(
                field.position,
                "The relation field `\(field.name)` has no field on the other side, in `\(models[target].name)`."
            )
            return
        }
        switch (field.arity, models[opposite].arity) {
        case (.list, .list): checkManyToMany(end, target)
        case (.list, _): checkListSide(end)
        case (_, .list): checkReferencingSide(end, target)
        default: if isReferencing(end, opposite) { checkOneToOne(end, opposite, target) }
        }
    }

    private mutating func checkManyToMany(_ end: RelationEnd, _ target: Int) {
        let field = models[end]
        if models[target].primaryKey?.fields.count != 1 {
            fault(
                field.position,
                "`\(models[target].name)` needs an id of one field for a many-to-many relation without its own model."
            )
        }
        checkListSide(end)
    }

    private mutating func checkListSide(_ end: RelationEnd) {
        let field = models[end]
        let relation = field.relation
        if !(relation.fields ?? []).isEmpty || !(relation.references ?? []).isEmpty {
            fault(field.position, "The list side of a relation takes neither `fields` nor `references`.")
        }
        if relation.onDelete != nil || relation.onUpdate != nil {
            fault(field.position, "The list side of a relation takes no referential actions.")
        }
    }

    private mutating func checkReferencingSide(_ end: RelationEnd, _ target: Int) {
        let field = models[end]
        if (field.relation.fields ?? []).isEmpty {
            fault(field.position, "The relation field `\(field.name)` needs `fields` in `@relation`.")
        }
        if (field.relation.references ?? []).isEmpty {
            fault(field.position, "The relation field `\(field.name)` needs `references` in `@relation`.")
        }
        checkColumns(of: end, target)
    }

    /// Whether it is the field with the foreign key of a one-to-one relation.
    func isReferencing(_ end: RelationEnd, _ opposite: RelationEnd) -> Bool {
        let (field, other) = (models[end], models[opposite])
        switch (field.arity, other.arity) {
        case (.required, .optional): return true
        case (.optional, .required): return false
        default: break
        }
        if (field.relation.fields != nil) != (other.relation.fields != nil) { return field.relation.fields != nil }
        return [models[end.model].name, field.name]
            .lexicographicallyPrecedes([models[opposite.model].name, other.name])
    }

    private mutating func checkOneToOne(_ end: RelationEnd, _ opposite: RelationEnd, _ target: Int) {
        let (field, other) = (models[end], models[opposite])
        let otherRefers = !(other.relation.fields ?? []).isEmpty || !(other.relation.references ?? []).isEmpty
        if otherRefers {
            fault(other.position, "Only the side `\(field.name)` of the relation takes `fields` and `references`.")
        }
        if other.relation.onDelete != nil || other.relation.onUpdate != nil {
            fault(other.position, "Only the side `\(field.name)` of the relation takes referential actions.")
        }
        if other.arity == .required {
            fault(
                other.position,
                "The field `\(other.name)` must be optional: the database can't ask for the other row."
            )
        }
        guard let fields = field.relation.fields, !fields.isEmpty, !(field.relation.references ?? []).isEmpty else {
            if !otherRefers {
                for position in [field.position, other.position] {
                    fault(position, "One side of the relation needs `fields` and `references`.")
                }
            }
            return
        }
        if !models[end.model].keys.contains(fields) {
            fault(field.position, "The columns of a one-to-one relation must be unique together.")
        }
        checkColumns(of: end, target)
    }

    /// The columns of a foreign key fit those that they refer to.
    private mutating func checkColumns(of end: RelationEnd, _ target: Int) {
        let field = models[end]
        guard let fields = field.relation.fields, let references = field.relation.references, !fields.isEmpty,
            !references.isEmpty
        else { return }
        guard fields.count == references.count else {
            fault(field.position, "`fields` and `references` must be of the same number.")
            return
        }
        if !models[target].keys.contains(where: { Set($0) == Set(references) }) {
            fault(field.position, "`references` must be an id or unique in `\(models[target].name)`.")
        }
        let columns = fields.map { models[end.model].fields[$0] }
        if field.arity == .required, columns.contains(where: { $0.arity == .optional }) {
            fault(field.position, "The relation must be optional, because one of its columns is.")
        }
        for (column, reference) in zip(columns, references.map({ models[target].fields[$0] }))
        where !column.kind.isSame(as: reference.kind) {
            fault(field.position, "The types of `\(column.name)` and of `\(reference.name)` are not the same.")
        }
    }
}

extension ModelField.Kind {
    fileprivate func isSame(as other: ModelField.Kind) -> Bool {
        switch (self, other) {
        case (.scalar(let left), .scalar(let right)): left == right
        case (.enumeration(let left), .enumeration(let right)): left == right
        case (.unsupported(let left), .unsupported(let right)): left == right
        default: false
        }
    }
}
