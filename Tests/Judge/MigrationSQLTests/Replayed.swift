import MigrationSQL
import SchemaModel

/// The schema after those scripts.
func replayed(_ scripts: String..., in namespace: String = "public") -> DatabaseSchema {
    var replay = ScriptReplay(defaultSchema: namespace)
    for (number, script) in scripts.enumerated() { replay.replay(script, of: "\(number + 1)") }
    return replay.schema
}

/// The statements of a script that comes after a history of one script.
func statements(_ script: String, after history: String = "") -> [ReplayedStatement] {
    var replay = ScriptReplay(defaultSchema: "public")
    replay.replay(history, of: "1")
    return replay.statements(of: script)
}

extension DatabaseSchema {
    /// The names of all objects of a kind, sorted; with their namespaces and owners.
    func names(_ kind: ObjectID.Kind) -> [String] { ids.filter { $0.kind == kind }.map(\.description).sorted() }

    /// A property of the only object of that kind and description.
    func facet(_ facet: SchemaObject.Facet, _ kind: ObjectID.Kind, _ name: String) -> FacetValue? {
        objects.first { $0.key.kind == kind && $0.key.description == name }?.value[facet]
    }
}

extension [ReplayedStatement] {
    /// The objects that each statement changes, sorted.
    var changed: [[String]] { map { $0.effects.map { "\($0.id.kind.rawValue) \($0.id)" }.sorted() } }
}
