import Dispatch
import Glibc
import Synchronization

/// Which connections of a listener go when there is hardly room for another one.
///
/// Clients that connect and never ask, ask once and stay, or hardly read what they are answered could hold every place, and
/// nobody else would be let in before they have been silent for too long. So each connection that takes one of the last
/// places ends another one: of those that have never asked the one that has gone longest without a request, or else of
/// those that are answered, or else of those that have had their answer for too long without reading it. Whose answer is
/// under way otherwise stays, and whoever is new has a moment to ask, for which all others wait.
final class ConnectionAdmission: Sendable {
    private struct Waiting {
        var number: Int
        var descriptor: Int32
        /// Since when it has been as it is.
        var since = ContinuousClock.now
    }

    private struct Patience {
        /// How long a connection may take to ask.
        var asking: Duration
        /// How long an answer may be read.
        var reading: Duration
    }

    private struct State {
        /// Connections that have begun and not ended.
        var held = 0
        var lastNumber = 0
        /// Those that have asked nothing, in the order in which they began.
        var silent: [Waiting] = []
        /// Those whose last request is answered, in the order in which it was.
        var answered: [Waiting] = []
        /// Those whose answer is there and not yet read to its end, in the order in which it was given.
        var reading: [Waiting] = []
        /// Whether `makeRoom` is called before long.
        var isAwaitingRoom = false

        /// Takes out the one that goes first; nil where none may go yet.
        mutating func leaving(_ patience: Patience) -> Waiting? {
            if let first = silent.first { return first.since + patience.asking < .now ? silent.removeFirst() : nil }
            if !answered.isEmpty { return answered.removeFirst() }
            guard let first = reading.first, first.since + patience.reading < .now else { return nil }
            return reading.removeFirst()
        }

        mutating func remove(_ number: Int) {
            silent.removeAll { $0.number == number }
            answered.removeAll { $0.number == number }
            reading.removeAll { $0.number == number }
        }
    }

    /// What connections are let in to.
    let exchange: Exchange
    /// More than these are nearly all.
    private let ample: Int
    /// What may be taken where room is needed.
    private let patience: Patience
    private let state = Mutex(State())
    /// Where room is made when no new connection can ask for it, since all places are taken.
    private let queue = DispatchQueue(label: "web-server-admission")

    init(to exchange: Exchange, limit: Int, limits: WebLimits) {
        self.exchange = exchange
        ample = limit - max(1, limit / 16)
        patience = Patience(
            asking: .milliseconds(limits.askingMilliseconds),
            reading: .seconds(limits.readingSeconds)
        )
    }

    /// Notes a connection that begins.
    ///
    /// - Returns: its number.
    func began(_ descriptor: Int32) -> Int {
        state.withLock { state in
            state.held += 1
            state.lastNumber += 1
            if state.held > ample {
                end(state.leaving(patience))
                awaitRoom(&state)
            }
            state.silent.append(Waiting(number: state.lastNumber, descriptor: descriptor))
            return state.lastNumber
        }
    }

    /// Notes that a connection's request has come to its end.
    func asked(_ number: Int) { state.withLock { $0.remove(number) } }

    /// Notes that a connection has its answer, and reads it.
    func replied(_ number: Int, _ descriptor: Int32) {
        state.withLock { state in
            state.remove(number)
            state.reading.append(Waiting(number: number, descriptor: descriptor))
        }
    }

    /// Notes that a connection's request is over.
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

    /// Looks again soon, as long as there is hardly room.
    private func awaitRoom(_ state: inout State) {
        guard !state.isAwaitingRoom else { return }
        state.isAwaitingRoom = true
        queue.asyncAfter(deadline: .now() + .milliseconds(10)) { [weak self] in self?.makeRoom() }
    }

    private func makeRoom() {
        state.withLock { state in
            state.isAwaitingRoom = false
            guard state.held > ample else { return }
            for _ in ample..<state.held { end(state.leaving(patience)) }
            awaitRoom(&state)
        }
    }

    private func end(_ connection: Waiting?) {
        // libmicrohttpd reads that there is nothing more, or can't write on, and closes it.
        if let connection { shutdown(connection.descriptor, Int32(SHUT_RDWR)) }
    }
}
