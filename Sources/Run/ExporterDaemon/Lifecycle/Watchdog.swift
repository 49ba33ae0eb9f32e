/// Tells the service manager that the program works, as long as it does.
package struct Watchdog: Sendable {
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
        interval: Duration,
        pollingProgresses: @escaping @Sendable () -> Bool,
        serverAnswers: @escaping @Sendable () async -> Bool,
        tell: @escaping @Sendable () -> Void,
        warn: @escaping @Sendable (String) -> Void
    ) {
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
            do { try await Task.sleep(for: interval) } catch { return }
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
