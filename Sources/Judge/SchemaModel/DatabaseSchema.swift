/// Something that knows the objects of a database.
package protocol SchemaSource: Sendable {
    /// The objects that are there.
    var ids: [ObjectID] { get }
    /// What is known of the object.
    subscript(id: ObjectID) -> DatabaseSchema.Presence { get }
    /// The objects that are there and whose identity the condition keeps, in no order.
    func objects(where isWanted: (ObjectID) -> Bool) -> [(id: ObjectID, object: SchemaObject)]
}

/// The objects of a database, as far as a source knows them.
///
/// A history may have begun before its first script: objects that a statement presupposes are taken as given, and what
/// is not known of them is `unknown`, never `absent`.
package struct DatabaseSchema: SchemaSource {
    /// What is known of one object.
    package enum Presence: Sendable, Hashable {
        case absent
        case present(SchemaObject)
        /// The source can't tell whether it is there.
        case unknown
    }

    /// The objects that are there.
    package private(set) var objects: [ObjectID: SchemaObject] = [:]
    /// The objects named within or built on a table, view or type, by that object.
    private var members: [ObjectID: Set<ObjectID>] = [:]
    /// The tables that inherit from others, partitions included.
    private var heirs: Set<ObjectID> = []
    /// The names of all types that were ever there.
    private var typeNames: Set<String> = []
    /// Tables and types whose members are only partly known.
    package private(set) var incomplete: Set<ObjectID> = []
    /// Objects that were taken for given, because a statement presupposes them.
    package private(set) var assumed: Set<ObjectID> = []
    /// Namespaces of tables that were taken for given, whatever became of them.
    package private(set) var givenNamespaces: Set<String> = []
    /// Objects of which the source can't tell whether they are there.
    package private(set) var doubtful: Set<ObjectID> = []
    /// Objects that were taken away, so that they are not there even where their owner is known only in part.
    private var gone: Set<ObjectID> = []
    /// What each object was before the first change since `startJournal`, in the order of those changes.
    private var journal: [ObjectID: Presence] = [:]
    private var journalOrder: [ObjectID] = []
    /// What was dropped or renamed since `startJournal` although it was known only in part, so that more went with it.
    package private(set) var lostInPart: Set<ObjectID> = []

    /// A database without any object of its own.
    package init() {}

    /// The objects that are there.
    package var ids: [ObjectID] { Array(objects.keys) }

    /// The objects whose identity the condition keeps, in no order.
    package func objects(where isWanted: (ObjectID) -> Bool) -> [(id: ObjectID, object: SchemaObject)] {
        objects.compactMap { id, object in isWanted(id) ? (id, object) : nil }
    }

    /// What is known of the object.
    package subscript(id: ObjectID) -> Presence {
        if let object = objects[id] { return .present(object) }
        if doubtful.contains(id) { return .unknown }
        if gone.contains(id) { return .absent }
        guard let owner = owner(of: id) else { return .absent }
        return incomplete.contains(owner) ? .unknown : .absent
    }

    /// The members of a table, view or type.
    package func members(of owner: ObjectID) -> Set<ObjectID> { members[owner] ?? [] }

    /// The tables that inherit from a table, partitions included; not their own heirs.
    package func heirs(of table: ObjectID) -> Set<ObjectID> {
        let name = table.description
        return heirs.filter { objects[$0]?.inherits(from: name) == true }
    }

    /// The tables that inherit from a table, however far, each once; a script that the server refuses may say that it
    /// inherits from itself.
    package func allHeirs(of table: ObjectID) -> [ObjectID] {
        var found: [ObjectID] = []
        var seen: Set = [table]
        var next = [table]
        while let parent = next.popLast() {
            let heirs = heirs(of: parent).filter { seen.insert($0).inserted }
            found += heirs
            next += heirs
        }
        return found
    }

    /// The relation or type of that name that may own members; nil for a name that is not known.
    package func ownerID(schema: String, name: String) -> ObjectID? {
        ObjectID.owningKinds.lazy.map { ObjectID($0, schema: schema, name: name) }.first { objects[$0] != nil }
    }

    /// Whether a type of that name may be there, in whatever namespace; most columns are of PostgreSQL's own.
    package func mayHaveType(named name: String) -> Bool { typeNames.contains(name) }

    /// The object that the given one is named within or built on; nil where it stands alone.
    package func owner(of id: ObjectID) -> ObjectID? {
        if let owner = id.owner, id.kind != .comment {
            return ownerID(schema: id.schema, name: owner)
        }
        guard case .object(let table)? = objects[id]?.facets[.table] else { return nil }
        return table
    }

    // MARK: Changes

    /// Adds or replaces an object.
    package mutating func set(_ id: ObjectID, _ object: SchemaObject) {
        note(id)
        // It is empty nearly always, and removing hashes all the same.
        if !doubtful.isEmpty { doubtful.remove(id) }
        var owner = owner(of: id)
        // An index is built on what its properties say, everything else is named within its owner.
        if id.kind == .index {
            if let owner { members[owner]?.remove(id) }
            put(id, object)
            owner = self.owner(of: id)
        } else {
            put(id, object)
        }
        if let owner { members[owner, default: []].insert(id) }
    }

    private mutating func put(_ id: ObjectID, _ object: SchemaObject?) {
        objects[id] = object
        if id.isType { typeNames.insert(id.name) }
        guard id.kind == .table else { return }
        if let object, object.isHeir { heirs.insert(id) } else { heirs.remove(id) }
    }

    /// Changes one property of an object that is known; otherwise only notes that it was touched.
    package mutating func set(_ id: ObjectID, _ facet: SchemaObject.Facet, _ value: FacetValue) {
        var object = objects[id] ?? SchemaObject()
        object[facet] = value
        set(id, object)
    }

    /// Takes one object away, and nothing with it.
    package mutating func remove(_ id: ObjectID) {
        note(id)
        doubtful.remove(id)
        assumed.remove(id)
        if let owner = owner(of: id) {
            members[owner]?.remove(id)
            if incomplete.contains(owner) { gone.insert(id) }
        }
        incomplete.remove(id)
        put(id, nil)
    }

    /// Gives up knowing whether an object is there, and in which form.
    package mutating func doubt(_ id: ObjectID) {
        remove(id)
        doubtful.insert(id)
    }

    /// Gives up knowing of an object that is not known, where a statement is about it; no change.
    package mutating func admitIgnorance(of id: ObjectID) {
        guard objects[id] == nil else { return }
        doubtful.insert(id)
        lostInPart.insert(id)
    }

    /// Takes for given that an object was not there before the statement that creates it.
    package mutating func assumeAbsent(_ id: ObjectID) {
        guard journal[id] == nil else { return }
        journal[id] = .absent
        journalOrder.append(id)
    }

    /// Takes an object as given that a statement presupposes; no change.
    package mutating func assume(_ id: ObjectID, _ object: SchemaObject = SchemaObject(), isIncomplete: Bool = true) {
        guard objects[id] == nil else { return }
        doubtful.remove(id)
        assumed.insert(id)
        if id.kind == .table { givenNamespaces.insert(id.schema) }
        put(id, object)
        if let owner = owner(of: id) { members[owner, default: []].insert(id) }
        if isIncomplete { incomplete.insert(id) }
        // Whatever a statement found there was there before it, too.
        if let before = journal[id], before == .absent { journal[id] = .present(object) }
    }

    /// Says that not all members of an object are known.
    package mutating func markIncomplete(_ id: ObjectID) { incomplete.insert(id) }

    // MARK: Journal

    /// Begins to note what each object was before its first change.
    package mutating func startJournal() {
        journal.removeAll(keepingCapacity: true)
        journalOrder.removeAll(keepingCapacity: true)
        lostInPart = []
    }

    /// Notes that objects may have gone, or have another name by now, that are not known.
    package mutating func noteLossInPart(of id: ObjectID) {
        if incomplete.contains(id) { lostInPart.insert(id) }
    }

    /// The objects touched since `startJournal`, those that ended as they began included.
    package var changedIDs: [ObjectID] { journalOrder }

    /// The objects changed since `startJournal`, with what they were before; those that ended as they began left out.
    package var changes: [(id: ObjectID, before: Presence, after: Presence)] {
        journalOrder.compactMap { id in
            guard let before = journal[id] else { return nil }
            let after = self[id]
            return before == after ? nil : (id, before, after)
        }
    }

    private mutating func note(_ id: ObjectID) {
        guard journal.index(forKey: id) == nil else { return }
        var before = self[id]
        // Nothing was within an object that is made by the same statement.
        if before == .unknown, let owner = owner(of: id), journal[owner] == .absent { before = .absent }
        journal[id] = before
        journalOrder.append(id)
    }
}

extension ObjectID {
    /// The kinds of objects that others are named within.
    package static let owningKinds: [Kind] = [.table, .enum, .view, .materializedView, .compositeType, .domain]
}
