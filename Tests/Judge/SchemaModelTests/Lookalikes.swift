import SchemaModel

extension ObjectID {
    /// Another object of the same kind, namespace and owner.
    func renamed(_ name: String) -> ObjectID { ObjectID(kind, schema: schema, owner: owner, name: name) }
}

extension DatabaseSchema {
    /// A database of those objects.
    init(of objects: KeyValuePairs<ObjectID, SchemaObject>) {
        self.init()
        for (id, object) in objects { set(id, object) }
    }
}
