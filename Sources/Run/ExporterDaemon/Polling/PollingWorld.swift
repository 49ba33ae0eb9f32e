import ExporterConfiguration
import TargetInspection

/// What polling happens in: time, chance, and the databases out there.
package struct PollingWorld: Sendable {
    /// The time.
    var clock: any DaemonClock
    /// A random number in 0 ..< 1, another each time.
    var chance: @Sendable () -> Double
    /// Who observes a target for the poller that asks.
    var observer: @Sendable (ExporterSettings.Target) -> any TargetObserving
    /// Who lists a server's databases for the discoverer that asks.
    var lister: @Sendable (ExporterSettings.Target) -> any DatabaseListing

    /// The machine's time and chance, and databases reached over the network.
    ///
    /// - Parameter warn: told what a person should know.
    /// - Returns: the world as it is.
    package static func machine(warn: @escaping @Sendable (String) -> Void) -> PollingWorld {
        let archives = ProjectArchives()
        @Sendable func url(_ target: ExporterSettings.Target) -> RotatingURL {
            RotatingURL(source: target.url, database: target.database, files: FileSystem()) {
                warn("\(target.name): \($0)")
            }
        }
        return PollingWorld(
            clock: MachineClock(),
            chance: { Double.random(in: 0..<1) },
            observer: { TargetObserver(target: $0, url: url($0), archives: archives) },
            lister: { DatabaseLister(target: $0, url: url($0)) }
        )
    }
}
