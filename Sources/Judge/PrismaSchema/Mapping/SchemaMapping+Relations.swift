import SchemaModel

extension SchemaMapping {
    mutating func addForeignKeys(of index: Int) {
        let model = datamodel.models[index]
        guard isCompared(model) else { return }
        for field in model.fields {
            guard case .relation(let target) = field.kind, let fields = field.relation.fields,
                let references = field.relation.references, !fields.isEmpty, isCompared(datamodel.models[target])
            else { continue }
            let columns = fields.map { model.fields[$0] }
            let name = ConstraintName.foreignKey(field.relation, of: model).asIdentifier
            let referenced = references.map { datamodel.models[target].fields[$0].column.asIdentifier }
            add(
                table(of: model).member(.constraint, name),
                .foreignKey(
                    columns.map(\.column.asIdentifier),
                    to: table(of: datamodel.models[target]),
                    referenced,
                    onDelete: field.relation.onDelete ?? model.defaultOnDelete(of: field),
                    onUpdate: field.relation.onUpdate ?? .cascade
                ),
                at: field.position
            )
        }
    }

    /// Adds the tables of many-to-many relations that have no model of their own.
    mutating func addJoinTables() {
        let models = datamodel.models
        for index in models.indices {
            for field in models[index].fields.indices where models[index].fields[field].arity == .list {
                let end = RelationEnd(model: index, field: field)
                guard let target = models.target(of: end), let opposite = models.opposite(of: end),
                    models[opposite].arity == .list, isFirst(end, opposite)
                else { continue }
                addJoinTable(end, models[index], models[target])
            }
        }
    }

    /// Whether the end is that of the column `A`: the first by the models' names, then by the fields'.
    private func isFirst(_ end: RelationEnd, _ opposite: RelationEnd) -> Bool {
        let models = datamodel.models
        let (name, other) = (models[end.model].name, models[opposite.model].name)
        if name != other { return name.utf8.lexicographicallyPrecedes(other.utf8) }
        return models[end].name.utf8.lexicographicallyPrecedes(models[opposite].name.utf8)
    }

    private mutating func addJoinTable(_ end: RelationEnd, _ first: Model, _ second: Model) {
        let field = datamodel.models[end]
        guard let firstKey = first.primaryKey?.fields.first, let secondKey = second.primaryKey?.fields.first
        else { return }
        let name = ("_" + (field.relation.name ?? "\(first.name)To\(second.name)"))
            .cut(toCharacters: ConstraintName.limit)
        let id = ObjectID(.table, schema: first.schema ?? defaultSchema, name: name.asIdentifier)
        let position = field.position
        add(id, SchemaObject(), at: position)
        result.joinTables.insert(id)
        let ends = [("A", first, first.fields[firstKey]), ("B", second, second.fields[secondKey])]
        for (column, model, key) in ends {
            var object = SchemaObject([
                .notNull: .flag(true), .defaultValue: .text(""), .identity: .text(""), .generated: .text(""),
            ])
            if let type = type(of: key) { object[.type] = .type(type) }
            if case .unsupported(let text) = key.kind { result.rawTypes[id.member(.column, column)] = text }
            add(id.member(.column, column), object, at: position)
            guard datamodel.relationMode == .foreignKeys else { continue }
            add(
                id.member(.constraint, ConstraintName.made([name], "_\(column)_fkey")),
                .foreignKey(
                    [column],
                    to: table(of: model),
                    [key.column.asIdentifier],
                    onDelete: .cascade,
                    onUpdate: .cascade
                ),
                at: position
            )
        }
        add(
            id.member(.constraint, ConstraintName.ofJoinTable(name, "_AB_pkey")),
            .primaryKey(["A", "B"]),
            at: position
        )
        add(
            ObjectID(.index, schema: id.schema, name: ConstraintName.ofJoinTable(name, "_B_index")),
            .index(id, [IndexElement(column: "B", expression: nil)]),
            at: position
        )
    }
}

extension SchemaObject {
    /// A foreign key.
    static func foreignKey(
        _ columns: [String],
        to table: ObjectID,
        _ referenced: [String],
        onDelete: RelationAttribute.Action,
        onUpdate: RelationAttribute.Action
    ) -> SchemaObject {
        SchemaObject([
            .kind: .text("foreign_key"), .columns: .names(columns), .referencedTable: .object(table),
            .referencedColumns: .names(referenced), .onDelete: .text(onDelete.letter),
            .onUpdate: .text(onUpdate.letter),
        ])
    }
}

extension RelationAttribute.Action {
    /// The letter of `pg_constraint.confdeltype` and `confupdtype`.
    fileprivate var letter: String {
        switch self {
        case .noAction: "a"
        case .restrict: "r"
        case .cascade: "c"
        case .setNull: "n"
        case .setDefault: "d"
        }
    }
}
