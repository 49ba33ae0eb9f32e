import SchemaModel

extension Datamodel {
    /// The database that Prisma Migrate would make of the schema on PostgreSQL.
    ///
    /// - Parameter defaultSchema: the namespace of models and enums without `@@schema`.
    /// - Returns: its objects, each with its place in the schema.
    package func databaseSchema(defaultSchema: String) -> DatamodelSchema {
        var mapping = SchemaMapping(datamodel: self, defaultSchema: defaultSchema)
        mapping.addExtensions()
        mapping.addEnums()
        for index in models.indices { mapping.addTable(of: index) }
        mapping.addJoinTables()
        if relationMode == .foreignKeys {
            for index in models.indices { mapping.addForeignKeys(of: index) }
        }
        return mapping.result
    }
}

/// Maps a schema on the objects of a database.
struct SchemaMapping {
    let datamodel: Datamodel
    let defaultSchema: String
    var result = DatamodelSchema()

    init(datamodel: Datamodel, defaultSchema: String) {
        self.datamodel = datamodel
        self.defaultSchema = defaultSchema
    }

    /// Whether the model is a table that Prisma Migrate looks at: no view, and not its own history.
    func isCompared(_ model: Model) -> Bool { !model.isView && model.table != "_prisma_migrations" }

    /// The table of a model.
    func table(of model: Model) -> ObjectID {
        ObjectID(.table, schema: model.schema ?? defaultSchema, name: model.table.asIdentifier)
    }

    mutating func add(_ id: ObjectID, _ object: SchemaObject, at position: TextPosition) {
        result.schema.assume(id, object, isIncomplete: false)
        result.places[id] = datamodel.place(of: position)
    }

    /// Adds the namespace that something is in; listed ones that nothing is in are not made.
    mutating func addSchema(_ name: String, at position: TextPosition) {
        let id = ObjectID.schema(name)
        if result.schema.objects[id] == nil { add(id, SchemaObject(), at: position) }
    }

    mutating func addExtensions() {
        for item in datamodel.datasource.extensions { add(.extension(item.name), SchemaObject(), at: item.position) }
    }

    mutating func addEnums() {
        for type in datamodel.enums {
            let id = ObjectID(.enum, schema: type.schema ?? defaultSchema, name: type.mappedName.asIdentifier)
            addSchema(id.schema, at: type.position)
            add(id, SchemaObject(), at: type.position)
            for value in type.values { add(id.member(.enumValue, value.label), SchemaObject(), at: value.position) }
        }
    }
}
