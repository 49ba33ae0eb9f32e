package import MigrationHistory

/// The time as polling, reloading and the watchdog see it.
package protocol DaemonClock: Sendable {
    /// Nanoseconds of a clock that no setting of the time moves.
    var monotonicNanoseconds: UInt64 { get }
    /// The wall clock.
    var now: Instant { get }
    /// Waits for that long.
    ///
    /// - Throws: `CancellationError` once the task is cancelled.
    func sleep(for duration: Duration) async throws
}
