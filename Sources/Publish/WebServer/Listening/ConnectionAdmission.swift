import Glibc
import Synchronization

/// Which connections of a listener go when there is hardly room for another one.
///
/// Clients that connect and never ask, or ask once and stay, could hold every place, and nobody else would be let in
/// before they have been silent for too long. So each connection that takes one of the last places ends the one that has
/// gone longest without a request: of those that have never asked, or else of those that are answered. Whose answer is
/// under way stays.
final class ConnectionAdmission: Sendable {
    private struct Waiting {
        var number: Int
        var descriptor: Int32
    }

    private struct State {
        /// Connections that have begun and not ended.
        var held = 0
        var lastNumber = 0
        /// Those that have asked nothing, in the order in which they began.
        var silent: [Waiting] = []
        /// Those whose last request is answered, in the order in which it was.
        var answered: [Waiting] = []

        /// Takes out the one that has gone longest without a request; nil where each has one under way.
        mutating func longestWaiting() -> Waiting? {
            if !silent.isEmpty { return silent.removeFirst() }
            return answered.isEmpty ? nil : answered.removeFirst()
        }

        mutating func remove(_ number: Int) {
            silent.removeAll { $0.number == number }
            answered.removeAll { $0.number == number }
        }
    }

    /// What connections are let in to.
    let exchange: Exchange
    /// More than these are nearly all.
    private let ample: Int
    private let state = Mutex(State())

    init(to exchange: Exchange, limit: Int) {
        self.exchange = exchange
        ample = limit - max(1, limit / 16)
    }

    /// Notes a connection that begins.
    ///
    /// - Returns: its number.
    func began(_ descriptor: Int32) -> Int {
        state.withLock { state in
            state.held += 1
            state.lastNumber += 1
            if state.held > ample, let other = state.longestWaiting() {
                // libmicrohttpd reads that there is nothing more, and closes it.
                shutdown(other.descriptor, Int32(SHUT_RDWR))
            }
            state.silent.append(Waiting(number: state.lastNumber, descriptor: descriptor))
            return state.lastNumber
        }
    }

    /// Notes that a connection's request has come to its end.
    func asked(_ number: Int) { state.withLock { $0.remove(number) } }

    /// Notes that a connection's request is answered.
    func answered(_ number: Int, _ descriptor: Int32) {
        state.withLock { state in
            state.remove(number)
            state.answered.append(Waiting(number: number, descriptor: descriptor))
        }
    }

    /// Notes the end of a connection, before its socket is closed.
    func ended(_ number: Int) {
        state.withLock { state in
            state.held -= 1
            state.remove(number)
        }
    }
}
