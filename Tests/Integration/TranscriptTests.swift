import Glibc
import PostgresServer
import TestProcess
import Testing

/// What the service manager is told, message by message.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct TranscriptTests {
    private static func monotonicMicroseconds() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
    }

    @Test func `start, first poll, reload, failed reload and stop are these messages and no others`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        // The first poll comes at once; within the hour there is no other.
        let daemon = try await DaemonTests.Daemon(server.url("shop"), interval: "1h", timeout: "1m")
        var transcript: [String] = []
        func reaches(_ count: Int) async throws {
            try await eventually("message \(count)") {
                transcript += daemon.messages()
                return transcript.count >= count
            }
        }
        try await reaches(2)
        try daemon.folder.write(server.url("shop", parameters: "schema=public"), to: "url")
        let before = Self.monotonicMicroseconds()
        daemon.process.signal(SIGHUP)
        try await reaches(5)
        let after = Self.monotonicMicroseconds()
        try daemon.folder.write("postgresql://u:can/ary@h/d", to: "url")
        daemon.process.signal(SIGHUP)
        try await reaches(7)
        daemon.process.signal(SIGTERM)
        let result = await daemon.process.wait()
        transcript += daemon.messages()
        let times = transcript.compactMap { message -> UInt64? in
            guard message.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") else { return nil }
            return UInt64(message.split(separator: "=").last ?? "")
        }
        #expect(times.count == 2 && times.first.map { (before...after).contains($0) } == true)
        let quiet = "STATUS=1 target, 1 up; 1 applied, nothing failed"
        let fault =
            "database URL in \(daemon.folder.path)/url: the database URL can't be taken apart: "
            + "percent-encode / ? # @ : in user and password"
        #expect(
            transcript == [
                "READY=1\nSTATUS=1 target, 0 up; first poll under way", quiet,
                "RELOADING=1\nMONOTONIC_USEC=\(times.first ?? 0)", "READY=1\n\(quiet)", quiet,
                "RELOADING=1\nMONOTONIC_USEC=\(times.last ?? 0)",
                "READY=1\nSTATUS=Reload failed: \(fault) (the settings before stay in force)",
                "STOPPING=1\nSTATUS=Stopping",
            ]
        )
        #expect(result.status == 0 && result.output.isEmpty)
        await daemon.folder.remove()
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `while the poller is wedged the watchdog is not told, and is again when it moves on`() async throws {
        let server = try await PostgresServer()
        let prisma = try await PrismaClient(server, "shop")
        try await prisma.deploy("1_init", IncidentTests.initial)
        let url = server.url("shop")
        let daemon = try await DaemonTests.Daemon(url, environment: ["WATCHDOG_USEC": "1000000"])
        try await daemon.told("1 applied")
        try await daemon.told("WATCHDOG=1")
        // The URL's file becomes a pipe that nobody writes to: who reads it waits for ever.
        let place = daemon.folder.path
        let made = try await TestProcess.run([
            "sh", "-ec", "cd \(place); cp url regular; mkfifo pipe; ln pipe other; mv -f pipe url",
        ])
        #expect(made.status == 0, "\(made.error)")
        try await server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
        )
        func alarms() -> Int {
            daemon.process.errorSoFar.split(separator: "\n").count { $0.contains("polling makes no progress") }
        }
        // The socket takes some ten messages: those sent before must not wait for room.
        try await eventually("the wedge is noticed") {
            _ = daemon.messages()
            return alarms() > 0
        }
        _ = daemon.messages()
        let noticed = alarms()
        try await eventually("four more checks") { alarms() >= noticed + 4 }
        #expect(!daemon.messages().contains("WATCHDOG=1"))
        #expect(try await daemon.get("/-/healthy") == "Healthy.\n")
        _ = try await TestProcess.run([
            "sh", "-ec", "cd \(place); mv -f regular url; cat url >other",
        ])
        try await daemon.told("WATCHDOG=1")
        try await daemon.shows("prisma_migrate_up{target=\"shop\"} 1")
        #expect(await daemon.stop().status == 0)
        await server.remove()
        await prisma.folder.remove()
    }

    @Test func `a database that is down is no reason to be restarted`() async throws {
        let daemon = try await DaemonTests.Daemon(
            "postgresql://u:p@127.0.0.1:\(PostgresServer.freePort())/d",
            environment: ["WATCHDOG_USEC": "1000000"]
        )
        try await daemon.told("down (refused)")
        for _ in 0..<4 { try await daemon.told("WATCHDOG=1") }
        #expect(!daemon.process.errorSoFar.contains("polling makes no progress"))
        #expect(await daemon.stop().status == 0)
    }

    @Test func `a log that leads to the journal has priorities, any other has times`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("postgresql://u:p@127.0.0.1:\(PostgresServer.freePort())/d", to: "url")
        func log(_ stream: String) async throws -> [Substring] {
            let daemon = try TestProcess([
                "sh", "-c",
                "export JOURNAL_STREAM=\(stream); exec \(Binary.path) serve --database-url-file=\(folder.path)/url "
                    + "--web.listen-address=127.0.0.1:0",
            ])
            try await eventually("the target is down") { daemon.errorSoFar.contains("refused") }
            daemon.signal(SIGTERM)
            let result = await daemon.wait()
            #expect(result.status == 0)
            return result.error.split(separator: "\n")
        }
        let journal = try await log("$(stat -L -c %d:%i /proc/self/fd/2)")
        #expect(journal.count >= 4 && journal.allSatisfy { $0.hasPrefix("<6>") || $0.hasPrefix("<3>") }, "\(journal)")
        #expect(journal.contains { $0.hasPrefix("<3>target down event=target_down target=d reason=refused ") })
        #expect(try await log("1:1").allSatisfy { $0.hasPrefix("time=") })
        await folder.remove()
    }
}
