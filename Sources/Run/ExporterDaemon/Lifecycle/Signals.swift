import Dispatch
import Glibc

/// Signals as a sequence.
package enum Signals {
    /// The signals that arrive from here on, in place of their default action.
    ///
    /// Dispatch catches a signal only once the source is registered, on a thread of its own: before that, a signal has
    /// its default action, and the service manager sees that nobody catches it.
    ///
    /// - Parameter numbers: which signals.
    /// - Returns: the numbers, in the order of arrival, until the sequence is dropped; once each of them is caught.
    package static func arriving(_ numbers: [Int32]) async -> AsyncStream<Int32> {
        let registrations = DispatchGroup()
        let signals = AsyncStream<Int32> { continuation in
            nonisolated(unsafe) let sources = numbers.map { number in
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { continuation.yield(number) }
                registrations.enter()
                source.setRegistrationHandler { registrations.leave() }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in
                for source in sources { source.cancel() }
            }
        }
        await withCheckedContinuation { continuation in
            registrations.notify(queue: .global()) { continuation.resume() }
        }
        return signals
    }
}
