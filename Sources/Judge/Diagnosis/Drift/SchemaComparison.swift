import MigrationSQL
import SchemaModel
import TargetReport

/// Two schemas held against each other, object by object.
struct SchemaComparison {
    /// What counts.
    let scope: DriftScope
    /// The namespaces that are looked at.
    let namespaces: Set<String>
    /// What the user wants left out.
    var ignored: [IgnorePattern] = []
    /// Whether partial indexes and their conditions count whatever the scope.
    var withConditions = false
    /// Whether an object that is not expected is drift; false where the expectation is known to be incomplete.
    var seesUnexpected = true
    /// Objects that are not to be held against the database.
    var exempt: Set<ObjectID> = []
    /// Statements that are not followed: what they name may be their doing.
    var unfollowed: [UnfollowedStatement] = []

    /// An object as a source tells it.
    private typealias Known = (id: ObjectID, object: SchemaObject)

    /// An object that counts, with all its properties.
    private struct Entry {
        var kind: String
        var object: SchemaObject
    }

    /// What differs, tables first.
    func changes(expected: some SchemaSource, observed: some SchemaSource) -> [SchemaChange] {
        let known = objects(of: observed)
        let (wanted, found) = (entries(of: objects(of: expected)), entries(of: known))
        var changes: [SchemaChange] = []
        for (id, entry) in wanted {
            guard let present = found[id] else {
                if observed[id] == .absent, hasOwner(id, entry.object, in: observed) {
                    changes.append(
                        SchemaChange(
                            form: .missing,
                            kind: entry.kind,
                            object: id,
                            expected: comparable(id, entry).summary(of: id)
                        )
                    )
                }
                continue
            }
            // What is the same before it is made comparable is so after it.
            guard entry.object != present.object else { continue }
            let differences = comparable(id, entry).differences(from: comparable(id, present))
            guard !differences.isEmpty else { continue }
            changes.append(
                SchemaChange(
                    form: .different,
                    kind: entry.kind,
                    object: id,
                    expected: differences.map { "\($0.facet.words) \($0.expected)" }.joined(separator: ", "),
                    observed: differences.map { "\($0.facet.words) \($0.observed)" }.joined(separator: ", ")
                )
            )
        }
        for (id, entry) in found where wanted[id] == nil {
            guard expected[id] == .absent, hasOwner(id, entry.object, in: expected), seesUnexpected || id.owner != nil
            else {
                continue
            }
            changes.append(
                SchemaChange(
                    form: .unexpected,
                    kind: entry.kind,
                    object: id,
                    observed: comparable(id, entry).summary(of: id)
                )
            )
        }
        changes = paired(changes, wanted, found)
        return (changes + invalidIndexes(among: known)).filter { !isLeftOut($0) }
            .sorted { ($0.object.kind.order, $0.object.description) < ($1.object.kind.order, $1.object.description) }
    }

    /// The changes with the SQL that takes each of them back, in an order in which that can run.
    static func repaired(
        _ changes: [SchemaChange],
        expected: some SchemaSource,
        observed: some SchemaSource
    ) -> [SchemaChange] {
        changes.map { change in
            var change = change
            change.repair = RepairStatement(change, expected: expected, observed: observed).sql
            return change
        }
        .enumerated().sorted { ($0.element.phase, $0.offset) < ($1.element.phase, $1.offset) }.map(\.element)
    }

    /// The objects of the namespaces, each read once: reading one from a catalog takes a parser.
    private func objects(of source: some SchemaSource) -> [Known] {
        source.objects { namespaces.contains($0.schema) || $0.kind == .extension }
    }

    /// The object with the properties that count.
    private func comparable(_ id: ObjectID, _ entry: Entry) -> SchemaObject {
        scope.compared(id, entry.object, withConditions: withConditions)
    }

    private func entries(of objects: [Known]) -> [ObjectID: Entry] {
        var entries: [ObjectID: Entry] = [:]
        entries.reserveCapacity(objects.count)
        for (id, object) in objects {
            guard let kind = scope.kind(of: id, object, withConditions: withConditions) else { continue }
            if scope == .prisma, kind == "unique", let index = uniqueIndex(id, object) {
                entries[index.id] = Entry(kind: "unique", object: index.object)
            } else {
                let isUnique = object[.unique] == .flag(true)
                entries[id] = Entry(kind: isUnique && scope == .prisma ? "unique" : kind, object: object)
            }
        }
        return entries
    }

