package import ExporterConfiguration
import Glibc
package import Logging
import MigrationHistory
import Reports
import Synchronization
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
    /// - Throws: `WebServerError` where an address can't be listened on, `UnusableConfiguration` for the web
    ///   configuration file.
    package func run(_ initial: ExporterSettings) async throws {
        let signals = await Signals.arriving([SIGTERM, SIGINT, SIGHUP])
        let world = PollingWorld.machine { log.write(JournalEvent.targetRemark.logged, $0) }
        let started = world.clock.now.unixSeconds
        let latest = LatestReports(
            initial.targets.filter { $0.discovery == nil }.map { LatestReports.Subject($0) }
        )
        let facts = ReloadableFacts(.current(startSeconds: started))
        let teller = StatusTeller(clock: world.clock, notify: notify, log: log)
        let fleet = Fleet(
            latest: latest,
            budget: ConnectionBudget(initial.limits),
            facts: facts,
            world: world,
            polled: { teller.tell($0, before: $1, all: $2) },
            warn: { log.write(JournalEvent.targetRemark.logged, $0) }
        )
        let reloader = Reloader(
            initial,
            read: readSettings,
            clock: world.clock,
            fleet: fleet,
            latest: latest,
            facts: facts
        ) { news in
            switch news {
            case .begins: notify.reloading()
            case .ended(let status): notify.ready(status: status)
            case .event(let event, let message, let fields): log.write(event.logged, message, fields)
            }
        }
        let pages = MetricsPages(latest: latest, facts: facts, startSeconds: started)
        let server = try server(initial.web, reloader, latest, pages)
        notify.ready(status: StatusLine.text(latest.reports(at: world.clock.monotonicNanoseconds)))
        let watchdog = notify.watchdogInterval.map { interval in
            Watchdog(
                interval: interval / 2,
                clock: world.clock,
                latest: latest,
                reloader: reloader,
                serverAnswers: { await server.isResponsive(within: min(interval / 2, .seconds(5))) },
                tell: { notify.watchdog() },
                warn: { log.write(JournalEvent.watchdogWithheld.logged, $0) }
            )
        }
        let duty = Duty(fleet: fleet, reloader: reloader, watchdog: watchdog) {
            notify.stopping()
            log.write(JournalEvent.stopping.logged, "stopping")
        }
        await duty.run(signals)
        await server.stop(draining: Self.drain)
        await notify.flush(within: .seconds(1))
        log.write(JournalEvent.stopped.logged, "stopped")
    }

    /// The web server, listening.
    private func server(
        _ web: ExporterSettings.Web,
        _ reloader: Reloader,
        _ latest: LatestReports,
        _ pages: MetricsPages
    ) throws -> WebServer {
        let configuration = try web.configurationFile.map { path in
            try LiveWebConfiguration(path: path) { [log] outcome in
                switch outcome {
                case .success:
                    log.write(
                        JournalEvent.webConfigurationRead.logged,
                        "web configuration read again",
                        [("file", path)]
                    )
                case .failure(let error):
                    log.write(
                        JournalEvent.webConfigurationFailed.logged,
                        "web configuration can't be used, the one before stays in force",
                        [("error", "\(error)")]
                    )
                }
            }
        }
        let security: WebServer.SecurityReader = { configuration?.current() ?? .open }
        let reload: @Sendable () -> String? = { reloader.reload() }
        let routes = Routes(
            Routes.Sources(
                latest: latest,
                pages: pages,
                telemetryPath: web.telemetryPath,
                configuration: { reloader.current.yaml },
                reload: web.allowsReload ? reload : nil,
                isTLS: { security().tls != nil },
                pollInterval: { reloader.current.poll.interval }
            )
        )
        var limits = WebLimits()
        limits.connections = web.maxConnections
        if web.exemptsHealth { limits.openPaths = ["/-/healthy", "/-/ready"] }
        let server = WebServer(limits: limits, security: security, handler: routes.answer)
        let inherited = SystemdNotify.listeningSockets()
        if web.needsSystemdSockets, inherited.isEmpty {
            throw UsageError("--web.systemd-socket: systemd hands over no socket; is there a .socket unit?")
        }
        let addresses = inherited.isEmpty ? web.listenAddresses : []
        let ports = try server.start(
            addresses.map { try ListenAddress($0) },
            inherited: inherited.map(\.descriptor)
        )
        log.write(
            JournalEvent.listening.logged,
            "listening",
            [
                ("addresses", (addresses + inherited.map { "systemd:\($0.name)" }).joined(separator: " ")),
                ("ports", ports.map { String($0) }.joined(separator: " ")),
                ("tls", "\(security().tls != nil)"),
            ]
        )
        return server
    }
}
