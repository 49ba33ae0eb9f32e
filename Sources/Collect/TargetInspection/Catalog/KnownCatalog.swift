import MigrationHistory
import Synchronization

/// The fingerprint of a database's catalogs as it was last asked for, and how long it need not be asked for again.
///
/// The server counts writes to its catalogs anyway, and adding up their rows takes longer than all else that is asked.
/// A count can be late, so that it is believed only while nothing else tells of a change, and not for long.
final class KnownCatalog: Sendable {
    /// Seconds for which a fingerprint is believed at most.
    static let lifetime = 60.0

    /// What an inspection has found out by the time it may need the fingerprint.
    struct Sight: Sendable {
        /// What tells this database from any other.
        var server: String
        /// Writes to the catalogs that the server has counted; nil where it does not.
        var writes: String?
        /// The exporter's clock when the inspection began.
        var began: Instant
        /// Whether a migration is unfinished or under way, or any row is another than at the last inspection.
        var isRestless: Bool
    }

    private struct Look {
        var sight: Sight
        var fingerprint: CatalogFingerprint
        /// Whether the look before it found the same count: what is committed between this look's snapshot and its count
        /// is in the count alone.
        var isSettled: Bool
    }

    private let last = Mutex<Look?>(nil)

    /// Nothing known yet.
    init() {}

    /// Whether an inspection that begins now is sure to need it, so that it can ask with its first statements.
    func isNeeded(for interest: CatalogInterest, at now: Instant) -> Bool {
        guard case .whenChanged(let known) = interest else { return false }
        return last.withLock { last in
            guard let last, let known else { return true }
            return last.fingerprint != known || last.sight.isRestless || !last.isSettled
                || !(0..<Self.lifetime).contains(now.seconds(since: last.sight.began))
        }
    }

    /// The fingerprint as it was and must still be, for an inspection that did not ask at first; nil where it has to now.
    func fingerprint(at sight: Sight) -> CatalogFingerprint? {
        last.withLock { last in
            guard let last, last.isSettled, !sight.isRestless, let writes = sight.writes else { return nil }
            return last.sight.writes == writes && last.sight.server == sight.server ? last.fingerprint : nil
        }
    }

    /// Keeps what the server answered.
    func keep(_ fingerprint: CatalogFingerprint, at sight: Sight) {
        last.withLock { last in
            let isSettled =
                sight.writes != nil && last?.sight.server == sight.server && last?.sight.writes == sight.writes
            last = Look(sight: sight, fingerprint: fingerprint, isSettled: isSettled)
        }
    }
}
