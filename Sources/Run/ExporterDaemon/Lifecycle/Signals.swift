import Dispatch
import Glibc

/// Signals as a sequence.
package enum Signals {
    /// The signals that arrive from here on; their default action is switched off.
    ///
    /// - Parameter numbers: which signals.
    /// - Returns: the numbers, in the order of arrival, until the sequence is dropped.
    package static func arriving(_ numbers: [Int32]) -> AsyncStream<Int32> {
        AsyncStream { continuation in
            nonisolated(unsafe) let sources = numbers.map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { continuation.yield(number) }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in
                for source in sources { source.cancel() }
            }
        }
    }
}
