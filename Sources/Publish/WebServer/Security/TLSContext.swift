import CGnuTLS
import Glibc

/// Certificates and rules that new connections are given; those under way keep theirs.
package final class TLSContext: Sendable {
    /// What it was made of.
    package let settings: TLSSettings
    /// GnuTLS' objects, as numbers since a pointer is not Sendable; nothing changes them once they are made.
    private let credentials: UInt
    private let priorities: UInt

    /// A context with these settings.
    ///
    /// - Throws: `WebServerError` where certificate, key or authorities can't be used.
    package init(_ settings: TLSSettings) throws(WebServerError) {
        self.settings = settings
        var credentials: gnutls_certificate_credentials_t?
        var priorities: gnutls_priority_t?
        unsafe gnutls_certificate_allocate_credentials(&credentials)
        guard let made = unsafe credentials else { throw WebServerError("there is no memory for TLS") }
        do throws(WebServerError) {
            unsafe try Self.load(settings, into: made)
            let words = settings.priorities
            guard unsafe gnutls_priority_init(&priorities, words, nil) == 0, let priorities = unsafe priorities else {
                throw WebServerError("TLS can't be spoken with these versions, ciphers and curves (\(words))")
            }
            self.credentials = UInt(bitPattern: made)
            self.priorities = UInt(bitPattern: priorities)
        } catch {
            unsafe gnutls_certificate_free_credentials(made)
            throw error
        }
    }

    deinit {
        unsafe gnutls_certificate_free_credentials(OpaquePointer(bitPattern: credentials))
        unsafe gnutls_priority_deinit(OpaquePointer(bitPattern: priorities))
    }

    private static func load(
        _ settings: TLSSettings,
        into credentials: gnutls_certificate_credentials_t
    ) throws(WebServerError) {
        var certificate = Array(settings.certificate.utf8)
        var key = Array(settings.key.utf8)
        let pair = unsafe certificate.withUnsafeMutableBufferPointer { certificate in
            unsafe key.withUnsafeMutableBufferPointer { key in
                var first = unsafe gnutls_datum_t(data: certificate.baseAddress, size: UInt32(certificate.count))
                var second = unsafe gnutls_datum_t(data: key.baseAddress, size: UInt32(key.count))
                return unsafe gnutls_certificate_set_x509_key_mem(credentials, &first, &second, GNUTLS_X509_FMT_PEM)
            }
        }
        guard pair >= 0 else { throw WebServerError("certificate and key can't be used: \(reason(pair))") }
        guard let authorities = settings.clientAuthorities else { return }
        var bytes = Array(authorities.utf8)
        let count = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            var datum = unsafe gnutls_datum_t(data: bytes.baseAddress, size: UInt32(bytes.count))
            return unsafe gnutls_certificate_set_x509_trust_mem(credentials, &datum, GNUTLS_X509_FMT_PEM)
        }
        guard count > 0 else {
            throw WebServerError("the client authorities hold no certificate\(count < 0 ? ": \(reason(count))" : "")")
        }
    }

    private static func reason(_ code: Int32) -> String { unsafe String(cString: gnutls_strerror(code)) }

    /// Makes a session that has not shaken hands yet follow this context, which must outlive it.
    func govern(_ session: gnutls_session_t) {
        unsafe gnutls_credentials_set(
            session,
            GNUTLS_CRD_CERTIFICATE,
            UnsafeMutableRawPointer(bitPattern: credentials)
        )
        unsafe gnutls_priority_set(session, OpaquePointer(bitPattern: priorities))
        let request =
            switch settings.clientPolicy {
            case .none: GNUTLS_CERT_IGNORE
            case .request, .verifyIfGiven: GNUTLS_CERT_REQUEST
            case .requireAny, .requireAndVerify: GNUTLS_CERT_REQUIRE
            }
        unsafe gnutls_certificate_server_set_request(session, request)
        guard [.verifyIfGiven, .requireAndVerify].contains(settings.clientPolicy) else { return }
        unsafe gnutls_session_set_verify_function(session) { session in
            unsafe ClientCertificate.isGood(session) ? 0 : GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR
        }
    }

    /// Whether the client's certificate holds one of the names that are allowed.
    func allowsClient(of session: gnutls_session_t) -> Bool {
        guard let allowed = settings.allowedNames else { return true }
        var count: UInt32 = 0
        guard let chain = unsafe gnutls_certificate_get_peers(session, &count), count > 0 else { return false }
        return unsafe !ClientCertificate.names(in: chain).isDisjoint(with: allowed)
    }
}
