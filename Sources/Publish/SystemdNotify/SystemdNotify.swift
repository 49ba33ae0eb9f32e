import CSystemd
import Glibc

/// Messages to the service manager; without one, nothing happens.
package struct SystemdNotify: Sendable {
    /// Longest STATUS sent, in bytes of UTF-8.
    private static let statusLimit = 512

    /// Messages to the manager that `$NOTIFY_SOCKET` names.
    package init() {}

    /// The start, or a reload, is done.
    package func ready(status: String) { send("READY=1\nSTATUS=\(Self.line(status))") }

    /// The line that `systemctl status` shows.
    package func status(_ status: String) { send("STATUS=\(Self.line(status))") }

    /// Polling and serving make progress.
    package func watchdog() { send("WATCHDOG=1") }

    /// A reload begins; `ready` ends it.
    ///
    /// Both fields go in one message: in two, systemd takes the reload for done at the wrong moment
    /// (sd_notify(3), `MONOTONIC_USEC=`).
    package func reloading() {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        send("RELOADING=1\nMONOTONIC_USEC=\(UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000)")
    }

    /// The stop begins.
    package func stopping() { send("STOPPING=1\nSTATUS=Stopping") }

    /// How often the manager wants `watchdog`, half of its limit; nil where it watches nothing.
    package var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        guard unsafe sd_watchdog_enabled(0, &microseconds) > 0, microseconds > 0 else { return nil }
        return .microseconds(Int64(clamping: microseconds / 2))
    }

    private func send(_ message: String) { _ = unsafe sd_notify(0, message) }

    /// One line of text within the limit: control characters become spaces.
    private static func line(_ text: String) -> String {
        var line = ""
        var size = 0
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            let character = isControl ? " " : Character(scalar)
            size += character.utf8.count
            guard size <= statusLimit else { return line + "…" }
            line.append(character)
        }
        return line
    }
}
