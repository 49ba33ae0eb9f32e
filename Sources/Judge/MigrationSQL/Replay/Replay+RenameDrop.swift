import SchemaModel

extension ScriptReplay {
    mutating func rename(_ node: SQLNode) {
        let newName = Identifier.truncated(node.text("newname") ?? "")
        let ifExists = node.flag("missing_ok")
        let subname = node.text("subname") ?? ""
        switch node.text("renameType") ?? "" {
        case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE", "OBJECT_INDEX", "OBJECT_FOREIGN_TABLE":
            renameRelation(node, to: newName, ifExists: ifExists)
        case "OBJECT_COLUMN", "OBJECT_ATTRIBUTE":
            let table = relation(node["relation"], [.table, .view, .materializedView, .compositeType])
            guard presuppose(table, ifExists: ifExists) else { return }
            move(table.member(.column, subname), to: table.member(.column, newName), ifExists: false)
            for heir in schema.allHeirs(of: table) {
                move(heir.member(.column, subname), to: heir.member(.column, newName), ifExists: true)
            }
        case "OBJECT_TABCONSTRAINT":
            let table = relation(node["relation"])
            guard presuppose(table, ifExists: ifExists) else { return }
            move(table.member(.constraint, subname), to: table.member(.constraint, newName), ifExists: false)
        case "OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE":
            let kinds = ["OBJECT_TRIGGER": ObjectID.Kind.trigger, "OBJECT_POLICY": .policy]
            let kind = kinds[node.text("renameType") ?? ""] ?? .rule
            let table = relation(node["relation"], [.table, .view])
            // IF EXISTS is about the policy.
            guard presuppose(table) else { return }
            move(table.member(kind, subname), to: table.member(kind, newName), ifExists: ifExists)
        case "OBJECT_TYPE", "OBJECT_DOMAIN":
            guard let old = type(Self.objectNames(node["object"])) else { return }
            var new = old
            new.name = newName
            move(old, to: new, ifExists: ifExists)
        case "OBJECT_SCHEMA": renameSchema(subname, to: newName)
        case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE":
            guard let old = function(node["object", "ObjectWithArgs"]) else { return }
            var new = old
            new.name = newName + (old.name.firstIndex(of: "(").map { String(old.name[$0...]) } ?? "()")
            move(old, to: new, ifExists: ifExists)
        case let other:
            outcome.unverifiable.append("renaming a \(other.replacing("OBJECT_", with: "")) is not compared")
        }
    }

    /// `ALTER TABLE … RENAME` also renames views, sequences and indexes, keys' indexes with their constraints.
    private mutating func renameRelation(_ node: SQLNode, to newName: String, ifExists: Bool) {
        let kinds: [ObjectID.Kind] =
            switch node.text("renameType") ?? "" {
            case "OBJECT_INDEX": [.index, .table, .view, .materializedView, .sequence]
            case "OBJECT_SEQUENCE": [.sequence]
            case "OBJECT_VIEW": [.view]
            case "OBJECT_MATVIEW": [.materializedView]
            default: [.table, .view, .materializedView, .sequence, .index]
            }
        let old = relation(node["relation"], kinds)
        if let key = key(named: old) {
            move(
                key,
                to: ObjectID(.constraint, schema: key.schema, owner: key.owner, name: newName),
                ifExists: ifExists
            )
            return
        }
        var new = old
        new.name = newName
        move(old, to: new, ifExists: ifExists)
    }

    /// The constraint whose index has that name; nil where none has.
    func key(named id: ObjectID) -> ObjectID? {
        schema.objects.first { other, object in
            other.name == id.name && other.schema == id.schema && object.isKey
        }?
        .key
    }

    private mutating func move(_ old: ObjectID, to new: ObjectID, ifExists: Bool) {
        if ifExists, schema[old] == .unknown {
            schema.remove(old)
            schema.doubt(new)
            return
        }
        guard presuppose(old, ifExists: ifExists), mayCreate(new, ifNotExists: false) else { return }
        schema.rename(old, to: new)
    }

    private mutating func renameSchema(_ old: String, to new: String) {
        guard presuppose(.schema(old)) else { return }
        schema.rename(.schema(old), to: .schema(new))
        for id in schema.objects.keys where id.schema == old && id.owner == nil && id.kind != .index {
            var moved = id
            moved.schema = new
            schema.rename(id, to: moved)
        }
    }

    mutating func moveToSchema(_ node: SQLNode) {
        let target = node.text("newschema") ?? ""
        let kind = node.text("objectType") ?? ""
        let ifExists = node.flag("missing_ok")
        let old: ObjectID
        switch kind {
        case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE":
            let named = [
                "OBJECT_VIEW": ObjectID.Kind.view, "OBJECT_MATVIEW": .materializedView, "OBJECT_SEQUENCE": .sequence,
            ]
            old = relation(node["relation"], [named[kind] ?? .table, .table, .view, .materializedView, .sequence])
        case "OBJECT_TYPE", "OBJECT_DOMAIN":
            guard let id = type(Self.objectNames(node["object"])) else { return }
            old = id
        case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE":
            guard let id = function(node["object", "ObjectWithArgs"]) else { return }
            old = id
        default:
            outcome.unverifiable.append("moving it to another schema is not compared")
            return
        }
        var new = old
        new.schema = target
        move(old, to: new, ifExists: ifExists)
        // Sequences that a table's columns own go with it.
        for (id, object) in schema.objects where id.kind == .sequence && id.schema == old.schema {
            guard case .object(let owner) = object[.ownedBy], owner.owner == new.name else { continue }
            let sequence = ObjectID(.sequence, schema: target, name: id.name)
            schema.rename(id, to: sequence)
            schema.set(sequence, .ownedBy, .object(new.member(.column, owner.name)))
        }
    }

