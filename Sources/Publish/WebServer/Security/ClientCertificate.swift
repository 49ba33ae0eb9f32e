import CGnuTLS
import Glibc

/// What a client's certificate says.
enum ClientCertificate {
    /// The purpose of a client's certificate (RFC 5280, 4.2.1.12, `id-kp-clientAuth`).
    private static let purpose = Array("1.3.6.1.5.5.7.3.2".utf8) + [0]

    /// Whether the session's authorities vouch for the client's certificate, as one of a client; true without one, which
    /// GnuTLS has refused before where one is needed.
    static func isGood(_ session: gnutls_session_t?) -> Bool {
        guard let session = unsafe session else { return false }
        var count: UInt32 = 0
        guard unsafe gnutls_certificate_get_peers(session, &count) != nil, count > 0 else { return true }
        var purpose = purpose
        var status: UInt32 = 0
        let verified = unsafe purpose.withUnsafeMutableBufferPointer { bytes in
            var wanted = unsafe gnutls_typed_vdata_st()
            unsafe wanted.type = GNUTLS_DT_KEY_PURPOSE_OID
            unsafe wanted.data = bytes.baseAddress
            return unsafe gnutls_certificate_verify_peers(session, &wanted, 1, &status)
        }
        return verified == 0 && status == 0
    }

    /// The subject alternative names: host names, addresses of mail and of machines, URIs.
    static func names(in encoded: UnsafePointer<gnutls_datum_t>) -> Set<String> {
        var made: gnutls_x509_crt_t?
        unsafe gnutls_x509_crt_init(&made)
        guard let certificate = unsafe made else { return [] }
        defer { unsafe gnutls_x509_crt_deinit(certificate) }
        guard unsafe gnutls_x509_crt_import(certificate, encoded, GNUTLS_X509_FMT_DER) == 0 else { return [] }
        var names: Set<String> = []
        var index: UInt32 = 0
        while true {
            var bytes = [UInt8](repeating: 0, count: 4096)
            var size = bytes.count
            let kind = unsafe gnutls_x509_crt_get_subject_alt_name(certificate, index, &bytes, &size, nil)
            // Past the last name, or one that is larger than any name may be.
            guard kind >= 0 else { return names }
            index += 1
            switch gnutls_x509_subject_alt_name_t(rawValue: UInt32(kind)) {
            case GNUTLS_SAN_IPADDRESS: if let address = address(bytes, size) { names.insert(address) }
            case GNUTLS_SAN_DNSNAME, GNUTLS_SAN_RFC822NAME, GNUTLS_SAN_URI:
                names.insert(String(decoding: bytes[..<size], as: UTF8.self))
            default: continue
            }
        }
    }

    private static func address(_ bytes: [UInt8], _ size: Int) -> String? {
        guard size == 4 || size == 16 else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard unsafe inet_ntop(size == 4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count)) != nil else {
            return nil
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
