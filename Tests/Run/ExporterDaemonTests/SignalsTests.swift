import Glibc
import TestProcess
import Testing

@testable import ExporterDaemon

@Suite struct SignalsTests {
    @Test func `a signal is caught as soon as the sequence is there`() async throws {
        let signals = await Signals.arriving([SIGUSR2])
        // proc_pid_status(5): one bit a signal, the lowest for signal 1.
        let line = TestProcess.text(of: "/proc/self/status").split(separator: "\n")
            .first { $0.hasPrefix("SigCgt:") }
        let caught = try #require(line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) })
        #expect(caught >> UInt64(SIGUSR2 - 1) & 1 == 1)
        kill(getpid(), SIGUSR2)
        var arrived = signals.makeAsyncIterator()
        #expect(await arrived.next() == SIGUSR2)
    }
}
