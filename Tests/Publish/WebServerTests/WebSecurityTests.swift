import Glibc
import Synchronization
import TestCertificates
import TestProcess
import Testing

@testable import WebServer

@Suite(
    .enabled(if: TestProcess.isInstalled("curl"), "curl is not installed"),
    .enabled(if: TestCertificates.areAvailable, "openssl is not installed")
) struct WebSecurityTests {
    /// bcrypt of "right", at the lowest cost.
    private static let right = "$2b$04$abcdefghijklmnopqrstuuFmEfrkTQnczNzw475xE2VhDrK1uwJiC"

    /// Rules that a test replaces while the server runs.
    final class Rules: Sendable {
        private let active: Mutex<ActiveSecurity>

        init(_ rules: WebSecurity) throws { active = Mutex(try ActiveSecurity(rules)) }

        var current: ActiveSecurity { active.withLock { $0 } }

        func replace(_ rules: WebSecurity) throws {
            let next = try ActiveSecurity(rules)
            active.withLock { $0 = next }
        }
    }

    private static func serving(
        _ rules: Rules,
        openPaths: Set<String> = [],
        _ body: (UInt16) async throws -> Void
    ) async throws {
        var limits = WebLimits()
        limits.openPaths = openPaths
        let server = WebServer(limits: limits, security: { rules.current }) { .text("\($0.path)\n") }
        let port = try server.start([ListenAddress("127.0.0.1:0")])[0]
        // What the server asks itself counts against no limit.
        for _ in 0..<5 { #expect(await server.isResponsive(within: .seconds(20))) }
        try await body(port)
        #expect(await server.isResponsive(within: .seconds(20)))
        await server.stop(draining: .seconds(1))
    }

    /// The status code, or curl's exit status where there was no answer.
    private static func status(_ arguments: String...) async throws -> String {
        let result = try await TestProcess.run(
            ["curl", "-s", "-o", "/dev/null", "--max-time", "20", "-w", "%{http_code}"] + arguments
        )
        return result.status == 0 ? result.output : "curl \(result.status)"
    }

    private static func tls(_ certificates: TestCertificates, _ name: String = "server") -> TLSSettings {
        TLSSettings(certificate: certificates.text("\(name).pem"), key: certificates.text("\(name).key"))
    }

    @Test func `TLS 1.2 and 1.3 are spoken, nothing older, and no plain HTTP`() async throws {
        let certificates = try await TestCertificates()
        try await certificates.sign("server")
        var rules = WebSecurity()
        rules.tls = Self.tls(certificates)
        let live = try Rules(rules)
        let ca = certificates.path("ca.pem")
        try await Self.serving(live) { port in
            let url = "https://127.0.0.1:\(port)/x"
            #expect(try await Self.status("--cacert", ca, url) == "200")
            #expect(try await Self.status("--cacert", ca, "--tlsv1.3", url) == "200")
            #expect(try await Self.status("--cacert", ca, "--tlsv1.2", "--tls-max", "1.2", url) == "200")
            #expect(try await Self.status("--cacert", ca, "--tlsv1.0", "--tls-max", "1.1", url).hasPrefix("curl"))
            #expect(try await Self.status("https://127.0.0.1:\(port)/x") == "curl 60")
            #expect(try await Self.status("http://127.0.0.1:\(port)/x").hasPrefix("curl"))
            rules.tls?.oldest = .tls13
            try live.replace(rules)
            #expect(try await Self.status("--cacert", ca, "--tls-max", "1.2", url).hasPrefix("curl"))
            #expect(try await Self.status("--cacert", ca, url) == "200")
            rules.tls?.oldest = .tls12
            rules.tls?.newest = .tls12
            rules.tls?.cipherSuites = [.ecdsaAES256GCM]
            rules.tls?.curves = [.p384]
            try live.replace(rules)
            #expect(try await Self.status("--cacert", ca, url) == "200")
            #expect(
                try await Self.status("--cacert", ca, "--ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256", url)
                    .hasPrefix("curl")
            )
            #expect(try await Self.status("--cacert", ca, "--curves", "P-256", url).hasPrefix("curl"))
            #expect(try await Self.status("--cacert", ca, "--tlsv1.3", url).hasPrefix("curl"))
        }
        await certificates.folder.remove()
    }

    @Test func `every list of ciphers and curves that can be given makes a context`() async throws {
        let certificates = try await TestCertificates()
        try await certificates.sign("server")
        for suite in TLSSettings.CipherSuite.allCases {
            var settings = Self.tls(certificates)
            settings.cipherSuites = [suite]
            settings.curves = TLSSettings.Curve.allCases
            _ = try TLSContext(settings)
        }
        await certificates.folder.remove()
    }

    /// Whether nobody in particular, a stranger and a client of the authority are let in.
    private static func answers(
        _ policy: TLSSettings.ClientPolicy,
        _ names: [String]? = nil,
        _ rules: Rules,
        _ port: UInt16,
        _ certificates: TestCertificates,
        _ foreign: TestCertificates
    ) async throws -> [Bool] {
        var next = rules.current.rules
        next.tls?.clientPolicy = policy
        next.tls?.allowedNames = names
        try rules.replace(next)
        var answers: [Bool] = []
        for client in [nil, foreign, certificates] {
            let shown = client.map { ["--cert", $0.path("client.pem"), "--key", $0.path("client.key")] } ?? []
            let result = try await TestProcess.run(
                [
                    "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", certificates.path("ca.pem"),
                    "https://127.0.0.1:\(port)/",
                ] + shown
            )
            answers.append(result.output == "200")
        }
        return answers
    }

    @Test func `each policy for client certificates lets in whom it should`() async throws {
        let own = try await TestCertificates()
        let foreign = try await TestCertificates()
        try await own.sign("server")
        let names = ["client.example", "a@b.example", "spiffe://x/y", "10.1.2.3", "fd00::1"]
        try await own.sign(
            "client",
            names: "DNS:client.example,email:a@b.example,URI:spiffe://x/y,IP:10.1.2.3,IP:fd00::1"
        )
        try await foreign.sign("client")
        var rules = WebSecurity()
        rules.tls = Self.tls(own)
        rules.tls?.clientAuthorities = own.text("ca.pem")
        let live = try Rules(rules)
        try await Self.serving(live) { port in
            #expect(try await Self.answers(.none, nil, live, port, own, foreign) == [true, true, true])
            #expect(try await Self.answers(.request, nil, live, port, own, foreign) == [true, true, true])
            #expect(try await Self.answers(.requireAny, nil, live, port, own, foreign) == [false, true, true])
            #expect(try await Self.answers(.verifyIfGiven, nil, live, port, own, foreign) == [true, false, true])
            #expect(try await Self.answers(.requireAndVerify, nil, live, port, own, foreign) == [false, false, true])
            for name in names {
                let answers = try await Self.answers(.requireAndVerify, ["other", name], live, port, own, foreign)
                #expect(answers == [false, false, true], "\(name)")
            }
            let parts = ["xclient.example", "client"]
            #expect(
                try await Self.answers(.requireAndVerify, parts, live, port, own, foreign) == [false, false, false]
            )
            #expect(try await Self.answers(.requireAndVerify, [], live, port, own, foreign) == [false, false, false])
        }
        // A certificate that the same authority signed for servers alone.
        try await own.sign("client", purpose: "serverAuth")
        try await Self.serving(live) { port in
            let answers = try await Self.answers(.requireAndVerify, nil, live, port, own, foreign)
            #expect(answers == [false, false, false])
        }
        await own.folder.remove()
        await foreign.folder.remove()
    }

    @Test func `what is no pair of certificate and key is refused with the reason`() async throws {
        let certificates = try await TestCertificates()
        try await certificates.sign("server")
        try await certificates.sign("other")
        let pem = certificates.text("server.pem")
        #expect(throws: WebServerError.self) { try TLSContext(TLSSettings(certificate: pem, key: "no key")) }
        #expect(throws: WebServerError.self) {
            try TLSContext(TLSSettings(certificate: "", key: certificates.text("server.key")))
        }
        let error = #expect(throws: WebServerError.self) {
            try TLSContext(TLSSettings(certificate: pem, key: certificates.text("other.key")))
        }
        #expect(error?.description.hasPrefix("certificate and key can't be used: ") == true)
        var settings = Self.tls(certificates)
        settings.clientAuthorities = "nothing"
        #expect(throws: WebServerError.self) { try TLSContext(settings) }
        await certificates.folder.remove()
    }

    @Test func `certificates replaced under load lose no request`() async throws {
        let certificates = try await TestCertificates()
        for name in ["one", "two"] { try await certificates.sign(name) }
        var rules = WebSecurity()
        rules.tls = Self.tls(certificates, "one")
        let live = try Rules(rules)
        try await Self.serving(live) { port in
            let ca = certificates.path("ca.pem")
            let load = try TestProcess([
                "sh", "-c",
                "for i in $(seq 60); do curl -s -o /dev/null -w '%{http_code}\\n' --cacert \(ca) https://127.0.0.1:\(port)/ || echo lost; done",
            ])
            for round in 0..<1000 {
                rules.tls = Self.tls(certificates, round % 2 == 0 ? "two" : "one")
                try live.replace(rules)
            }
            rules.tls = Self.tls(certificates, "two")
            try live.replace(rules)
            let lines = await load.wait().output.split(separator: "\n")
            #expect(lines.count == 60 && lines.allSatisfy { $0 == "200" })
            let shown = try await TestProcess.run([
                "sh", "-c",
                "openssl s_client -connect 127.0.0.1:\(port) </dev/null 2>/dev/null | openssl x509 -noout -subject",
            ])
            #expect(shown.output.contains("CN=two") || shown.output.contains("CN = two"))
        }
        await certificates.folder.remove()
    }

    @Test func `only the right user with the right password is let in`() async throws {
        var rules = WebSecurity()
        rules.users = ["ann": Self.right]
        let live = try Rules(rules)
        try await Self.serving(live, openPaths: ["/-/healthy"]) { port in
            let url = "http://127.0.0.1:\(port)/x"
            #expect(try await Self.status(url) == "401")
            #expect(try await Self.status("-u", "ann:right", url) == "200")
            #expect(try await Self.status("-u", "ann:right", url) == "200")
            #expect(try await Self.status("-u", "ann:wrong", url) == "401")
            #expect(try await Self.status("-u", "ann:", url) == "401")
            #expect(try await Self.status("-u", "bob:right", url) == "401")
            #expect(try await Self.status("-u", ":", url) == "401")
            #expect(try await Self.status("-H", "Authorization: Basic !!!", url) == "401")
            #expect(try await Self.status("-H", "Authorization: Basic YW5u", url) == "401")
            #expect(try await Self.status("-H", "Authorization: Bearer ann:right", url) == "401")
            // "ann:right" and a zero byte with more behind it.
            #expect(try await Self.status("-H", "Authorization: Basic YW5uOnJpZ2h0AHg=", url) == "401")
            #expect(try await Self.status("http://127.0.0.1:\(port)/-/healthy") == "200")
            let head = try await TestProcess.run(["curl", "-sI", url]).output
            #expect(head.contains("WWW-Authenticate: Basic"))
            rules.users = ["bob": Self.right]
            try live.replace(rules)
            #expect(try await Self.status("-u", "ann:right", url) == "401")
            #expect(try await Self.status("-u", "bob:right", url) == "200")
            rules.users = [:]
            try live.replace(rules)
            #expect(try await Self.status(url) == "200")
        }
    }

    @Test func `passwords that are being compared hold up neither other requests nor the stop`() async throws {
        var rules = WebSecurity()
        // A cost at which one comparison takes many seconds.
        rules.users = ["ann": "$2b$14$abcdefghijklmnopqrstuuFeZbXXXXXXXXXXXXXXXXXXXXXXXXXXXX"]
        let live = try Rules(rules)
        var limits = WebLimits()
        limits.openPaths = ["/-/healthy"]
        let server = WebServer(limits: limits, security: { live.current }) { .text("\($0.path)\n") }
        let port = try server.start([ListenAddress("127.0.0.1:0")])[0]
        let guesses = try (0..<5)
            .map { try TestProcess(["curl", "-s", "-u", "ann:\($0)", "http://127.0.0.1:\(port)/"]) }
        for _ in 0..<20 { #expect(try await Self.status("http://127.0.0.1:\(port)/-/healthy") == "200") }
        await server.stop(draining: .zero)
        for guess in guesses { _ = await guess.wait() }
    }

    @Test func `an unknown user costs the same work as a wrong password`() {
        let check = PasswordCheck()
        let users = ["ann": "$2y$10$abcdefghijklmnopqrstuuFeZbXXXXXXXXXXXXXXXXXXXXXXXXXXXX"]
        // Of this thread's processor time, so that what else the machine does is not counted.
        func work(_ user: String) -> Double {
            func now() -> Double {
                var time = timespec()
                unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
                return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
            }
            return (0..<5)
                .map { _ in
                    let start = now()
                    _ = check.isRight(.init(user: user, password: Array("x".utf8)), users)
                    return now() - start
                }
                .min() ?? 0
        }
        let known = work("ann")
        let unknown = work("bob")
        #expect(known > 0.001)
        #expect(unknown > known / 3 && known > unknown / 3)
    }

    @Test func `the rate limit lets a burst pass and then one an interval`() {
        let bucket = TokenBucket()
        let limit = WebSecurity.RateLimit(interval: .seconds(10), burst: 3)
        let start = ContinuousClock.now
        func passes(_ seconds: Double) -> Bool { bucket.take(limit, at: start + .seconds(seconds)) }
        #expect((0..<5).map { _ in passes(0) } == [true, true, true, false, false])
        #expect([passes(9), passes(10), passes(10)] == [false, true, false])
        #expect((0..<4).map { _ in passes(1000) } == [true, true, true, false])
        #expect(bucket.take(nil, at: start + .seconds(1000)))
        #expect(!bucket.take(WebSecurity.RateLimit(interval: .seconds(1), burst: 0), at: start))
    }

    @Test func `too many requests are told so, and headers are sent with every answer`() async throws {
        var rules = WebSecurity()
        rules.rateLimit = WebSecurity.RateLimit(interval: .seconds(3600), burst: 2)
        rules.headers = ["X-Frame-Options": "deny", "Strict-Transport-Security": "max-age=1"]
        try await Self.serving(try Rules(rules), openPaths: ["/-/healthy"]) { port in
            let url = "http://127.0.0.1:\(port)/x"
            #expect(try await Self.status(url) == "200")
            #expect(try await Self.status("-H", "X-Prisma-Migrate-Exporter-Self: 1", url) == "200")
            let head = try await TestProcess.run(["curl", "-sI", url]).output
            #expect(head.contains(" 429 ") && head.contains("X-Frame-Options: deny"))
            #expect(head.contains("Strict-Transport-Security: max-age=1"))
            #expect(try await Self.status("http://127.0.0.1:\(port)/-/healthy") == "200")
        }
    }

    @Test func `a unix socket is served, outlives a crash and goes with the server`() async throws {
        let folder = try TemporaryFolder()
        let address = try ListenAddress("unix:\(folder.path)/web")
        // What a program leaves behind that could not clean up.
        _ = try await TestProcess.run([
            "python3", "-c",
            "import socket; s = socket.socket(socket.AF_UNIX); s.bind('\(folder.path)/web'); s.listen(1)",
        ])
        let server = WebServer { .text("\($0.path)\n") }
        let ports = try server.start([address, ListenAddress("127.0.0.1:0")])
        #expect(ports[0] == 0)
        let answer = try await TestProcess.run(["curl", "-s", "--unix-socket", "\(folder.path)/web", "http://x/y"])
        #expect(answer.output == "/y\n")
        #expect(await server.isResponsive(within: .seconds(20)))
        let second = WebServer { .text("\($0.path)\n") }
        #expect(throws: WebServerError.self) { try second.start([address]) }
        await server.stop(draining: .seconds(1))
        #expect(try await TestProcess.run(["test", "-e", "\(folder.path)/web"]).status == 1)
        await folder.remove()
    }
}
