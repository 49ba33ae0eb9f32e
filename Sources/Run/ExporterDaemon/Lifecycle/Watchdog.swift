import ExporterConfiguration

/// Tells the service manager that the program works, as long as it does.
package struct Watchdog: Sendable {
    /// The time.
    package var clock: any DaemonClock
    /// How often to tell.
    package var interval: Duration
    /// Whether polling moves on: every poller has come round in time.
    package var pollingProgresses: @Sendable () -> Bool
    /// Whether the web server answers.
    package var serverAnswers: @Sendable () async -> Bool
    /// Tells the manager.
    package var tell: @Sendable () -> Void
    /// Told what is stuck, instead of the manager.
    package var warn: @Sendable (String) -> Void

    /// A watchdog over these checks.
    package init(
        clock: any DaemonClock = MachineClock(),
        interval: Duration,
        pollingProgresses: @escaping @Sendable () -> Bool,
        serverAnswers: @escaping @Sendable () async -> Bool,
        tell: @escaping @Sendable () -> Void,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.clock = clock
        self.interval = interval
        self.pollingProgresses = pollingProgresses
        self.serverAnswers = serverAnswers
        self.tell = tell
        self.warn = warn
    }

    /// Checks and tells until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            await check()
            do { try await clock.sleep(for: interval) } catch { return }
        }
    }

    /// One check: silence is the alarm.
    package func check() async {
        guard pollingProgresses() else {
            warn("polling makes no progress: the watchdog is not told")
            return
        }
        guard await serverAnswers() else {
            warn("the web server does not answer: the watchdog is not told")
            return
        }
        tell()
    }
}

extension Watchdog {
    /// A watchdog over the daemon's pollers and web server.
    ///
    /// - Parameters:
    ///   - interval: how often to tell.
    ///   - clock: the time.
    ///   - latest: shows the pollers' progress.
    ///   - reloader: knows how often they are to make some.
    ///   - serverAnswers: whether the web server answers.
    ///   - tell: tells the manager.
    ///   - warn: told what is stuck.
    init(
        interval: Duration,
        clock: any DaemonClock,
        latest: LatestReports,
        reloader: Reloader,
        serverAnswers: @escaping @Sendable () async -> Bool,
        tell: @escaping @Sendable () -> Void,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.init(
            clock: clock,
            interval: interval,
            pollingProgresses: {
                let times = reloader.current.targets.map(\.poll)
                // A poller that keeps its slot between polls moves once in a round.
                let round = times.map { PollSchedule.longestWait($0.interval) + $0.timeout }.max() ?? .zero
                return latest.stalled(at: clock.monotonicNanoseconds, patience: .seconds(5), limit: round).isEmpty
            },
            serverAnswers: serverAnswers,
            tell: tell,
            warn: warn
        )
    }
}
