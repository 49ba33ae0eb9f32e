package import ExporterConfiguration
import Logging
import MigrationHistory
import Reports
import Synchronization
import SystemdNotify

/// The settings in force, and how they are replaced: a candidate is built whole and takes over only where it is valid.
package final class Reloader: Sendable {
    private let settings: Mutex<ExporterSettings>
    private let read: @Sendable () throws -> ExporterSettings
    private let fleet: Fleet
    private let latest: LatestReports
    private let facts: ReloadableFacts
    private let notify: SystemdNotify
    private let log: Log

    init(
        _ initial: ExporterSettings,
        read: @escaping @Sendable () throws -> ExporterSettings,
        fleet: Fleet,
        latest: LatestReports,
        facts: ReloadableFacts,
        notify: SystemdNotify,
        log: Log
    ) {
        settings = Mutex(initial)
        self.read = read
        self.fleet = fleet
        self.latest = latest
        self.facts = facts
        self.notify = notify
        self.log = log
    }

    /// The settings in force.
    package var current: ExporterSettings { settings.withLock { $0 } }

    /// Reads the settings again, one caller after the other.
    ///
    /// - Returns: why they can't be used; nil where they are in force.
    package func reload() -> String? {
        settings.withLock { settings in
            notify.reloading()
            let candidate: ExporterSettings
            do {
                candidate = try read()
            } catch {
                facts.noteReload(nil)
                log.write(
                    JournalEvent.reloadFailed.logged,
                    "reload failed, the settings before stay in force",
                    [("error", "\(error)")]
                )
                notify.ready(status: "Reload failed: \(error) (the settings before stay in force)")
                return "\(error)"
            }
            if candidate.web != settings.web || candidate.logLevel != settings.logLevel
                || candidate.logFormat != settings.logFormat
            {
                log.write(
                    JournalEvent.restartNeeded.logged,
                    "the settings of web and log take effect at the next start only"
                )
            }
            let count = candidate.targets.count
            settings = candidate
            // Pollers take the settings over in their own time; what the polls before them saw holds until then.
            let status = StatusLine.text(latest.reports)
            fleet.apply(candidate)
            facts.noteReload(MachineClock.now.unixSeconds)
            log.write(JournalEvent.reloaded.logged, "reloaded", [("targets", "\(count)")])
            notify.ready(status: status)
            return nil
        }
    }

    /// Reloads whenever the watched file changes, until the task is cancelled.
    func watch(_ watch: ExporterSettings.Watch) async {
        let files = FileSystem()
        var stamp = files.stamp(of: watch.path)
        while !Task.isCancelled {
            do { try await Task.sleep(for: watch.interval) } catch { return }
            let newest = files.stamp(of: watch.path)
            guard newest != stamp else { continue }
            stamp = newest
            _ = reload()
        }
    }
}
