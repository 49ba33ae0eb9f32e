import ExporterConfiguration
import Glibc

/// All that the daemon does beside serving, until a signal asks it to stop.
struct Duty: Sendable {
    /// Polls.
    let fleet: Fleet
    /// Reloads at SIGHUP, and where the settings say so at a change of their file.
    let reloader: Reloader
    /// Watches over the rest; nil where nobody wants to know.
    let watchdog: Watchdog?
    /// Told when the stop begins.
    let stopping: @Sendable () -> Void

    /// Polls, watches and reloads until a signal other than SIGHUP arrives, or none can any more.
    func run(_ signals: AsyncStream<Int32>) async {
        await withTaskGroup(of: Void.self) { group in
            if let watchdog { group.addTask { await watchdog.run() } }
            fleet.apply(reloader.current)
            group.addTask { await fleet.run() }
            if let watch = reloader.current.watch { group.addTask { await reloader.watch(watch) } }
            for await number in signals {
                guard number == SIGHUP else { break }
                _ = reloader.reload()
            }
            stopping()
            group.cancelAll()
        }
    }
}
