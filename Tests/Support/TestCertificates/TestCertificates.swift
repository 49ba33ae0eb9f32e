package import TestProcess

/// An authority of a test's own, and what it signs.
package struct TestCertificates: Sendable {
    /// Where the files are: `ca.pem`, and `NAME.pem` and `NAME.key` of each that was signed.
    package let folder: TemporaryFolder

    /// A new authority.
    ///
    /// - Throws: `TestProcess.Failure` with openssl's words.
    package init() async throws {
        folder = try TemporaryFolder()
        try await openssl(["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=test authority"])
    }

    /// Whether openssl is there.
    package static var areAvailable: Bool { TestProcess.isInstalled("openssl") }

    /// Signs a certificate with a new key.
    ///
    /// - Parameters:
    ///   - name: the files' name.
    ///   - names: subject alternative names in openssl's words, such as `IP:127.0.0.1`.
    ///   - purpose: the extended key usage in openssl's words.
    ///   - isExpired: whether it has expired.
    /// - Throws: `TestProcess.Failure` with openssl's words.
    package func sign(
        _ name: String,
        names: String = "IP:127.0.0.1,DNS:localhost",
        purpose: String = "serverAuth,clientAuth",
        isExpired: Bool = false
    ) async throws {
        try await openssl(
            [
                "-keyout", "\(name).key", "-out", "\(name).pem", "-subj", "/CN=\(name)", "-CA", "ca.pem", "-CAkey",
                "ca.key",
                "-addext", "subjectAltName=\(names)", "-addext", "basicConstraints=CA:FALSE",
                "-addext", "extendedKeyUsage=\(purpose)",
            ] + (isExpired ? ["-not_before", "20200101000000Z", "-not_after", "20200102000000Z"] : [])
        )
    }

    /// The text of one of the files.
    package func text(_ name: String) -> String { TestProcess.text(of: path(name)) }

    /// The path of one of the files.
    package func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    private func openssl(_ arguments: [String]) async throws {
        let result = try await TestProcess.run(
            [
                "sh", "-c",
                "cd \"$0\" && exec openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \"$@\"",
                folder.path,
            ] + arguments
        )
        guard result.status == 0 else { throw TestProcess.Failure(description: result.error) }
    }
}
