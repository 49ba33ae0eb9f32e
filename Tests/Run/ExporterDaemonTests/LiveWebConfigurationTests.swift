import Synchronization
import TestCertificates
import TestProcess
import Testing
import WebServer

@testable import ExporterDaemon

@Suite(.enabled(if: TestCertificates.areAvailable, "openssl is not installed")) struct LiveWebConfigurationTests {
    @Test func `a file that changes is read again, and one that has become unusable replaces no good one`() async throws
    {
        let certificates = try await TestCertificates()
        for name in ["one", "two"] { try await certificates.sign(name) }
        func write(_ users: String, _ key: String = "live.key") throws {
            try certificates.folder.write(
                "tls_server_config: {cert_file: live.pem, key_file: \(key)}\nbasic_auth_users: {\(users)}\n",
                to: "web.yml"
            )
        }
        func install(_ name: String) throws {
            try certificates.folder.write(certificates.text("\(name).pem"), to: "live.pem")
            try certificates.folder.write(certificates.text("\(name).key"), to: "live.key")
        }
        let hash = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG"
        try install("one")
        try write("")
        let outcomes = Mutex<[Bool]>([])
        let live = try LiveWebConfiguration(path: certificates.path("web.yml")) { outcome in
            outcomes.withLock { $0.append((try? outcome.get()) != nil) }
        }
        #expect(live.current().rules.users.isEmpty)
        try write("ann: \(hash)")
        #expect(live.current().rules.users == ["ann": hash])
        #expect(outcomes.withLock { $0 } == [true])
        try write("ann: nonsense")
        for _ in 0..<5 { #expect(live.current().rules.users == ["ann": hash]) }
        #expect(outcomes.withLock { $0 } == [true, false])
        try write("ann: \(hash), bob: \(hash)")
        #expect(live.current().rules.users.count == 2)
        // The certificate is there before its key.
        let before = live.current().tls
        try certificates.folder.write(certificates.text("two.pem"), to: "live.pem")
        #expect(live.current().tls === before)
        try certificates.folder.write(certificates.text("two.key"), to: "live.key")
        #expect(live.current().tls?.settings.certificate == certificates.text("two.pem"))
        try certificates.folder.write("basic_auth_users:\n", to: "web.yml")
        #expect(live.current().tls != nil && live.current().rules.users.count == 2)
        #expect(outcomes.withLock { $0 } == [true, false, true, false, true, false])
        await certificates.folder.remove()
    }
}
