package import ExporterConfiguration
import MigrationHistory
import Reports
import Synchronization

/// The settings in force, and how they are replaced: a candidate is built whole and takes over only where it is valid.
package final class Reloader: Sendable {
    private let settings: Mutex<ExporterSettings>
    private let read: @Sendable () throws -> ExporterSettings
    private let clock: any DaemonClock
    private let stamp: @Sendable (String) -> FileStamp?
    private let fleet: Fleet
    private let latest: LatestReports
    private let facts: ReloadableFacts
    private let tell: @Sendable (News) -> Void

    /// What a reload has to tell.
    enum News: Sendable {
        /// It begins.
        case begins
        /// It is over, with the line that the service manager shows.
        case ended(status: String)
        /// Something for the log.
        case event(JournalEvent, String, [(String, String)])
    }

    /// A reloader with settings in force.
    ///
    /// - Parameters:
    ///   - initial: the settings to begin with.
    ///   - read: reads the settings anew.
    ///   - clock: the time.
    ///   - stamp: what tells one state of a file from another; nil where there is no such file.
    ///   - fleet: polls by the settings.
    ///   - latest: the newest reports.
    ///   - facts: where the outcome of a reload goes.
    ///   - tell: told of each reload.
    init(
        _ initial: ExporterSettings,
        read: @escaping @Sendable () throws -> ExporterSettings,
        clock: any DaemonClock,
        stamp: @escaping @Sendable (String) -> FileStamp? = { FileSystem().stamp(of: $0) },
        fleet: Fleet,
        latest: LatestReports,
        facts: ReloadableFacts,
        tell: @escaping @Sendable (News) -> Void
    ) {
        settings = Mutex(initial)
        self.read = read
        self.clock = clock
        self.stamp = stamp
        self.fleet = fleet
        self.latest = latest
        self.facts = facts
        self.tell = tell
    }

    /// The settings in force.
    package var current: ExporterSettings { settings.withLock { $0 } }

    /// Reads the settings again, one caller after the other.
    ///
    /// - Returns: why they can't be used; nil where they are in force.
    package func reload() -> String? {
        settings.withLock { settings in
            tell(.begins)
            let candidate: ExporterSettings
            do {
                candidate = try read()
            } catch {
                facts.noteReload(nil)
                let sentence = "reload failed, the settings before stay in force"
                tell(.event(.reloadFailed, sentence, [("error", "\(error)")]))
                tell(.ended(status: "Reload failed: \(error) (the settings before stay in force)"))
                return "\(error)"
            }
            if candidate.web != settings.web || candidate.logLevel != settings.logLevel
                || candidate.logFormat != settings.logFormat
            {
                tell(.event(.restartNeeded, "the settings of web and log take effect at the next start only", []))
            }
            let count = candidate.targets.count
            settings = candidate
            // Pollers take the settings over in their own time; what the polls before them saw holds until then.
            let status = StatusLine.text(latest.reports(at: clock.monotonicNanoseconds))
            fleet.apply(candidate)
            facts.noteReload(clock.now.unixSeconds)
            tell(.event(.reloaded, "reloaded", [("targets", "\(count)")]))
            tell(.ended(status: status))
            return nil
        }
    }

    /// Reloads whenever the watched file changes, until the task is cancelled.
    func watch(_ watch: ExporterSettings.Watch) async {
        var known = stamp(watch.path)
        while !Task.isCancelled {
            do { try await clock.sleep(for: watch.interval) } catch { return }
            let newest = stamp(watch.path)
            guard newest != known else { continue }
            known = newest
            _ = reload()
        }
    }
}