    /// The index behind a unique constraint: Prisma makes no difference between the two.
    private func uniqueIndex(_ id: ObjectID, _ object: SchemaObject) -> (id: ObjectID, object: SchemaObject)? {
        guard case .names(let columns) = object[.columns], let table = id.owner else { return nil }
        let index = SchemaObject([
            .unique: .flag(true), .method: .text("btree"), .predicate: .text(""),
            .keys: .elements(columns.map { IndexElement(column: $0, expression: nil) }),
            .table: .object(ObjectID(.table, schema: id.schema, name: table)),
        ])
        return (ObjectID(.index, schema: id.schema, name: id.name), index)
    }

    /// Whether the table or type is there that the object belongs to: otherwise that one is told, and not its parts.
    private func hasOwner(_ id: ObjectID, _ object: SchemaObject, in source: some SchemaSource) -> Bool {
        var owners: [ObjectID] = []
        if let owner = id.owner {
            owners = ObjectID.owningKinds.map { ObjectID($0, schema: id.schema, name: owner) }
        } else if case .object(let table) = object[.table] {
            owners = [table]
        } else {
            return true
        }
        return owners.contains { owner in
            if case .present = source[owner] { return true }
            return false
        }
    }

    /// Makes one change of a missing and an unexpected object that differ in nothing but the name.
    private func paired(
        _ changes: [SchemaChange],
        _ wanted: [ObjectID: Entry],
        _ found: [ObjectID: Entry]
    ) -> [SchemaChange] {
        var rest = changes.filter { ![.constraint, .index].contains($0.object.kind) || $0.form == .different }
        var unexpected = changes.filter { [.constraint, .index].contains($0.object.kind) && $0.form == .unexpected }
        for change in changes where [.constraint, .index].contains(change.object.kind) && change.form == .missing {
            let twin = unexpected.firstIndex { other in
                guard other.object.owner == change.object.owner,
                    let left = wanted[change.object], let right = found[other.object]
                else { return false }
                return comparable(change.object, left).differences(from: comparable(other.object, right)).isEmpty
            }
            guard let twin else {
                rest.append(change)
                continue
            }
            var renamed = change
            renamed.form = .different
            renamed.expected = "name \(change.object.name)"
            renamed.observed = "name \(unexpected[twin].object.name)"
            rest.append(renamed)
            unexpected.remove(at: twin)
        }
        return rest + unexpected
    }

    /// Indexes that a failed `CREATE INDEX CONCURRENTLY` left: there, and of no use.
    func invalidIndexes(_ observed: some SchemaSource) -> [SchemaChange] {
        invalidIndexes(among: observed.objects { $0.kind == .index && namespaces.contains($0.schema) })
    }

    private func invalidIndexes(among objects: [Known]) -> [SchemaChange] {
        objects.filter { $0.id.kind == .index && $0.object[.valid] == .flag(false) }
            .map {
                SchemaChange(form: .different, kind: "index", object: $0.id, expected: "valid", observed: "invalid")
            }
    }

    /// Whether the user, or what is not known, leaves the change out.
    func isLeftOut(_ change: SchemaChange) -> Bool {
        let id = change.object
        if exempt.contains(id) || ignored.contains(where: { $0.covers(change.kind, id) }) { return true }
        return unfollowed.contains { $0.mayConcern(id, of: id.owner) }
    }
}

extension SchemaObject.Facet {
    /// The property for people.
    var words: String { rawValue.replacing("_", with: " ") }
}

extension SchemaObject {
    /// The object in a few words of SQL.
    func summary(of id: ObjectID) -> String {
        switch id.kind {
        case .column:
            var text = "\(self[.type])"
            if self[.notNull] == .flag(true) { text += " NOT NULL" }
            if self[.defaultValue] != .text(""), self[.defaultValue] != .unknown {
                text += " DEFAULT \(self[.defaultValue])"
            }
            return text
        case .index:
            var table = "?"
            if case .object(let id) = self[.table] { table = id.name }
            return "\(self[.unique] == .flag(true) ? "UNIQUE " : "")on \(table) (\(self[.keys]))"
        case .constraint:
            switch self[.kind] {
            case .text("foreign_key"):
                return "(\(self[.columns])) REFERENCES \(self[.referencedTable]) (\(self[.referencedColumns]))"
            case .text("check"): return "CHECK \(self[.check])"
            case .text("exclusion"): return "EXCLUDE \(self[.definition])"
            default: return "(\(self[.columns]))"
            }
        default: return id.kind.words
        }
    }
}
