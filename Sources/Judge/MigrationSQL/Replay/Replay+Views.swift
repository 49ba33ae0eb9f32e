import SchemaModel

extension ScriptReplay {
    mutating func createView(_ node: SQLNode) {
        guard node["view"]?.text("relpersistence") != "t" else { return }
        let id = created(.view, Self.path(node["view"]))
        if schema.objects[id] != nil, !node.flag("replace") {
            if guarded { guardTripped = true; return }
            outcome.doubt = "view \(id) is there already"
        }
        var view = SchemaObject([.definition: .expression(CanonicalSQL.any(node["query"] ?? node))])
        view.dependencies = relations(in: node["query"])
        schema.set(id, view)
        schema.markIncomplete(id)
    }

    /// The known relations that a query reads, however deep.
    func relations(in node: SQLNode?) -> Set<ObjectID> {
        guard let node else { return [] }
        var found: Set<ObjectID> = []
        if let range = node["RangeVar"] {
            let id = relation(range, [.table, .view, .materializedView])
            if schema.objects[id] != nil { found.insert(id) }
        }
        for element in node.elements { found.formUnion(relations(in: element)) }
        return found
    }

    // MARK: Comments

    mutating func comment(_ node: SQLNode) {
        guard let object = commented(node) else {
            outcome.unverifiable.append("the comment is not compared")
            return
        }
        if let text = node.text("comment"), !text.isEmpty {
            schema.set(object.comment, SchemaObject([.text: .text(text)]))
        } else if schema.objects[object.comment] != nil {
            schema.remove(object.comment)
        }
    }

    /// The object that a COMMENT statement is about; nil for a kind whose comments are not read.
    private func commented(_ node: SQLNode) -> ObjectID? {
        let names = Self.objectNames(node["object"])
        switch node.text("objtype") ?? "" {
        case "OBJECT_TABLE": return resolve([.table], names)
        case "OBJECT_VIEW": return resolve([.view], names)
        case "OBJECT_MATVIEW": return resolve([.materializedView], names)
        case "OBJECT_INDEX": return resolve([.index], names)
        case "OBJECT_SEQUENCE": return resolve([.sequence], names)
        case "OBJECT_COLUMN":
            let table = resolve([.table, .view, .materializedView, .compositeType], Array(names.dropLast()))
            return table.member(.column, names.last ?? "")
        default: return nil
        }
    }
}
