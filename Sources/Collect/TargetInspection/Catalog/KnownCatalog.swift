import MigrationHistory
import Synchronization

/// The last look at a database's catalogs, and how long it need not be repeated.
///
/// The server counts writes to its catalogs anyway, and looking takes longer than all else that is asked. A count can be
/// late, so that it is believed only while nothing else tells of a change, and not for long.
final class KnownCatalog: Sendable {
    /// Seconds for which a look is believed at most.
    static let lifetime = 60.0

    /// What an inspection has found out by the time it may need a look.
    struct Sight: Sendable {
        /// What tells this database from any other.
        var database: String
        /// Writes to the catalogs that the server has counted; nil where it does not.
        var writes: String?
        /// The exporter's clock when the inspection began.
        var began: Instant
        /// Whether anybody holds or awaits Prisma's lock, a migration is unfinished, or any row is another than at the
        /// last inspection.
        var isRestless: Bool
    }

    private struct Known {
        var look: CatalogLook
        var sight: Sight
        /// Whether the look before it found the same count: what is committed between this look's snapshot and its count
        /// is in the count alone.
        var isSettled: Bool
    }

    private let last = Mutex<Known?>(nil)

    /// Nothing known yet.
    init() {}

    /// Whether an inspection that begins now is sure to need a look, so that it can ask with its first statements.
    func isLookNeeded(for interest: CatalogInterest, at now: Instant) -> Bool {
        last.withLock { last in
            guard let last, last.isSettled, !last.sight.isRestless,
                (0..<Self.lifetime).contains(now.seconds(since: last.sight.began))
            else { return true }
            guard case .whenChanged(let known) = interest else { return false }
            return known == nil || last.look.fingerprint != known
        }
    }

    /// The last look, for an inspection that need not ask at first; nil where it has to now.
    func look(at sight: Sight) -> CatalogLook? {
        last.withLock { last in
            guard let last, last.isSettled, !sight.isRestless, let writes = sight.writes else { return nil }
            return last.sight.writes == writes && last.sight.database == sight.database ? last.look : nil
        }
    }

    /// Keeps what the server answered.
    func keep(_ look: CatalogLook, at sight: Sight) {
        last.withLock { last in
            let isSettled =
                sight.writes != nil && last?.sight.database == sight.database && last?.sight.writes == sight.writes
            last = Known(look: look, sight: sight, isSettled: isSettled)
        }
    }
}
