extension DatabaseSchema {
    /// Drops an object with its members and all that needs it.
    ///
    /// A statement without CASCADE succeeds only where nothing else needs the object, so that the result is the same.
    package mutating func drop(_ id: ObjectID) {
        guard objects[id] != nil else {
            remove(id)
            return
        }
        let belongings = members(of: id)
        for member in belongings { drop(member) }
        if id.kind == .column { dropDependents(ofColumn: id) }
        let wasOwner = ObjectID.owningKinds.contains(id.kind)
        remove(id)
        if wasOwner { forgetMembers(of: id) }
        for other in Array(objects.keys) {
            guard let object = objects[other] else { continue }
            if object.needs(id) { drop(other) } else { loosen(other, object, from: id) }
        }
        dropComment(on: id)
    }

    /// Indexes and constraints go with any of their columns.
    private mutating func dropDependents(ofColumn column: ObjectID) {
        guard let table = owner(of: column) else { return }
        for member in members(of: table) where member != column {
            if objects[member]?.uses(column: column.name) ?? false { drop(member) }
        }
        for (other, object) in objects where object[.referencedTable] == .object(table) {
            if case .names(let names) = object[.referencedColumns], names.contains(column.name) { drop(other) }
        }
    }

    /// What stays behind, changed, when the object goes: a column loses a default that used it.
    private mutating func loosen(_ other: ObjectID, _ object: SchemaObject, from id: ObjectID) {
        if let type = object.defaultType, id.isType, type.name == id.name, type.schema == id.schema {
            set(other, .defaultValue, .text(""))
            return
        }
        guard id.kind == .sequence, other.kind == .column, case .expression(let text) = object[.defaultValue] else {
            return
        }
        if text.contains("nextval(\(id.name))") { set(other, .defaultValue, .text("")) }
    }

    /// Removes the comment on an object that is gone.
    package mutating func dropComment(on id: ObjectID) {
        let comment = id.comment
        if objects[comment] != nil { remove(comment) }
    }
}

extension ObjectID {
    /// The comment on this object.
    package var comment: ObjectID { ObjectID(.comment, schema: schema, owner: owner, name: "\(kind.rawValue) \(name)") }
}

extension SchemaObject {
    /// Whether it is a table that inherits from the one of that qualified name.
    func inherits(from name: String) -> Bool {
        guard case .names(let parents)? = facets[.parents] else { return false }
        return parents.contains(name)
    }

    /// Whether the object can't be without `id`.
    func needs(_ id: ObjectID) -> Bool {
        if dependencies.contains(id) { return true }
        switch id.kind {
        case .table, .view, .materializedView:
            return self[.referencedTable] == .object(id) || self[.table] == .object(id)
                || self[.ownedBy] == .object(id) || inherits(from: id.description)
        case .column:
            return self[.ownedBy] == .object(id)
        case .enum, .domain, .compositeType, .rangeType:
            guard case .type(let type) = self[.type] else { return false }
            return type.name == id.name && type.schema == id.schema
        default:
            return false
        }
    }

    /// Whether a key, a constraint or an expression of the object uses the column of its own table.
    func uses(column: String) -> Bool {
        if case .names(let names) = self[.columns], names.contains(column) { return true }
        if case .names(let names) = self[.include], names.contains(column) { return true }
        if case .elements(let keys) = self[.keys],
            keys.contains(where: { $0.column == column || $0.expression?.mentions(column: column) ?? false })
        {
            return true
        }
        let expressions: [Facet] = [.check, .predicate, .using, .withCheck, .generated]
        return expressions.contains { facet in
            guard case .expression(let text) = self[facet] else { return false }
            return text.mentions(column: column)
        }
    }
}

extension String {
    /// Whether the normalised expression refers to the column.
    package func mentions(column: String) -> Bool { contains(Self.columnMark(column)) }

    /// How a normalised expression spells a column, so that it can be found and renamed.
    package static func columnMark(_ name: String) -> String { "\u{ab}\(name)\u{bb}" }
}
