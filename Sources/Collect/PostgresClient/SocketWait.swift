import Dispatch
import Glibc
import Synchronization

/// Waiting for a socket, never beyond a deadline, and but for a first moment without a thread.
enum SocketWait {
    /// What a socket can be awaited for.
    enum Direction: Sendable {
        case readable
        case writable
    }

    /// How a wait ended.
    enum Outcome: Sendable {
        case ready
        case timedOut
        case cancelled
    }

    private static let queue = DispatchQueue(label: "postgres-client.sockets")

    /// Milliseconds for which the calling thread itself waits.
    ///
    /// Most answers come within one, and handing such a wait over to other threads and back costs more of the processor
    /// than all the rest of a poll.
    private static let moment: Int32 = 1

    /// Waits until the socket is ready, the deadline passes or the task is cancelled.
    ///
    /// Returns only once the dispatch source is gone, so that the descriptor may be closed at once.
    static func wait(for direction: Direction, of descriptor: Int32, until deadline: DispatchTime) async -> Outcome {
        guard !Task.isCancelled else { return .cancelled }
        if isReady(descriptor, direction) { return .ready }
        let outcome = Mutex(Outcome.cancelled)
        let source: any DispatchSourceProtocol =
            switch direction {
            case .readable: DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            case .writable: DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: queue)
            }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        nonisolated(unsafe) let waiting = source
        nonisolated(unsafe) let clock = timer
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                unsafe waiting.setEventHandler {
                    outcome.withLock { $0 = .ready }
                    unsafe waiting.cancel()
                }
                unsafe clock.setEventHandler {
                    outcome.withLock { $0 = .timedOut }
                    unsafe waiting.cancel()
                }
                unsafe waiting.setCancelHandler {
                    unsafe clock.cancel()
                    continuation.resume()
                }
                unsafe clock.schedule(deadline: deadline)
                unsafe clock.resume()
                unsafe waiting.resume()
            }
        } onCancel: {
            unsafe waiting.cancel()
        }
        return outcome.withLock { $0 }
    }

    /// Whether the socket is ready, or broken, within a moment.
    private static func isReady(_ descriptor: Int32, _ direction: Direction) -> Bool {
        let events = direction == .readable ? POLLIN : POLLOUT
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return unsafe poll(&entry, 1, moment) == 1
    }
}
