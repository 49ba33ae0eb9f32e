import Glibc
import PostgresServer
import TestProcess
import Testing

/// A password that stands in the URL in whatever way shows nowhere else.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct SecretTests {
    /// URLs of a server that refuses every password.
    ///
    /// `nary` is part of each secret, however it is encoded.
    static let forms = [
        "postgresql://reader:canary@PLACE/shop", "postgres://reader:can%61ry@PLACE/shop?schema=public",
        "postgresql://reader:can%2Fnary%40%3A@PLACE/shop", "postgresql://reader@PLACE/shop?password=canary",
        "postgresql://PLACE/shop?user=reader&password=canary", "'postgresql://reader:canary@PLACE/shop'",
        "postgresql://canary:canary@PLACE/shop?connection_limit=1&pool_timeout=0",
        "postgresql://reader:x@PLACE/shop?sslmode=prefer&sslcert=/c&sslkey=/k&sslpassword=canary",
        "postgresql://reader:x@PLACE/shop?options=-c%20search_path%3Dcanary",
        "host=127.0.0.1 port=PORT user=reader dbname=shop password=canary",
        "host=127.0.0.1 port=PORT user=reader dbname=shop password='can nary'",
        // Nobody listens here.
        "postgresql://reader:canary@127.0.0.1:1/shop", "postgresql://reader:canary@nowhere.invalid/shop",
    ]

    /// Texts that are no usable URL: nothing is served then.
    static let broken = [
        "prisma://accelerate.example/?api_key=canary", "prisma+postgres://accelerate.example/?api_key=canary",
        "postgresql://reader:can/nary@h/d", "postgresql://reader:can#nary@h/d", "postgresql://reader:can%zznary@h/d",
        "postgresql://reader:canary@h:port/d", "mysql://reader:canary@h/d", "canary", "password=canary port",
        "postgresql://reader:canary@h/d?sslidentity=/canary",
    ]

    private static func isTold(_ text: String) -> Bool { text.lowercased().contains("nary") }

    private static func scramServer() async throws -> PostgresServer {
        let server = try await PostgresServer(access: ["local all all trust", "host all all all scram-sha-256"])
        try await server.execute("CREATE DATABASE shop", "CREATE ROLE reader LOGIN PASSWORD 'another'")
        return server
    }

    @Test func `no page, log line, status or report shows it`() async throws {
        let server = try await Self.scramServer()
        for form in Self.forms {
            let url = form.replacing("PLACE", with: "127.0.0.1:\(server.port)")
                .replacing("PORT", with: "\(server.port)")
            let daemon = try await DaemonTests.Daemon(url, "--log.level=debug")
            try await daemon.shows("prisma_migrate_up{target=\"shop\"} 0")
            let statuses = try await daemon.told("shop: down")
            for path in ["/metrics", "/", "/-/ready", "/api/v1/diagnosis", "/config", "/nowhere"] {
                #expect(try await !Self.isTold(daemon.get(path)), "\(path) of \(form)")
            }
            daemon.process.signal(SIGHUP)
            let reloads = try await daemon.told("READY=1")
            let result = await daemon.stop()
            #expect(result.status == 0)
            for text in statuses + reloads + daemon.messages() + [result.output, result.error] {
                #expect(!Self.isTold(text), "\(text) of \(form)")
            }
            for format in ["text", "json", "prometheus"] {
                let report = try await Binary.diagnose(url, "--format=\(format)")
                #expect(report.status == 2 && !report.output.isEmpty, "\(form)")
                #expect(!Self.isTold(report.output + report.error), "\(format) of \(form)")
            }
        }
        await server.remove()
    }

    @Test(arguments: broken) func `no complaint of an unusable URL shows it`(_ text: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "url")
        try folder.write("DATABASE_URL=\"\(text)\"\n", to: "project/prisma/.env")
        try folder.write("", to: "project/prisma/schema.prisma")
        let ways = [
            ["serve", "--database-url-file=\(folder.path)/url"],
            ["diagnose", "--database-url-file=\(folder.path)/url"],
            ["diagnose", "--project=\(folder.path)/project"], ["diagnose", "--database-url=\(text)"],
            ["serve", "\(text)&user=x"],
        ]
        for arguments in ways {
            let result = try await TestProcess.run([Binary.path] + arguments, environment: ["DATABASE_URL": ""])
            #expect(result.status == 2 && result.output.isEmpty && !result.error.isEmpty, "\(arguments)")
            #expect(!Self.isTold(result.error), "\(result.error)")
        }
        let result = try await TestProcess.run([Binary.path, "diagnose"], environment: ["DATABASE_URL": text])
        #expect(result.status == 2 && !Self.isTold(result.error), "\(result.error)")
        await folder.remove()
    }

    @Test(arguments: [SIGSEGV, SIGABRT], [true, false])
    func `a crash leaves neither it nor a core behind`(_ signal: Int32, reported: Bool) async throws {
        let server = try await Self.scramServer()
        let folder = try TemporaryFolder()
        try folder.write("postgresql://reader:canary@127.0.0.1:\(server.port)/shop", to: "url")
        let daemon = try TestProcess(
            [
                "sh", "-c",
                "cd \(folder.path); ulimit -c unlimited; exec \(Binary.path) serve --database-url-file=url "
                    + "--web.listen-address=127.0.0.1:0",
            ],
            environment: ["SWIFT_BACKTRACE": "enable=\(reported ? "yes" : "no"),color=no"]
        )
        try await eventually("the target is down") { daemon.errorSoFar.contains("reason=auth") }
        let limits = TestProcess.text(of: "/proc/\(daemon.pid)/limits").split(separator: "\n")
        #expect(
            limits.contains { $0.hasPrefix("Max core file size") && $0.split(separator: " ").dropFirst(4).first == "0" }
        )
        daemon.signal(signal)
        if reported {
            // The runtime reports registers and what they point to, and leaves a signal from outside at that.
            try await eventually("the crash is reported") { daemon.errorSoFar.contains("Backtrace took") }
            daemon.signal(SIGKILL)
        }
        let result = await daemon.wait()
        #expect(result.status == 128 + (reported ? SIGKILL : signal))
        #expect(!Self.isTold(result.output + result.error), "\(result.error)")
        #expect(try await TestProcess.run(["ls", folder.path]).output == "url\n")
        await server.remove()
        await folder.remove()
    }
}