    private static let typeKinds: [ObjectID.Kind] = [.enum, .compositeType, .domain, .rangeType]

    /// The type of that name; nil where none is known, since a statement does not say of which kind a type is.
    private mutating func type(_ names: [String]) -> ObjectID? {
        let id = resolve(Self.typeKinds, names)
        if schema.objects[id] != nil { return id }
        outcome.unverifiable.append("no script made type \(id)")
        for kind in Self.typeKinds { schema.admitIgnorance(of: ObjectID(kind, schema: id.schema, name: id.name)) }
        return nil
    }

    /// Gives up knowing whether the columns and functions are there that may use a type which no script made.
    private mutating func doubtUsers(ofType names: [String]) {
        let id = resolve(Self.typeKinds, names)
        for (other, object) in schema.objects {
            var uses = object.dependencies.contains { Self.typeKinds.contains($0.kind) && $0.name == id.name }
            if case .type(let type)? = object.facets[.type], type.schema == nil, type.name == id.name { uses = true }
            if uses { schema.doubt(other) }
        }
    }

    // MARK: DROP

    mutating func drop(_ node: SQLNode) {
        let ifExists = node.flag("missing_ok")
        let cascades = node.text("behavior") == "DROP_CASCADE"
        for object in node.list("objects") {
            let names = Self.objectNames(object)
            guard !dropsTemporary(names) else { continue }
            switch node.text("removeType") ?? "" {
            case "OBJECT_TABLE", "OBJECT_FOREIGN_TABLE": drop(resolve([.table], names), ifExists)
            case "OBJECT_VIEW": drop(resolve([.view], names), ifExists)
            case "OBJECT_MATVIEW": drop(resolve([.materializedView], names), ifExists)
            case "OBJECT_INDEX":
                let index = resolve([.index], names)
                if cascades { dropForeignKeys(restingOn: index) }
                drop(index, ifExists)
            case "OBJECT_SEQUENCE": drop(resolve([.sequence], names), ifExists)
            case "OBJECT_TYPE", "OBJECT_DOMAIN":
                if ifExists {
                    drop(resolve(Self.typeKinds, names), ifExists)
                } else if let id = type(names) {
                    drop(id, ifExists)
                } else if cascades {
                    doubtUsers(ofType: names)
                }
            case "OBJECT_SCHEMA": dropSchema(names.last ?? "", ifExists)
            case "OBJECT_EXTENSION": drop(.extension(names.last ?? ""), ifExists)
            case "OBJECT_TRIGGER": dropMember(.trigger, names, ifExists)
            case "OBJECT_POLICY": dropMember(.policy, names, ifExists)
            case "OBJECT_RULE": dropMember(.rule, names, ifExists)
            case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE":
                if let id = function(object["ObjectWithArgs"], ifExists: ifExists) { drop(id, ifExists) }
            case let other:
                outcome.unverifiable.append("dropping a \(other.replacing("OBJECT_", with: "")) is not compared")
            }
        }
    }

    private mutating func drop(_ id: ObjectID, _ ifExists: Bool) {
        if presuppose(id, ifExists: ifExists) {
            schema.drop(id)
        } else {
            loseUnknown(id)
        }
    }

    /// What may have been there is not, once it was dropped.
    mutating func loseUnknown(_ id: ObjectID) { if schema[id] == .unknown { schema.remove(id) } }

    private mutating func dropMember(_ kind: ObjectID.Kind, _ names: [String], _ ifExists: Bool) {
        let table = resolve([.table, .view], Array(names.dropLast()))
        drop(table.member(kind, names.last ?? ""), ifExists)
    }

    private mutating func dropSchema(_ name: String, _ ifExists: Bool) {
        // What was made in it tells that it is there.
        if schema.objects.keys.contains(where: { $0.schema == name }) { schema.assume(.schema(name)) }
        guard presuppose(.schema(name), ifExists: ifExists) else { return }
        for id in schema.objects.keys where id.schema == name && id.owner == nil { schema.drop(id) }
        schema.drop(.schema(name))
    }

    /// The qualified name that an object node of DROP, COMMENT or RENAME holds.
    static func objectNames(_ node: SQLNode?) -> [String] {
        guard let node else { return [] }
        if let list = node["List"] { return list.list("items").compactMap(\.name) }
        if let type = node["TypeName"] { return type.names("names") }
        return node.name.map { [$0] } ?? []
    }
}
