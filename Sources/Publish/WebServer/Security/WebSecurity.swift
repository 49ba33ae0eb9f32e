/// Who may ask the server, and how: what the web configuration file says.
package struct WebSecurity: Sendable, Hashable {
    /// How TLS is spoken; nil for plain HTTP.
    package var tls: TLSSettings?
    /// Headers of every response that does not set them itself.
    package var headers: [String: String] = [:]
    /// bcrypt hashes by user; empty for no authentication.
    package var users: [String: String] = [:]
    /// How many requests are answered; nil for all.
    package var rateLimit: RateLimit?

    /// Everybody may ask, in plain HTTP.
    package init() {}

    /// A token bucket for all requests together.
    package struct RateLimit: Sendable, Hashable {
        /// Time after which one more request may come.
        package var interval: Duration
        /// Requests that may come at once.
        package var burst: Int

        /// A bucket of that size.
        package init(interval: Duration, burst: Int) {
            self.interval = interval
            self.burst = burst
        }
    }
}

/// How TLS is spoken.
package struct TLSSettings: Sendable, Hashable {
    /// What is asked of clients, in the words of Go's crypto/tls.
    package enum ClientPolicy: String, Sendable, CaseIterable {
        /// No certificate is asked for.
        case none = "NoClientCert"
        /// One is asked for, and neither needed nor verified.
        case request = "RequestClientCert"
        /// Any one is needed, and not verified.
        case requireAny = "RequireAnyClientCert"
        /// One that is shown must be good.
        case verifyIfGiven = "VerifyClientCertIfGiven"
        /// A good one is needed.
        case requireAndVerify = "RequireAndVerifyClientCert"
    }

    /// Versions of the protocol, oldest first.
    package enum Version: String, Sendable, CaseIterable {
        /// TLS 1.2.
        case tls12 = "TLS12"
        /// TLS 1.3.
        case tls13 = "TLS13"
    }

    /// The server's certificate chain, PEM.
    package var certificate: String
    /// Its private key, PEM.
    package var key: String
    /// What is asked of clients.
    package var clientPolicy = ClientPolicy.none
    /// The authorities whose clients are good, PEM; nil for none.
    package var clientAuthorities: String?
    /// Names of which a client's certificate must hold one; nil for any.
    package var allowedNames: [String]?
    /// The oldest version.
    package var oldest = Version.tls12
    /// The newest version.
    package var newest = Version.tls13
    /// Cipher suites by Go's names, in the order of preference; empty for GnuTLS' own choice.
    package var cipherSuites: [CipherSuite] = []
    /// Whether the server's order of suites goes before the client's.
    package var prefersOwnOrder = true
    /// Curves by Go's names, in the order of preference; empty for GnuTLS' own choice.
    package var curves: [Curve] = []

    /// TLS 1.2 and 1.3 with that certificate, for every client.
    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}
