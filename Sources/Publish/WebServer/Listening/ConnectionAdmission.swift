import Glibc
import Synchronization

/// Which connections of a listener go when there is hardly room for another one.
///
/// Clients that connect and never ask could hold every place, and nobody else would be let in before they have been
/// silent for too long. So each connection that takes one of the last places ends the one that has gone longest without
/// a request. Who has asked anything stays.
final class ConnectionAdmission: Sendable {
    private struct State {
        /// Connections that have begun and not ended.
        var held = 0
        var lastNumber = 0
        /// The numbers and sockets of those that have asked nothing, in the order in which they began.
        var silent: [(number: Int, descriptor: Int32)] = []
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
            if state.held > ample, !state.silent.isEmpty {
                // libmicrohttpd reads that there is nothing more, and closes it.
                shutdown(state.silent.removeFirst().descriptor, Int32(SHUT_RDWR))
            }
            state.silent.append((state.lastNumber, descriptor))
            return state.lastNumber
        }
    }

    /// Notes the first request of a connection.
    func asked(_ number: Int) { state.withLock { $0.silent.removeAll { $0.number == number } } }

    /// Notes the end of a connection, before its socket is closed.
    func ended(_ number: Int) {
        state.withLock { state in
            state.held -= 1
            state.silent.removeAll { $0.number == number }
        }
    }
}
