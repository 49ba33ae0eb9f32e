import Synchronization

/// How far a connection has come.
final class ConnectionProgress: Sendable {
    /// What its TLS session follows; nil without TLS.
    let tls: TLSContext?
    private let hasAsked = Atomic<Bool>(false)

    init(tls: TLSContext?) { self.tls = tls }

    /// Notes a request, or the end.
    ///
    /// - Returns: whether nothing had been noted before.
    func noteFirst() -> Bool { !hasAsked.exchange(true, ordering: .acquiringAndReleasing) }
}
