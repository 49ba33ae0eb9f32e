package import ExporterConfiguration
import Glibc
package import Logging
import MigrationHistory
import Reports
import SystemdNotify
import TargetReport
import WebServer

/// The daemon: pollers, web server, service manager, signals.
package struct Daemon: Sendable {
    /// Reads the settings anew, for a reload.
    package typealias SettingsReader = @Sendable () throws -> ExporterSettings

    private let log: Log
    private let notify = SystemdNotify()
    private let readSettings: SettingsReader

    /// How long requests under way may take at a stop.
    private static let drain = Duration.seconds(5)

    /// A daemon that writes to this log.
    package init(log: Log, readSettings: @escaping SettingsReader) {
        self.log = log
        self.readSettings = readSettings
    }

    /// Serves until SIGTERM or SIGINT.
    ///
    /// - Parameter initial: the settings to begin with.
    /// - Throws: `WebServerError` where an address can't be listened on.
    package func run(_ initial: ExporterSettings) async throws {
        let signals = Signals.arriving([SIGTERM, SIGINT, SIGHUP])
        signal(SIGPIPE, SIG_IGN)
        let started = MachineClock.now.unixSeconds
        let latest = LatestReports(targets: initial.targets.map(\.name))
        let facts = ReloadableFacts(.current(startSeconds: started))
        let pages = MetricsPages(latest: latest, facts: facts, startSeconds: started)
        let routes = Routes(
            latest: latest,
            pages: pages,
            telemetryPath: initial.telemetryPath,
            isReady: { latest.isPolling }
        )
        var limits = WebLimits()
        limits.connections = initial.maxConnections
        let server = WebServer(limits: limits, handler: routes.answer)
        let ports = try server.start(initial.listenAddresses.map { try ListenAddress($0) })
        log.write(
            .info,
            "listening",
            [
                ("addresses", initial.listenAddresses.joined(separator: " ")),
                ("ports", ports.map { String($0) }.joined(separator: " ")),
            ]
        )
        notify.ready(status: StatusLine.text(latest.reports))
        await serve(initial, latest: latest, facts: facts, server: server, signals: signals)
        await server.stop(draining: Self.drain)
        await notify.flush(within: .seconds(1))
        log.write(.info, "stopped")
    }

    /// Polls, watches and reloads until a signal asks to stop.
    private func serve(
        _ initial: ExporterSettings,
        latest: LatestReports,
        facts: ReloadableFacts,
        server: WebServer,
        signals: AsyncStream<Int32>
    ) async {
        await withTaskGroup(of: Void.self) { group in
            if let interval = notify.watchdogInterval {
                let watchdog = watchdog(interval, initial, latest, server)
                group.addTask { await watchdog.run() }
            }
            var settings = initial
            var pollers = PollerTasks(settings, latest: latest, polled: tell, warn: warn)
            group.addTask { [pollers] in await pollers.run() }
            for await number in signals {
                guard number == SIGHUP else { break }
                notify.reloading()
                do {
                    settings = try readSettings()
                } catch {
                    facts.noteReload(nil)
                    log.write(.error, "reload failed, the settings before stay in force", [("error", "\(error)")])
                    notify.ready(status: "Reload failed: \(error) (the settings before stay in force)")
                    continue
                }
                pollers.stop()
                latest.retarget(settings.targets.map(\.name))
                pollers = PollerTasks(settings, latest: latest, polled: tell, warn: warn)
                group.addTask { [pollers] in await pollers.run() }
                facts.noteReload(MachineClock.now.unixSeconds)
                log.write(.info, "reloaded")
                notify.ready(status: StatusLine.text(latest.reports))
            }
            notify.stopping()
            log.write(.info, "stopping")
            group.cancelAll()
        }
    }

    private func watchdog(
        _ interval: Duration,
        _ settings: ExporterSettings,
        _ latest: LatestReports,
        _ server: WebServer
    ) -> Watchdog {
        let patience = settings.pollInterval + settings.pollTimeout + .seconds(5)
        return Watchdog(
            interval: interval / 2,
            pollingProgresses: { latest.stalled(at: MachineClock.monotonicNanoseconds, limit: patience).isEmpty },
            serverAnswers: { await server.isResponsive(within: min(interval / 2, .seconds(5))) },
            tell: { notify.watchdog() },
            warn: { log.write(.error, $0) }
        )
    }

    private func tell(_ report: TargetReport, before: TargetReport, all: [TargetReport]) {
        notify.status(StatusLine.text(all))
        for event in Transitions.between(before, report) { log.write(event.level, event.message, event.fields) }
    }

    private func warn(_ message: String) { log.write(.warn, message) }
}
