import SchemaModel

extension SchemaMapping {
    mutating func addTable(of index: Int) {
        let model = datamodel.models[index]
        guard isCompared(model) else { return }
        let table = table(of: model)
        addSchema(table.schema, at: model.position)
        add(table, SchemaObject(), at: model.position)
        for field in model.fields where !field.isRelation { addColumn(field, to: table) }
        if let key = model.primaryKey {
            let name = ConstraintName.primaryKey(key, of: model).asIdentifier
            let columns = key.fields.map { model.fields[$0].column.asIdentifier }
            add(table.member(.constraint, name), .primaryKey(columns), at: key.attribute.position)
        }
        for index in model.indexes { addIndex(index, of: model, table) }
    }

    private mutating func addColumn(_ field: ModelField, to table: ObjectID) {
        let id = table.member(.column, field.column.asIdentifier)
        var column = SchemaObject([.identity: .text(""), .generated: .text(""), .defaultValue: .text("")])
        let type = type(of: field)
        if let type { column[.type] = .type(type) }
        if case .unsupported(let text) = field.kind { result.rawTypes[id] = text + (field.arity == .list ? "[]" : "") }
        // Prisma does not compare whether a list may be NULL.
        if field.arity != .list { column[.notNull] = .flag(field.arity == .required) }
        // PostgreSQL has no serial type of oid, and Prisma gives such a column no default.
        if let value = field.defaultValue, !(value.isAutoincrement && field.nativeType?.kind == .oid) {
            setDefault(value, of: &column, id)
        }
        add(id, column, at: field.position)
    }

    private mutating func setDefault(_ value: DefaultValue, of column: inout SchemaObject, _ id: ObjectID) {
        var type: TypeReference?
        if case .type(let known) = column[.type] { type = known }
        column[.defaultValue] = value.facet(of: type)
        switch value {
        case .autoincrement:
            result.autoincrementColumns.insert(id)
            column.facets[.identity] = nil
            // PostgreSQL makes a serial column NOT NULL, also where the field is optional.
            if column[.notNull] == .flag(false) { column.facets[.notNull] = nil }
        case .sql(let text):
            if let text {
                result.rawDefaults[id] = text
                result.columnsWithDefault.insert(id)
            }
            // Prisma takes a generated column's expression for its default.
            column.facets[.generated] = nil
        case .unknown: column.facets[.identity] = nil
        case .literal, .list: if column[.defaultValue] == .unknown { result.columnsWithDefault.insert(id) }
        case .now: break
        }
        if column[.defaultValue] == .unknown { column.facets[.defaultValue] = nil }
    }

    /// The type of a field's column; nil where only SQL or CockroachDB tells.
    func type(of field: ModelField) -> TypeReference? {
        let isArray = field.arity == .list
        switch field.kind {
        case .scalar(let scalar):
            if datamodel.datasource.isCockroach { return nil }
            return (field.nativeType ?? scalar.defaultNativeType).reference(isArray: isArray)
        case .enumeration(let index):
            let type = datamodel.enums[index]
            return TypeReference(
                schema: type.schema ?? defaultSchema,
                name: type.mappedName.asIdentifier,
                isArray: isArray
            )
        case .unsupported, .relation: return nil
        }
    }

    private mutating func addIndex(_ index: ModelIndex, of model: Model, _ table: ObjectID) {
        let id = ObjectID(.index, schema: table.schema, name: ConstraintName.index(index, of: model).asIdentifier)
        let keys = index.keys.map { key in
            IndexElement(
                column: model.fields[key.field].column.asIdentifier,
                expression: nil,
                operatorClass: key.operatorClass?.catalogName,
                isDescending: key.isDescending ?? false,
                nullsFirst: key.isDescending ?? false
            )
        }
        let method = (index.method ?? .bTree).rawValue.lowercased()
        var object = SchemaObject.index(table, keys, method: method, isUnique: index.isUnique)
        if let condition = index.condition {
            result.rawPredicates[id] = condition
        } else if datamodel.has(.partialIndexes) {
            // Without the feature Prisma does not look at the conditions of indexes.
            object[.predicate] = .text("")
        }
        add(id, object, at: index.attribute.position)
    }
}

extension SchemaObject {
    /// A primary key of those columns.
    static func primaryKey(_ columns: [String]) -> SchemaObject {
        SchemaObject([.kind: .text("primary_key"), .columns: .names(columns)])
    }

    /// An index with those keys.
    static func index(
        _ table: ObjectID,
        _ keys: [IndexElement],
        method: String = "btree",
        isUnique: Bool = false
    ) -> SchemaObject {
        SchemaObject([
            .unique: .flag(isUnique), .method: .text(method), .keys: .elements(keys), .table: .object(table),
        ])
    }
}
