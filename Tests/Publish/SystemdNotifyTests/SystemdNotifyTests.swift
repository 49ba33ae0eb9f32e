import Glibc
import NotifySocket
import TestProcess
import Testing

@testable import SystemdNotify

/// The variables are the process's own, hence one test at a time.
@Suite(.serialized) struct SystemdNotifyTests {
    @Test func `each message is one datagram, exact and in order`() async throws {
        let folder = try TemporaryFolder()
        let socket = try NotifySocket(in: folder)
        setenv("NOTIFY_SOCKET", socket.path, 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        let notify = SystemdNotify()
        notify.ready(status: "up")
        notify.status("two\nlines \u{1B}[31m")
        notify.watchdog()
        notify.reloading()
        notify.stopping()
        await notify.flush(within: .seconds(60))
        let messages = socket.messages()
        #expect(messages.count == 5)
        #expect(Array(messages.prefix(3)) == ["READY=1\nSTATUS=up", "STATUS=two lines  [31m", "WATCHDOG=1"])
        let reload = messages[3].split(separator: "\n")
        #expect(reload.first == "RELOADING=1" && reload.count == 2)
        #expect(reload.last?.hasPrefix("MONOTONIC_USEC=") == true && UInt64(reload.last?.dropFirst(15) ?? "") != nil)
        #expect(messages[4] == "STOPPING=1\nSTATUS=Stopping")
        await folder.remove()
    }

    @Test func `a long status is cut at a letter`() async throws {
        let folder = try TemporaryFolder()
        let socket = try NotifySocket(in: folder)
        setenv("NOTIFY_SOCKET", socket.path, 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        let notify = SystemdNotify()
        notify.status(String(repeating: "é", count: 2000))
        await notify.flush(within: .seconds(60))
        #expect(socket.messages() == ["STATUS=" + String(repeating: "é", count: 256) + "…"])
        await folder.remove()
    }

    @Test func `a manager that does not read holds up nobody, and gets the newest order of things later`() async throws
    {
        let folder = try TemporaryFolder()
        let socket = try NotifySocket(in: folder)
        setenv("NOTIFY_SOCKET", socket.path, 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        let notify = SystemdNotify()
        for number in 0..<2000 { notify.status("\(number)") }
        notify.stopping()
        await notify.flush(within: .milliseconds(50))
        var messages: [String] = []
        try await eventually("the last message is through") {
            messages += socket.messages()
            return messages.last?.hasPrefix("STOPPING=1") == true
        }
        #expect(messages.first == "STATUS=0" && messages.count < 2000)
        await folder.remove()
    }

    @Test func `without a manager nothing happens`() {
        unsetenv("NOTIFY_SOCKET")
        SystemdNotify().ready(status: "up")
        #expect(SystemdNotify().watchdogInterval == nil)
    }

    @Test func `the watchdog's interval is half of the manager's limit, for this process alone`() {
        setenv("WATCHDOG_USEC", "30000000", 1)
        #expect(SystemdNotify().watchdogInterval == .seconds(15))
        setenv("WATCHDOG_PID", "1", 1)
        #expect(SystemdNotify().watchdogInterval == nil)
        unsetenv("WATCHDOG_USEC")
        unsetenv("WATCHDOG_PID")
    }
}
