import MigrationHistory

@testable import ExporterDaemon

/// A clock that stands still until it is moved on to the next thing that somebody waits for.
///
/// Only the thread that drives the simulation touches it.
final class SimulatedClock: DaemonClock, @unchecked Sendable {
    private final class Sleeper: @unchecked Sendable {
        let time: UInt64
        let order: UInt64
        var continuation: UnsafeContinuation<Void, Never>?
        var isCancelled = false

        init(time: UInt64, order: UInt64) {
            self.time = time
            self.order = order
        }

        func wake() {
            let waiting = continuation
            continuation = nil
            waiting?.resume()
        }

        func isBefore(_ other: Sleeper) -> Bool { (time, order) < (other.time, other.order) }
    }

    /// Where the monotonic clock begins.
    let start: UInt64 = 1_000_000_000_000
    private(set) var monotonicNanoseconds: UInt64 = 1_000_000_000_000
    /// How far the wall clock has been set forward, in nanoseconds.
    var wallOffset: Int64 = 0
    /// Nanoseconds that went by while somebody could have gone on.
    private(set) var lag: UInt64 = 0
    /// A heap, the next to wake first.
    private var sleepers: [Sleeper] = []
    private var order: UInt64 = 0

    var now: Instant {
        Instant(microseconds: 1_800_000_000_000_000 + (Int64(monotonicNanoseconds) + wallOffset) / 1000)
    }

    /// When something happens next; nil where nothing is awaited.
    var next: UInt64? {
        while let first = sleepers.first, first.continuation == nil { removeFirst() }
        return sleepers.first?.time
    }

    func sleep(for duration: Duration) async throws {
        let sleeper = sleeper(in: duration)
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                guard !Task.isCancelled else {
                    sleeper.isCancelled = true
                    return continuation.resume()
                }
                sleeper.continuation = continuation
                insert(sleeper)
            }
        } onCancel: {
            guard sleeper.continuation != nil else { return }
            sleeper.isCancelled = true
            sleeper.wake()
        }
        // Who had woken before the cancellation came goes on, as with the real clock.
        if sleeper.isCancelled { throw CancellationError() }
    }

    /// Waits that long, whether cancelled or not.
    func sleepDeaf(for duration: Duration) async {
        let sleeper = sleeper(in: duration)
        await withUnsafeContinuation { continuation in
            sleeper.continuation = continuation
            insert(sleeper)
        }
    }

    /// Moves on to that time, at most to `next`; lag is time that goes by though somebody could go on.
    func advance(to time: UInt64, isLag: Bool = false) {
        if isLag { lag += time - monotonicNanoseconds }
        monotonicNanoseconds = time
        while let due = next, due <= time {
            let first = sleepers[0]
            removeFirst()
            first.wake()
        }
    }

    private func sleeper(in duration: Duration) -> Sleeper {
        order += 1
        return Sleeper(time: monotonicNanoseconds &+ duration.nanoseconds, order: order)
    }

    private func insert(_ sleeper: Sleeper) {
        sleepers.append(sleeper)
        var place = sleepers.count - 1
        while place > 0, sleepers[place].isBefore(sleepers[(place - 1) / 2]) {
            sleepers.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private func removeFirst() {
        sleepers.swapAt(0, sleepers.count - 1)
        sleepers.removeLast()
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < sleepers.count && sleepers[child].isBefore(sleepers[least]) {
                least = child
            }
            guard least != place else { return }
            sleepers.swapAt(place, least)
            place = least
        }
    }
}
