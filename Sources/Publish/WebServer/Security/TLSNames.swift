extension TLSSettings {
    /// Cipher suites by the names of Go's crypto/tls, as far as Go counts them as secure (`tls.CipherSuites`).
    package enum CipherSuite: String, Sendable, CaseIterable {
        case aes128GCM = "TLS_AES_128_GCM_SHA256"
        case aes256GCM = "TLS_AES_256_GCM_SHA384"
        case chaCha20 = "TLS_CHACHA20_POLY1305_SHA256"
        case ecdsaAES128CBC = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
        case ecdsaAES256CBC = "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"
        case rsaAES128CBC = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
        case rsaAES256CBC = "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"
        case ecdsaAES128GCM = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
        case ecdsaAES256GCM = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
        case rsaAES128GCM = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        case rsaAES256GCM = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
        case rsaChaCha20 = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
        case ecdsaChaCha20 = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"

        /// Key exchange, cipher and MAC in GnuTLS' words; a suite of TLS 1.3 has no key exchange of its own.
        fileprivate var parts: [String] {
            let exchange = rawValue.contains("ECDHE_RSA") ? ["ECDHE-RSA"] : ["ECDHE-ECDSA"]
            let cipher =
                if rawValue.contains("CHACHA20") {
                    ["CHACHA20-POLY1305", "AEAD"]
                } else if rawValue.contains("GCM") {
                    [rawValue.contains("AES_128") ? "AES-128-GCM" : "AES-256-GCM", "AEAD"]
                } else {
                    [rawValue.contains("AES_128") ? "AES-128-CBC" : "AES-256-CBC", "SHA1"]
                }
            return (rawValue.contains("ECDHE") ? exchange : []) + cipher
        }
    }

    /// Curves by the names of Go's crypto/tls.
    package enum Curve: String, Sendable, CaseIterable {
        case p256 = "CurveP256"
        case p384 = "CurveP384"
        case p521 = "CurveP521"
        case x25519 = "X25519"

        /// The group in GnuTLS' words.
        fileprivate var group: String {
            switch self {
            case .p256: "GROUP-SECP256R1"
            case .p384: "GROUP-SECP384R1"
            case .p521: "GROUP-SECP521R1"
            case .x25519: "GROUP-X25519"
            }
        }
    }

    /// The settings as a priority string (GnuTLS manual, "Priority strings").
    ///
    /// GnuTLS combines exchanges, ciphers and MACs freely, so suites between those listed may be spoken as well, and
    /// the suites of TLS 1.3 always are.
    var priorities: String {
        let versions = Version.allCases.reversed()
            .filter { version in
                version == oldest || version == newest || (oldest == .tls12 && newest == .tls13)
            }
            .map { $0 == .tls13 ? "+VERS-TLS1.3" : "+VERS-TLS1.2" }
        var words = ["NORMAL", "-VERS-ALL"] + versions
        if !cipherSuites.isEmpty {
            let tls13 = newest == .tls13 ? ["AES-256-GCM", "CHACHA20-POLY1305", "AES-128-GCM", "AEAD"] : []
            var parts: [String] = []
            for part in cipherSuites.flatMap(\.parts) + tls13 where !parts.contains(part) { parts.append(part) }
            words += ["-KX-ALL", "-CIPHER-ALL", "-MAC-ALL"] + parts.map { "+\($0)" }
            if newest == .tls13, !parts.contains(where: { $0.hasPrefix("ECDHE") }) { words.append("+ECDHE-ECDSA") }
        }
        if !curves.isEmpty { words += ["-GROUP-ALL"] + curves.map { "+\($0.group)" } }
        return (words + (prefersOwnOrder ? ["%SERVER_PRECEDENCE"] : [])).joined(separator: ":")
    }
}
