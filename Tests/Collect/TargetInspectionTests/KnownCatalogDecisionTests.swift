import MigrationHistory
import Testing

@testable import TargetInspection

@Suite struct KnownCatalogDecisionTests {
    private func sight(_ writes: String?, second: Int64 = 0, server: String = "s", isRestless: Bool = false)
        -> KnownCatalog.Sight
    {
        KnownCatalog.Sight(
            server: server,
            writes: writes,
            began: at(second),
            isRestless: isRestless
        )
    }

    private func at(_ second: Int64) -> Instant { Instant(microseconds: second * 1_000_000) }

    /// Whether it is asked for at that second, where nothing else tells of a change.
    private func isNeeded(_ known: KnownCatalog, _ second: Int64 = 2) -> Bool {
        known.isNeeded(for: .whenChanged(since: fingerprint), at: at(second))
    }

    /// What is known after two looks that saw the same count.
    private func settled() -> KnownCatalog {
        let known = KnownCatalog()
        for second: Int64 in 0..<2 { known.keep(fingerprint, at: sight("7", second: second)) }
        return known
    }

    private let fingerprint = CatalogFingerprint("1:2")

    @Test func `a fingerprint is believed after two looks at the same count, for a minute`() {
        let known = KnownCatalog()
        #expect(known.isNeeded(for: .whenChanged(since: nil), at: at(0)))
        #expect(!known.isNeeded(for: .never, at: at(0)))
        known.keep(fingerprint, at: sight("7"))
        #expect(isNeeded(known, 1))
        #expect(known.fingerprint(at: sight("7", second: 1)) == nil)
        known.keep(fingerprint, at: sight("7", second: 1))
        #expect(known.fingerprint(at: sight("7", second: 2)) == fingerprint)
        #expect(!isNeeded(known, 60) && isNeeded(known, 61) && isNeeded(known, 0))
        known.keep(fingerprint, at: sight("7", second: 61))
        #expect(!isNeeded(known, 120))
    }

    @Test func `any sign of a change makes it asked for`() {
        #expect(settled().fingerprint(at: sight("8", second: 2)) == nil)
        #expect(settled().fingerprint(at: sight(nil, second: 2)) == nil)
        #expect(settled().fingerprint(at: sight("7", second: 2, server: "other")) == nil)
        #expect(settled().fingerprint(at: sight("7", second: 2, isRestless: true)) == nil)
        #expect(settled().isNeeded(for: .whenChanged(since: CatalogFingerprint("2:3")), at: at(2)))
        #expect(settled().isNeeded(for: .whenChanged(since: nil), at: at(2)))
    }

    @Test func `another count, another database or an unrest has to settle first`() {
        let changed: [KnownCatalog.Sight] = [
            sight("8", second: 2), sight("7", second: 2, server: "other"), sight("7", second: 2, isRestless: true),
        ]
        for sight in changed {
            let known = settled()
            known.keep(fingerprint, at: sight)
            #expect(isNeeded(known))
        }
    }

    @Test func `where nothing is counted, nothing settles`() {
        let known = KnownCatalog()
        for second: Int64 in 0..<3 { known.keep(fingerprint, at: sight(nil, second: second)) }
        #expect(isNeeded(known))
        #expect(known.fingerprint(at: sight(nil, second: 3)) == nil)
    }
}
