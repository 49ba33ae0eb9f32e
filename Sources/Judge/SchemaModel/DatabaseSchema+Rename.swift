extension DatabaseSchema {
    /// Gives an object another name or namespace; all that refers to it follows.
    ///
    /// - Parameters:
    ///   - old: what it is called; nothing happens where it is not known.
    ///   - new: what it will be called, of the same kind.
    package mutating func rename(_ old: ObjectID, to new: ObjectID) {
        guard let object = objects[old], old != new else { return }
        noteLossInPart(of: old)
        let belongings = members(of: old).map { ($0, objects[$0]) }
        let wasIncomplete = incomplete.contains(old)
        let table = owner(of: old)
        var moves = [old: new]
        for (member, _) in belongings {
            var moved = member
            if member.owner != nil { moved.owner = new.name }
            moved.schema = new.schema
            moves[member] = moved
            remove(member)
        }
        remove(old)
        set(new, object.following(moves))
        if wasIncomplete { markIncomplete(new) }
        for (member, belonging) in belongings {
            if let belonging, let moved = moves[member] { set(moved, belonging.following(moves)) }
        }
        for (other, dependent) in objects where moves[other] == nil {
            var changed = dependent.following(moves)
            if old.kind == .column, let table {
                if owner(of: other) == table { changed.renameColumn(old.name, to: new.name) }
                if changed[.referencedTable] == .object(table), case .names(let names) = changed[.referencedColumns] {
                    changed[.referencedColumns] = .names(names.map { $0 == old.name ? new.name : $0 })
                }
            }
            if changed != dependent { set(other, changed) }
        }
        for (function, object) in objects where function.kind == .function && object.dependencies.contains(new) {
            rename(function, to: function.renaming(argument: old.name, to: new.name))
        }
        for (from, to) in moves {
            guard let comment = objects[from.comment] else { continue }
            remove(from.comment)
            set(to.comment, comment)
        }
    }
}

extension SchemaObject {
    /// The object with every reference to a moved object made one to where it is now.
    func following(_ moves: [ObjectID: ObjectID]) -> SchemaObject {
        var object = self
        for (facet, value) in facets {
            switch value {
            case .names(let names) where facet == .parents:
                for (old, new) in moves where old.kind == .table {
                    object[facet] = .names(names.map { $0 == old.description ? new.description : $0 })
                }
            case .object(let id):
                if let new = moves[id] { object[facet] = .object(new) }
            case .type(let type): object[facet] = .type(type.following(moves))
            case .expression(let text):
                for (old, new) in moves where old.kind == .sequence {
                    object[facet] = .expression(text.replacing("nextval(\(old.name))", with: "nextval(\(new.name))"))
                }
            case .text(let text) where facet == .source:
                // A trigger's function, with its arguments.
                for (old, new) in moves where old.kind == .function && dependencies.contains(old) {
                    let arguments = text.drop { $0 != "(" }
                    object[facet] = .text(
                        "\(new.name.prefix(upTo: new.name.firstIndex(of: "(") ?? new.name.endIndex))\(arguments)"
                    )
                }
            default: break
            }
        }
        object.defaultType = defaultType?.following(moves)
        for dependency in dependencies {
            guard let new = moves[dependency] else { continue }
            object.dependencies.remove(dependency)
            object.dependencies.insert(new)
        }
        return object
    }

    /// Lets keys and expressions of the object follow a column of its own table.
    mutating func renameColumn(_ old: String, to new: String) {
        for (facet, value) in facets {
            switch value {
            case .names(let names) where [.columns, .include].contains(facet):
                self[facet] = .names(names.map { $0 == old ? new : $0 })
            case .elements(let keys):
                self[facet] = .elements(keys.map { $0.renaming(column: old, to: new) })
            case .expression(let text): self[facet] = .expression(text.renaming(column: old, to: new))
            default: break
            }
        }
    }
}

extension TypeReference {
    /// The type where it is now, and as it is called there.
    fileprivate func following(_ moves: [ObjectID: ObjectID]) -> TypeReference {
        for (old, new) in moves where old.isType && name == old.name && schema == old.schema {
            return TypeReference(schema: new.schema, name: new.name, modifiers: modifiers, isArray: isArray)
        }
        return self
    }
}

extension IndexElement {
    fileprivate func renaming(column old: String, to new: String) -> IndexElement {
        var key = self
        if key.column == old { key.column = new }
        key.expression = key.expression?.renaming(column: old, to: new)
        return key
    }
}

extension ObjectID {
    /// A function with a type among those of its arguments, which its name holds, called otherwise.
    fileprivate func renaming(argument old: String, to new: String) -> ObjectID {
        guard let open = name.firstIndex(of: "(") else { return self }
        let types = name[name.index(after: open)...].dropLast().split(separator: ", ").map(String.init)
        let renamed = types.map { $0 == old ? new : $0 == "\(old)[]" ? "\(new)[]" : $0 }
        var id = self
        id.name = "\(name[..<open])(\(renamed.joined(separator: ", ")))"
        return id
    }

    /// Whether columns can be of it.
    package var isType: Bool {
        switch kind {
        case .enum, .domain, .compositeType, .rangeType: true
        default: false
        }
    }
}

extension String {
    fileprivate func renaming(column old: String, to new: String) -> String {
        mentions(column: old) ? replacing(String.columnMark(old), with: String.columnMark(new)) : self
    }
}
