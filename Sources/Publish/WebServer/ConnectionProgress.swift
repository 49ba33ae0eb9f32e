import Synchronization

/// How far a connection has come.
final class ConnectionProgress: Sendable {
    /// What its TLS session follows; nil without TLS.
    let tls: TLSContext?
    /// Where it was let in.
    let admission: ConnectionAdmission
    /// Its number there.
    let number: Int
    private let hasAsked = Atomic<Bool>(false)

    init(_ admission: ConnectionAdmission, number: Int, tls: TLSContext?) {
        self.admission = admission
        self.number = number
        self.tls = tls
    }

    /// Notes a request, or the end.
    ///
    /// - Returns: whether nothing had been noted before.
    func noteFirst() -> Bool { !hasAsked.exchange(true, ordering: .acquiringAndReleasing) }
}
