extension DatamodelReader {
    /// `@relation(…)` of a relation field.
    mutating func readRelation(_ attribute: AttributeNode, field: Int, model: Int) {
        guard case .relation(let target) = models[model].fields[field].kind else { return }
        var arguments = AttributeArguments(attribute)
        var relation = RelationAttribute(attribute: attribute)
        relation.fields = arguments.take("fields").map { columns($0, of: model) }
        relation.references = arguments.take("references").map { columns($0, of: target) }
        relation.onDelete = arguments.take("onDelete").flatMap { action($0) }
        relation.onUpdate = arguments.take("onUpdate").flatMap { action($0) }
        relation.map = takeMap(&arguments)
        relation.name = arguments.takeFirst("name").flatMap { databaseName($0) }
        finish(arguments)
        models[model].fields[field].relation = relation
    }

    private mutating func columns(_ value: ValueNode, of model: Int) -> [Int] {
        var found: [Int] = []
        for element in elements(of: value) {
            guard let name = word(element), let field = column(name, of: model, at: element.position) else { continue }
            if found.contains(field) { fault(element.position, "The field `\(name)` is listed twice.") }
            found.append(field)
        }
        return found
    }

    private mutating func action(_ value: ValueNode) -> RelationAttribute.Action? {
        guard let name = word(value) else { return nil }
        guard let action = RelationAttribute.Action(rawValue: name) else {
            fault(value.position, "A referential action is Cascade, Restrict, NoAction, SetNull or SetDefault.")
            return nil
        }
        let isUnknownToClient = action == .setDefault || action == .noAction && !datasource.isCockroach
        if datasource.relationMode == .prisma, isUnknownToClient {
            fault(value.position, "With the relation mode \"prisma\" there is no action `\(name)`.")
        }
        return action
    }
}
