import Dispatch
import Synchronization

/// Waiting for a socket, without a thread and never beyond a deadline.
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

    /// Waits until the socket is ready, the deadline passes or the task is cancelled.
    ///
    /// Returns only once the dispatch source is gone, so that the descriptor may be closed at once.
    static func wait(for direction: Direction, of descriptor: Int32, until deadline: DispatchTime) async -> Outcome {
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
}
