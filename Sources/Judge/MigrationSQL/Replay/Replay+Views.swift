import SchemaModel

extension ScriptReplay {
    mutating func createView(_ node: SQLNode) {
        let id = created(.view, Self.path(node["view"]))
        outcome.replaces = node.flag("replace")
        guard outcome.replaces || mayCreate(id, ifNotExists: false) else { return }
        var options = Self.storageParameters(node.list("options"))
        switch node.text("withCheckOption") {
        case "LOCAL_CHECK_OPTION": options.append("check_option=local")
        case "CASCADED_CHECK_OPTION": options.append("check_option=cascaded")
        default: break
        }
        setView(id, query: node["query"], names: node.names("aliases"), options: options.sorted())
    }

    mutating func createMaterializedView(_ node: SQLNode) {
        let into = node["into"]
        let id = created(.materializedView, Self.path(into?["rel"]))
        guard mayCreate(id, ifNotExists: node.flag("if_not_exists")) else { return }
        let options = Self.storageParameters(into?.list("options") ?? [])
        setView(id, query: node["query"], names: into?.names("colNames") ?? [], options: options)
    }

    private mutating func setView(_ id: ObjectID, query: SQLNode?, names: [String], options: [String]) {
        let select = query?["SelectStmt"]
        var view = SchemaObject([
            // Names given before AS end up within the query.
            .definition: names.isEmpty ? select.map { .expression(CanonicalSQL.query($0)) } ?? .unknown : .unknown,
            .storageParameters: .names(options),
        ])
        view.dependencies = relations(in: query, knownAlone: false)
        schema.set(id, view)
        guard let columns = Self.columns(of: select, names) else {
            schema.markIncomplete(id)
            return
        }
        for column in columns where schema.objects[id.member(.column, column)] == nil {
            schema.set(id.member(.column, column), SchemaObject())
        }
    }

    /// The names of a query's columns; nil where a star stands for some.
    private static func columns(of select: SQLNode?, _ given: [String]) -> [String]? {
        guard let select else { return nil }
        if select["larg"] != nil { return columns(of: select["larg"], given) }
        var names: [String] = []
        for target in select.list("targetList").compactMap({ $0["ResTarget"] }) {
            let name = target.text("name") ?? CanonicalSQL.outputName(target["val"])
            guard name != "*" else { return nil }
            names.append(Identifier.truncated(name))
        }
        for (index, name) in given.enumerated() where names.indices.contains(index) { names[index] = name }
        return names.isEmpty ? nil : names
    }

    /// The relations that a statement names, however deep; those that no script made as tables, or left out.
    func relations(in node: SQLNode?, knownAlone: Bool = true) -> Set<ObjectID> {
        guard let node else { return [] }
        var found: Set<ObjectID> = []
        for range in [node["RangeVar"], node["relation"]].compactMap(\.self) where range.text("relname") != nil {
            let id = relation(range, [.table, .view, .materializedView])
            if !knownAlone || schema.objects[id] != nil { found.insert(id) }
        }
        for element in node.elements { found.formUnion(relations(in: element, knownAlone: knownAlone)) }
        return found
    }

    /// Drops the views that use a column of a table, as `DROP COLUMN … CASCADE` does.
    mutating func dropViews(using column: ObjectID, of table: ObjectID) {
        for (id, object) in schema.objects where object.dependencies.contains(table) {
            guard id.kind == .view || id.kind == .materializedView else { continue }
            guard case .expression(let definition) = object[.definition] else {
                schema.doubt(id)
                continue
            }
            if definition.mentions(column: column.name) {
                schema.drop(id)
            } else if definition.contains("*: *") {
                schema.doubt(id)
            }
        }
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
