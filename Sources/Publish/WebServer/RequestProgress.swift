import Synchronization

/// How far a request has come.
final class RequestProgress: Sendable {
    private struct State {
        var bodyBytes = 0
        var passwordIsRight: Bool?
    }

    private let state = Mutex(State())

    /// Notes a part of the body that was thrown away.
    ///
    /// - Returns: the bytes so far.
    func tookBody(of size: Int) -> Int {
        state.withLock { state in
            state.bodyBytes += size
            return state.bodyBytes
        }
    }

    /// Whether the password is right; nil where it has not been compared.
    var passwordIsRight: Bool? { state.withLock(\.passwordIsRight) }

    /// Notes how the comparison went.
    func compared(isRight: Bool) { state.withLock { $0.passwordIsRight = isRight } }
}
