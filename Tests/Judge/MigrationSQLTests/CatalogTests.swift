import ConstructFixture
import MigrationSQL
import SchemaModel
import TestProcess
import Testing

/// The replay of each construct, held against the catalogs that PostgreSQL 18 had after each of its migrations.
///
/// What a migration adds to what the replay can't tell is listed beside the catalogs; with `RECORD=1` in the environment
/// that list is written anew.
@Suite struct CatalogTests {
    @Test(arguments: Construct.all) func `the replay ends where PostgreSQL does, and leaves open no more than it must`(
        _ construct: Construct
    ) {
        #expect(construct.catalogs.count == construct.migrations.count)
        var replay = ScriptReplay(defaultSchema: "public")
        var known: Set<String> = []
        var open: [String] = []
        for (migration, catalog) in zip(construct.migrations, construct.catalogs) {
            replay.replay(migration.script, of: migration.name)
            let observed = ObservedSchema(catalog.rows)
            let facts = Set(replay.schema.ids + observed.ids)
                .flatMap { id in
                    Self.facts(replay.schema[id], observed[id]).map { "\(id.kind.words) \(id): \($0)" }
                }
            open += facts.filter { !known.contains($0) }.sorted().map { "\(migration.name) \($0)" }
            known = Set(facts)
        }
        let path = "\(Construct.folder)/Catalogs/\(construct).open"
        if TestProcess.environment["RECORD"] != nil {
            TestProcess.write(open.map { "\($0)\n" }.joined(), to: path)
        }
        #expect(open == TestProcess.text(of: path).split(separator: "\n").map(String.init))
    }

    /// In what the two differ, and what of them can't be compared.
    private static func facts(_ replayed: DatabaseSchema.Presence, _ observed: DatabaseSchema.Presence) -> [String] {
        guard case .present(let left) = replayed, case .present(let right) = observed else {
            return replayed == observed
                ? [] : [replayed == .unknown ? "not known" : replayed == .absent ? "not followed" : "not there"]
        }
        let unsure = SchemaObject.Facet.allCases.filter {
            left.facets[$0] != nil && left[$0].compared(to: right[$0]) == .undecided
        }
        return left.differences(from: right).map(\.description) + unsure.map { "\($0.rawValue) is open" }
    }
}
