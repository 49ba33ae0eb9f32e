extension ConnectionParts {
    /// Parameters that libpq knows and that are passed on as they are.
    ///
    /// Everything else in a URL is Prisma's or unknown and is set aside: libpq refuses a URL with an unknown parameter.
    private static let passedOn: Set<String> = [
        "sslmode", "sslrootcert", "sslcrl", "sslcrldir", "sslsni", "ssl_min_protocol_version",
        "ssl_max_protocol_version", "sslkey", "sslcompression", "channel_binding", "target_session_attrs",
        "application_name", "options", "passfile", "hostaddr", "krbsrvname", "gsslib", "gssencmode",
        "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
    ]

    /// Where Debian and most others keep the certificates that the system trusts.
    private static let systemCertificates = "/etc/ssl/certs/ca-certificates.crt"

    /// The parts in libpq's words, without what it would refuse.
    func libpqParameters() throws(DatabaseURLError) -> [String: String] {
        var result = options.filter { Self.passedOn.contains($0.key) && !$0.value.isEmpty }
        guard (options["sslidentity"] ?? "").isEmpty else { throw .identity }
        addCertificates(to: &result)
        result["user"] = user.flatMap { $0.isEmpty ? nil : $0 } ?? nonEmpty("user")
        result["password"] = password ?? nonEmpty("password")
        result["dbname"] = database ?? nonEmpty("dbname")
        // Prisma reads ?host= as a socket directory or another host.
        result["host"] = nonEmpty("host") ?? (hosts.allSatisfy(\.isEmpty) ? nil : hosts.joined(separator: ","))
        if ports.contains(where: { !$0.isEmpty }) { result["port"] = ports.joined(separator: ",") }
        if let port = nonEmpty("port") { result["port"] = port }
        for port in DatabaseURL.list(result["port"]) where !port.isEmpty {
            guard let number = Int(port), (1...65535).contains(number) else { throw .badPort }
        }
        return result
    }

    /// Prisma's `sslcert` is the certificate authority; libpq's is the client's certificate.
    ///
    /// The libpq meaning holds where something else in the URL is libpq's own: `sslkey`, `sslrootcert`, or a
    /// `sslmode` that Prisma does not have. `sslaccept=strict` asks for verification (Prisma documentation,
    /// "PostgreSQL: configuring an SSL connection").
    private func addCertificates(to result: inout [String: String]) {
        let certificate = nonEmpty("sslcert")
        let isLibPQ =
            isConninfo || options["sslkey"] != nil || options["sslrootcert"] != nil
            || ["verify-ca", "verify-full", "allow"].contains(options["sslmode"] ?? "")
        if isLibPQ {
            result["sslcert"] = certificate
            result["sslpassword"] = nonEmpty("sslpassword")
        } else if options["sslaccept"] == "strict" {
            result["sslmode"] = "verify-full"
            result["sslrootcert"] = certificate ?? Self.systemCertificates
        }
    }

    private func nonEmpty(_ option: String) -> String? { options[option].flatMap { $0.isEmpty ? nil : $0 } }
}
