extension DatabaseSchema {
    /// Drops an object with its members and all that needs it.
    ///
    /// A statement without CASCADE succeeds only where nothing else needs the object, so that the result is the same.
    package mutating func drop(_ id: ObjectID) {
        guard objects[id] != nil else {
            remove(id)
            return
        }
        noteLossInPart(of: id)
        if id.kind == .column { dropDependents(ofColumn: id) }
        let members = members(of: id)
        for member in members { remove(member) }
        remove(id)
        let gone = members.union([id])
        let needed = gone.filter { !ObjectID.neededByNone.contains($0.kind) }
        if !needed.isEmpty {
            for (other, object) in objects {
                if object.needs(any: needed, other.kind) { drop(other) } else { loosen(other, object, from: id) }
            }
        }
        for object in gone { dropComment(on: object) }
    }

    /// Indexes, constraints and generated columns go with any of their columns.
    private mutating func dropDependents(ofColumn column: ObjectID) {
        guard let table = owner(of: column) else { return }
        let isGenerated = objects[column]?.isGenerated == true
        // The server lets no column be generated from one that is; a script may say so all the same, and in a circle.
        for member in members(of: table) where !(isGenerated && member.kind == .column) {
            if let object = objects[member], object.uses(column: column.name) { drop(member) }
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
        if id.kind == .extension, let type = object.defaultType, type.schema == nil {
            set(other, .defaultValue, .unknown)
        }
        guard id.kind == .sequence, case .expression(let text) = object[.defaultValue] else { return }
        if text.contains("nextval(\(id.name))") { set(other, .defaultValue, .text("")) }
    }

    /// Removes the comment on an object that is gone.
    package mutating func dropComment(on id: ObjectID) {
        let comment = id.comment
        if objects[comment] != nil { remove(comment) }
    }
}

extension ObjectID {
    /// Kinds that no other object rests on, but for foreign keys on keys, which are looked at where a key is dropped.
    static let neededByNone: Set<Kind> = [.constraint, .index, .trigger, .rule, .policy, .enumValue, .comment]

    /// The comment on this object.
    package var comment: ObjectID { ObjectID(.comment, schema: schema, owner: owner, name: "\(kind.rawValue) \(name)") }
}

extension SchemaObject {
    /// Whether it is a partition, or inherits from a table.
    package var isHeir: Bool {
        guard case .names(let parents)? = facets[.parents] else { return false }
        return !parents.isEmpty
    }

    /// Whether it is a column that is generated from others.
    var isGenerated: Bool {
        if case .expression? = facets[.generated] { true } else { false }
    }

    /// Whether it is a table that inherits from the one of that qualified name.
    func inherits(from name: String) -> Bool {
        guard case .names(let parents)? = facets[.parents] else { return false }
        return parents.contains(name)
    }

    /// Whether the object, of that kind, can't be without one of those that go.
    func needs(any gone: Set<ObjectID>, _ kind: ObjectID.Kind) -> Bool {
        if !dependencies.isEmpty, !dependencies.isDisjoint(with: gone) { return true }
        let facet: Facet
        switch kind {
        case .constraint: facet = .referencedTable
        case .index: facet = .table
        case .sequence: facet = .ownedBy
        case .table: return gone.contains { $0.kind == .table && inherits(from: $0.description) }
        case .column, .domain:
            guard case .type(let type)? = facets[.type], type.schema != nil else { return false }
            return gone.contains { $0.isType && $0.name == type.name && $0.schema == type.schema }
        default: return false
        }
        guard case .object(let target)? = facets[facet] else { return false }
        return gone.contains(target)
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
        var expressions: [Facet] = [.check, .predicate, .using, .withCheck, .generated]
        if self[.kind] == .text("exclusion") { expressions.append(.definition) }
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
