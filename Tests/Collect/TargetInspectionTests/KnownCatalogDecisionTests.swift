import MigrationHistory
import PostgresClient
import Testing

@testable import TargetInspection

@Suite struct KnownCatalogDecisionTests {
    private func sight(_ writes: String?, second: Int64 = 0, database: String = "s", isRestless: Bool = false)
        -> KnownCatalog.Sight
    {
        KnownCatalog.Sight(
            database: database,
            writes: writes,
            began: at(second),
            isRestless: isRestless
        )
    }

    private func at(_ second: Int64) -> Instant { Instant(microseconds: second * 1_000_000) }

    /// Whether it is asked for at that second, where nothing else tells of a change.
    private func isNeeded(_ known: KnownCatalog, _ second: Int64 = 2) -> Bool {
        known.isLookNeeded(for: .whenChanged(since: fingerprint), at: at(second))
    }

    /// What is known after two looks that saw the same count.
    private func settled() throws -> KnownCatalog {
        let known = KnownCatalog()
        for second: Int64 in 0..<2 { known.keep(try look, at: sight("7", second: second)) }
        return known
    }

    private let fingerprint = CatalogFingerprint("1:2")

    /// A look that nobody's lock and no table, but this fingerprint was seen at.
    private var look: CatalogLook {
        get throws {
            let results = [[["180006", "f"]], [], [], [["1:2"]]].map { ResultSet(columns: [], rows: $0) }
            return try #require(CatalogLook(results))
        }
    }

    @Test func `a look is believed after two looks at the same count, for a minute`() throws {
        let known = KnownCatalog()
        #expect(known.isLookNeeded(for: .whenChanged(since: nil), at: at(0)))
        #expect(known.isLookNeeded(for: .never, at: at(0)))
        known.keep(try look, at: sight("7"))
        #expect(isNeeded(known, 1))
        #expect(known.look(at: sight("7", second: 1)) == nil)
        known.keep(try look, at: sight("7", second: 1))
        #expect(known.look(at: sight("7", second: 2))?.fingerprint == fingerprint)
        #expect(!known.isLookNeeded(for: .never, at: at(60)) && known.isLookNeeded(for: .never, at: at(61)))
        #expect(!isNeeded(known, 60) && isNeeded(known, 61) && isNeeded(known, 0))
        known.keep(try look, at: sight("7", second: 61))
        #expect(!isNeeded(known, 120))
    }

    @Test func `any sign of a change makes it asked for`() throws {
        #expect(try settled().look(at: sight("8", second: 2)) == nil)
        #expect(try settled().look(at: sight(nil, second: 2)) == nil)
        #expect(try settled().look(at: sight("7", second: 2, database: "other")) == nil)
        #expect(try settled().look(at: sight("7", second: 2, isRestless: true)) == nil)
        #expect(try settled().isLookNeeded(for: .whenChanged(since: CatalogFingerprint("2:3")), at: at(2)))
        #expect(try settled().isLookNeeded(for: .whenChanged(since: nil), at: at(2)))
    }

    @Test func `another count, another database or an unrest has to settle first`() throws {
        let changed: [KnownCatalog.Sight] = [
            sight("8", second: 2), sight("7", second: 2, database: "other"), sight("7", second: 2, isRestless: true),
        ]
        for sight in changed {
            let known = try settled()
            known.keep(try look, at: sight)
            #expect(isNeeded(known))
        }
    }

    @Test func `where nothing is counted, nothing settles`() throws {
        let known = KnownCatalog()
        for second: Int64 in 0..<3 { known.keep(try look, at: sight(nil, second: second)) }
        #expect(isNeeded(known))
        #expect(known.look(at: sight(nil, second: 3)) == nil)
    }
}
