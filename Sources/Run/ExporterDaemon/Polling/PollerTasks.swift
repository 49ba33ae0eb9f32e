package import ExporterConfiguration
import Synchronization
package import TargetReport

/// The pollers of one configuration, as one task.
package final class PollerTasks: Sendable {
    /// Told of each poll: the report, the one before, and those of all targets.
    package typealias Listener = @Sendable (TargetReport, TargetReport, [TargetReport]) -> Void

    private let pollers: [TargetPoller]
    private let latest: LatestReports
    private let polled: Listener
    private let stopped = AsyncStream<Void>.makeStream()

    /// Pollers of every target of the settings.
    package init(
        _ settings: ExporterSettings,
        latest: LatestReports,
        polled: @escaping Listener,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.latest = latest
        self.polled = polled
        pollers = settings.targets.map { target in
            let url = RotatingURL(source: target.url, files: FileSystem()) { warn("\(target.name): \($0)") }
            return TargetPoller(target: target, settings: settings, url: url)
        }
    }

    /// Polls until `stop` is called or the task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            for poller in pollers {
                group.addTask { [latest, polled] in
                    await poller.run(latest: latest) { report, before in polled(report, before, latest.reports) }
                }
            }
            for await _ in stopped.stream {}
            group.cancelAll()
        }
    }

    /// Ends the polling; the connections are closed.
    package func stop() { stopped.continuation.finish() }
}
