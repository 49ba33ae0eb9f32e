import WebServer

extension SettingsKey {
    /// Every key of `--web.config.file`, as exporter-toolkit documents them (web-configuration.md).
    package static let web: [SettingsKey] = [
        SettingsKey("tls_server_config", .section(tls), "TLS; without it, plain HTTP."),
        SettingsKey(
            "http_server_config",
            .section([
                SettingsKey("http2", .boolean, "Understood and without effect: HTTP/1.1 is spoken."),
                SettingsKey(
                    "headers",
                    .section([
                        SettingsKey("Content-Security-Policy", .text, "Sent with every response."),
                        SettingsKey("X-Frame-Options", .choice(["deny", "sameorigin", ""]), "Sent likewise."),
                        SettingsKey("X-Content-Type-Options", .choice(["nosniff", ""]), "Sent likewise."),
                        SettingsKey("X-XSS-Protection", .text, "Sent likewise."),
                        SettingsKey("Strict-Transport-Security", .text, "Sent likewise."),
                    ]),
                    "Headers of every response."
                ),
            ]),
            "How HTTP is spoken."
        ),
        SettingsKey("basic_auth_users", .secretMap, "bcrypt hashes of passwords, by user."),
        SettingsKey(
            "rate_limit",
            .section([
                SettingsKey("interval", .duration(atLeast: .zero), "Time between two requests; 0 for no limit."),
                SettingsKey("burst", .integer(0...1_000_000), "Requests that may come at once."),
            ]),
            "A token bucket for all requests together."
        ),
    ]

    private static let tls: [SettingsKey] = [
        SettingsKey("cert_file", .text, "The server's certificate chain, PEM."),
        SettingsKey("key_file", .text, "Its key, PEM."),
        SettingsKey("cert", .text, "The certificate chain itself."),
        SettingsKey("key", .secret, "The key itself."),
        SettingsKey("client_auth_type", .text, "What is asked of clients."),
        SettingsKey("client_ca_file", .text, "Authorities of good clients, PEM."),
        SettingsKey("client_ca", .text, "The authorities themselves."),
        SettingsKey("client_allowed_sans", .list(.text), "Names of which a client's certificate must hold one."),
        SettingsKey("min_version", .choice(versions), "The oldest version; less than TLS12 counts as TLS12."),
        SettingsKey("max_version", .choice(versions), "The newest version."),
        SettingsKey(
            "cipher_suites",
            .list(.choice(TLSSettings.CipherSuite.allCases.map(\.rawValue))),
            "Cipher suites by Go's names."
        ),
        SettingsKey("prefer_server_cipher_suites", .boolean, "Whether the server's order of suites goes first."),
        SettingsKey(
            "curve_preferences",
            .list(.choice(TLSSettings.Curve.allCases.map(\.rawValue))),
            "Curves by Go's names."
        ),
    ]

    private static let versions = ["TLS13", "TLS12", "TLS11", "TLS10"]
}
