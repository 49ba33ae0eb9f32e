import Logging
import Reports
import Synchronization
import SystemdNotify
import TargetReport

/// Tells the service manager and the log what polls change.
final class StatusTeller: Sendable {
    /// The shortest time between two lines for the service manager that tell of no change.
    private static let pause = Duration.seconds(1)

    private let clock: any DaemonClock
    private let notify: SystemdNotify
    private let log: Log
    private let lastTold = Mutex<UInt64?>(nil)

    init(clock: any DaemonClock, notify: SystemdNotify, log: Log) {
        self.clock = clock
        self.notify = notify
        self.log = log
    }

    /// Tells of a poll.
    func tell(_ report: TargetReport, before: TargetReport, all: LatestReports) {
        let events = Transitions.between(before, report)
        for event in events { log.write(event.kind.logged, event.message, event.fields) }
        let now = clock.monotonicNanoseconds
        let isDue = lastTold.withLock { last in
            guard events.isEmpty, let told = last, now < told + Self.pause.nanoseconds else {
                last = now
                return true
            }
            return false
        }
        if isDue { notify.status(StatusLine.text(all.reports(at: now))) }
    }
}
