import TestCertificates
import TestProcess
import Testing
import WebServer

@testable import ExporterConfiguration

@Suite(.enabled(if: TestCertificates.areAvailable, "openssl is not installed")) struct WebConfigurationTests {
    private static let hash = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG"

    /// What reading the text as a file beside the certificates gives: the rules, or the mistakes without the path.
    private static func read(
        _ text: String,
        _ certificates: TestCertificates
    ) throws -> Result<WebSecurity, UnusableConfiguration> {
        try certificates.folder.write(text, to: "web.yml")
        do throws(UnusableConfiguration) {
            return .success(try WebConfiguration(path: certificates.path("web.yml"), files: FileSystem()).rules)
        } catch {
            return .failure(error)
        }
    }

    private static func withCertificates(_ body: (TestCertificates) throws -> Void) async throws {
        let certificates = try await TestCertificates()
        for name in ["server", "other"] { try await certificates.sign(name) }
        try body(certificates)
        await certificates.folder.remove()
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    }

    @Test func `what the format allows is taken`() async throws {
        try await Self.withCertificates { certificates in
            func rules(_ text: String) throws -> WebSecurity { try Self.read(text, certificates).get() }
            for nothing in [
                "", "# nothing", "tls_server_config:", "basic_auth_users:", "tls_server_config: {min_version: TLS13}",
                "tls_server_config: {cert_file: '', key_file: ''}", "http_server_config: {http2: false}",
                "rate_limit: {interval: 0, burst: 3}", "http_server_config: {headers: {X-Frame-Options: ''}}",
            ] { #expect(try rules(nothing) == WebSecurity(), "\(nothing)") }
            let pair = "cert_file: server.pem, key_file: server.key"
            #expect(try rules("tls_server_config: {\(pair)}").tls?.clientPolicy == TLSSettings.ClientPolicy.none)
            let inline = try rules(
                "tls_server_config:\n  cert: |\n\(Self.indented(certificates.text("server.pem")))\n  key_file: server.key"
            )
            #expect(inline.tls?.certificate.hasPrefix("-----BEGIN CERTIFICATE-----") == true)
            let full = try rules(
                """
                tls_server_config:
                  cert_file: server.pem
                  key_file: \(certificates.path("server.key"))
                  client_auth_type: RequireAndVerifyClientCert
                  client_ca_file: ca.pem
                  client_allowed_sans: [a, b]
                  min_version: TLS12
                  max_version: TLS13
                  cipher_suites: [TLS_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]
                  prefer_server_cipher_suites: false
                  curve_preferences: [CurveP256, X25519]
                http_server_config:
                  http2: true
                  headers:
                    Content-Security-Policy: default-src 'self'
                    X-Frame-Options: sameorigin
                    X-Content-Type-Options: nosniff
                    X-XSS-Protection: "1"
                    Strict-Transport-Security: max-age=1
                basic_auth_users:
                  ann: \(Self.hash)
                  bob: $2b$04$abcdefghijklmnopqrstuuFmEfrkTQnczNzw475xE2VhDrK1uwJiC
                rate_limit: {interval: 1s, burst: 5}
                """
            )
            #expect(full.tls?.clientPolicy == .requireAndVerify && full.tls?.allowedNames == ["a", "b"])
            #expect(full.tls?.clientAuthorities == certificates.text("ca.pem"))
            #expect(full.tls?.cipherSuites == [.aes128GCM, .ecdsaAES256GCM] && full.tls?.curves == [.p256, .x25519])
            #expect(full.tls?.prefersOwnOrder == false && full.headers.count == 5 && full.users.count == 2)
            #expect(full.rateLimit == WebSecurity.RateLimit(interval: .seconds(1), burst: 5))
            for policy in ["RequestClientCert", "RequireAnyClientCert", "RequireClientCert", "VerifyClientCertIfGiven"]
            {
                #expect(try rules("tls_server_config: {\(pair), client_auth_type: \(policy)}").tls != nil)
            }
        }
    }

    @Test func `what it forbids is refused with the place and what would be right`() async throws {
        let pair = "cert_file: server.pem, key_file: server.key"
        let mistakes = [
            (
                "tls_config: {}",
                "1:1: unknown key \"tls_config\"; expected one of tls_server_config, http_server_config, basic_auth_users, rate_limit"
            ),
            (
                "tls_server_config: {cert_fil: x}",
                "1:21: unknown key \"cert_fil\" in tls_server_config; did you mean cert_file?"
            ),
            ("tls_server_config: {cert_file: server.pem}", "1:20: tls_server_config: expected key_file or key"),
            ("tls_server_config: {key_file: server.key}", "1:20: tls_server_config: expected cert_file or cert"),
            (
                "tls_server_config: {client_auth_type: RequestClientCert, cert_file: '', key_file: server.key}",
                "1:20: tls_server_config: expected cert_file or cert"
            ),
            (
                "tls_server_config: {cert_file: gone.pem, key_file: server.key}",
                "1:32: tls_server_config.cert_file: FOLDER/gone.pem: No such file or directory"
            ),
            (
                "tls_server_config: {cert_file: server.pem, key_file: gone.key}",
                "1:54: tls_server_config.key_file: FOLDER/gone.key: No such file or directory"
            ),
            (
                "tls_server_config: {\(pair), client_auth_type: Maybe}",
                "1:84: tls_server_config.client_auth_type: \"Maybe\" is not one of NoClientCert, RequestClientCert, RequireAnyClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert"
            ),
            (
                "tls_server_config:\n  cert_file: server.pem\n  key_file: |\n    -----BEGIN PRIVATE KEY-----\n    canary",
                "3:13: tls_server_config.key_file: expected a path; key takes the text itself"
            ),
            (
                "tls_server_config: {\(pair), client_ca_file: ca.pem}",
                "1:82: tls_server_config: client authorities have no effect without client_auth_type: RequireAndVerifyClientCert"
            ),
            (
                "tls_server_config: {\(pair), client_auth_type: RequireAndVerifyClientCert, client_ca_file: gone}",
                "1:128: tls_server_config.client_ca_file: FOLDER/gone: No such file or directory"
            ),
            (
                "tls_server_config: {\(pair), client_auth_type: RequireAndVerifyClientCert, client_ca: nothing}",
                "1:20: tls_server_config: the client authorities hold no certificate"
            ),
            (
                "tls_server_config: {\(pair), client_allowed_sans: [a]}",
                "1:87: tls_server_config.client_allowed_sans: expected client_auth_type RequireAndVerifyClientCert or RequireAnyClientCert, with which every client shows a certificate"
            ),
            (
                "tls_server_config: {\(pair), min_version: TLS9}",
                "1:79: tls_server_config.min_version: \"TLS9\" is not one of TLS13, TLS12, TLS11, TLS10"
            ),
            (
                "tls_server_config: {\(pair), max_version: TLS11}",
                "1:79: tls_server_config.max_version: TLS11 is not spoken, expected TLS12 or TLS13"
            ),
            (
                "tls_server_config: {\(pair), min_version: TLS13, max_version: TLS12}",
                "1:99: tls_server_config.max_version: TLS12 is below min_version TLS13"
            ),
            (
                "tls_server_config: {\(pair), cipher_suites: [TLS_RSA_WITH_RC4]}",
                "1:82: tls_server_config.cipher_suites[0]: \"TLS_RSA_WITH_RC4\" is not one of "
                    + TLSSettings.CipherSuite.allCases.map(\.rawValue).joined(separator: ", ")
            ),
            (
                "tls_server_config: {\(pair), curve_preferences: [P256]}",
                "1:86: tls_server_config.curve_preferences[0]: \"P256\" is not one of CurveP256, CurveP384, CurveP521, X25519"
            ),
            (
                "http_server_config: {http2: perhaps}",
                "1:29: http_server_config.http2: \"perhaps\" is not true or false"
            ),
            (
                "http_server_config: {headers: {X-Other: a}}",
                "1:32: unknown key \"X-Other\" in http_server_config.headers; expected one of Content-Security-Policy, X-Frame-Options, X-Content-Type-Options, X-XSS-Protection, Strict-Transport-Security"
            ),
            (
                "http_server_config: {headers: {X-Frame-Options: allow}}",
                "1:49: http_server_config.headers.X-Frame-Options: \"allow\" is not one of deny, sameorigin"
            ),
            (
                "http_server_config: {headers: {X-Content-Type-Options: sniff}}",
                "1:56: http_server_config.headers.X-Content-Type-Options: \"sniff\" is not one of nosniff"
            ),
            (
                "http_server_config: {headers: {X-XSS-Protection: \"a\\nb\"}}",
                "1:50: http_server_config.headers: a header is one line of text"
            ),
            (
                "basic_auth_users: {ann: canary}",
                "1:25: basic_auth_users.ann: expected a bcrypt hash such as htpasswd -nBC 10 prints, $2y$10$…"
            ),
            (
                "basic_auth_users: {ann: $2y$03$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG}",
                "1:25: basic_auth_users.ann: expected a bcrypt hash such as htpasswd -nBC 10 prints, $2y$10$…"
            ),
            (
                "basic_auth_users: [ann]",
                "1:19: basic_auth_users: found a list, expected a section of names, each with a text"
            ),
            (
                "rate_limit: {interval: fast}",
                "1:24: rate_limit.interval: \"fast\" is not a duration such as 15s or 1m30s"
            ),
            (
                "rate_limit: {interval: 1s, burst: -1}",
                "1:35: rate_limit.burst: \"-1\" is not a whole number from 0 to 1000000"
            ),
        ]
        try await Self.withCertificates { certificates in
            for (text, message) in mistakes {
                let result = try Self.read(text, certificates)
                guard case .failure(let error) = result else {
                    Issue.record("taken: \(text)")
                    continue
                }
                let said = error.description.replacing(certificates.folder.path, with: "FOLDER")
                #expect(said == "FOLDER/web.yml:\(message)", "\(text)")
                #expect(!said.contains("canary"))
            }
            let mixed = try Self.read("tls_server_config: {cert_file: server.pem, key_file: other.key}", certificates)
            guard case .failure(let error) = mixed else {
                Issue.record("a key of another certificate is taken")
                return
            }
            #expect(error.description.contains(":1:20: tls_server_config: certificate and key can't be used: "))
        }
    }

    @Test func `the example that is shipped can be used beside its certificates`() async throws {
        var root = #filePath[...]
        for _ in 0..<4 { root = root[..<(root.lastIndex(of: "/") ?? root.startIndex)] }
        let text = TestProcess.text(of: "\(root)/deploy/configuration/web.yml")
        try await Self.withCertificates { certificates in
            try certificates.folder.write(certificates.text("ca.pem"), to: "clients-ca.pem")
            let rules = try Self.read(text, certificates).get()
            #expect(rules.tls?.allowedNames == ["prometheus.example"] && rules.users.count == 1)
            #expect(rules.rateLimit == WebSecurity.RateLimit(interval: .milliseconds(100), burst: 20))
        }
    }
}
