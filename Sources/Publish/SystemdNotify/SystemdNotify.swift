import CSystemd
import Dispatch
import Glibc
import Synchronization

/// Messages to the service manager; without one, nothing happens.
///
/// sd_notify(3) blocks while the manager's queue is full. Messages therefore go out in their order on a thread of their
/// own, and a manager that does not read holds up nobody.
package final class SystemdNotify: Sendable {
    /// Longest STATUS sent, in bytes of UTF-8.
    private static let statusLimit = 512
    /// Messages that may wait for a manager that does not read; further ones of the repeated kind are left out.
    private static let waitingLimit = 8

    private let queue = DispatchQueue(label: "systemd-notify")
    private let waiting = Atomic<Int>(0)

    /// Messages to the manager that `$NOTIFY_SOCKET` names.
    package init() {}

    /// The start, or a reload, is done.
    package func ready(status: String) { send("READY=1\nSTATUS=\(Self.line(status))") }

    /// The line that `systemctl status` shows.
    package func status(_ status: String) { send("STATUS=\(Self.line(status))", isRepeated: true) }

    /// Polling and serving make progress.
    package func watchdog() { send("WATCHDOG=1", isRepeated: true) }

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

    /// Waits until every message is out, but not for a manager that does not read.
    ///
    /// - Parameter limit: the longest wait.
    package func flush(within limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        while waiting.load(ordering: .acquiring) > 0, ContinuousClock.now < deadline {
            do { try await Task.sleep(for: .milliseconds(2)) } catch { return }
        }
    }

    /// A listening socket that systemd hands over.
    package struct ListeningSocket: Sendable, Hashable {
        /// The socket, closed at exec.
        package let descriptor: Int32
        /// The unit's `FileDescriptorName=`, else the unit's own name.
        package let name: String
    }

    /// The listening sockets that systemd hands over; empty where it hands over none (sd_listen_fds(3)).
    ///
    /// The variables that tell of them are unset, so that they are found once.
    package static func listeningSockets() -> [ListeningSocket] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = unsafe sd_listen_fds_with_names(1, &names)
        guard count > 0, let names = unsafe names else { return [] }
        defer { unsafe free(names) }
        return (0..<count)
            .map { index in
                let name = unsafe names[Int(index)]
                defer { unsafe free(name) }
                // SD_LISTEN_FDS_START is 3.
                return ListeningSocket(
                    descriptor: 3 + index,
                    name: unsafe name.map { unsafe String(cString: $0) } ?? ""
                )
            }
    }

    private func send(_ message: String, isRepeated: Bool = false) {
        guard !isRepeated || waiting.load(ordering: .acquiring) < Self.waitingLimit else { return }
        waiting.add(1, ordering: .acquiringAndReleasing)
        queue.async { [self] in
            _ = unsafe sd_notify(0, message)
            waiting.subtract(1, ordering: .acquiringAndReleasing)
        }
    }

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
