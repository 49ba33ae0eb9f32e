package import WebServer

/// What a web configuration file says, in the format of Prometheus' exporter-toolkit.
package struct WebConfiguration: Sendable, Hashable {
    /// The rules.
    package private(set) var rules = WebSecurity()
    /// Every file that was read, the configuration itself included: a change of any of them changes the rules.
    package private(set) var files: [String]

    /// Reads the file and the certificates that it names.
    ///
    /// - Throws: `UnusableConfiguration` with every mistake; never a key or a hash.
    package init(path: String, files disk: any FileReading) throws(UnusableConfiguration) {
        files = [path]
        let text: String
        do throws(FileFailure) { text = try disk.text(of: path) } catch { throw UnusableConfiguration(error) }
        // In exporter-toolkit a key without a value is as good as none.
        var check = SettingsCheck(allowsEmptyKeys: true)
        do throws(ConfigurationFault) {
            guard let document = try YAMLReader.document(text), !document.isNull else { return }
            let root = check.section(document, SettingsKey.web)
            var reader = WebConfigurationReader(path: path, disk: disk, check: check)
            rules = reader.rules(root)
            files += reader.files
            check = reader.check
        } catch {
            throw UnusableConfiguration(path: path, faults: [error])
        }
        guard check.faults.isEmpty else { throw UnusableConfiguration(path: path, faults: check.faults) }
    }
}

/// Turns the checked keys into rules.
private struct WebConfigurationReader {
    let path: String
    let disk: any FileReading
    var check: SettingsCheck
    /// The files read so far.
    var files: [String] = []

    mutating func rules(_ root: CheckedValue) -> WebSecurity {
        var rules = WebSecurity()
        if let section = root["tls_server_config"] { rules.tls = tls(section) }
        if case .section(let headers)? = root["http_server_config"]?["headers"]?.content {
            rules.headers = headers.compactMapValues(\.text).filter { !$0.value.isEmpty }
            for header in headers.values where header.text?.utf8.contains(where: { $0 < 0x20 }) == true {
                check.fault(header.mark, "http_server_config.headers: a header is one line of text")
            }
        }
        for pair in root["basic_auth_users"]?.pairs ?? [] {
            let hash = pair.value.text ?? ""
            if !BcryptHash.isValid(hash) {
                check.fault(
                    pair.value.mark,
                    "basic_auth_users.\(pair.name): expected a bcrypt hash such as htpasswd -nBC 10 prints, $2y$10$…"
                )
            }
            rules.users[pair.name] = hash
        }
        if let limit = root["rate_limit"], let interval = limit["interval"]?.duration, interval > .zero {
            rules.rateLimit = WebSecurity.RateLimit(interval: interval, burst: limit["burst"]?.integer ?? 0)
        }
        return rules
    }

    private mutating func tls(_ section: CheckedValue) -> TLSSettings? {
        func isSet(_ key: String) -> Bool { section[key]?.text?.isEmpty == false }
        let switches = ["cert", "cert_file", "key", "key_file", "client_ca", "client_ca_file", "client_auth_type"]
        guard switches.contains(where: isSet) else { return nil }
        let certificate = pem("cert", section)
        let key = pem("key", section)
        let authorities = isSet("client_ca") || isSet("client_ca_file") ? pem("client_ca", section) : nil
        var settings = TLSSettings(certificate: certificate ?? "", key: key ?? "")
        settings.clientAuthorities = authorities
        readClientPolicy(section, &settings)
        settings.oldest = section["min_version"]?.text == "TLS13" ? .tls13 : .tls12
        if let version = section["max_version"], let text = version.text {
            settings.newest = text == "TLS13" ? .tls13 : .tls12
            if text == "TLS10" || text == "TLS11" {
                check.fault(
                    version.mark,
                    "tls_server_config.max_version: \(text) is not spoken, expected TLS12 or TLS13"
                )
            } else if settings.oldest == .tls13, settings.newest == .tls12 {
                check.fault(version.mark, "tls_server_config.max_version: TLS12 is below min_version TLS13")
            }
        }
        settings.cipherSuites = section["cipher_suites"]?.texts?.compactMap(TLSSettings.CipherSuite.init) ?? []
        settings.curves = section["curve_preferences"]?.texts?.compactMap(TLSSettings.Curve.init) ?? []
        settings.prefersOwnOrder = section["prefer_server_cipher_suites"]?.boolean ?? true
        guard certificate != nil, key != nil else { return settings }
        do throws(WebServerError) {
            _ = try TLSContext(settings)
        } catch {
            check.fault(section.mark, "tls_server_config: \(error.description)")
        }
        return settings
    }

    private mutating func readClientPolicy(_ section: CheckedValue, _ settings: inout TLSSettings) {
        if let type = section["client_auth_type"], let text = type.text, !text.isEmpty {
            // exporter-toolkit keeps RequireClientCert as an older name.
            let name = text == "RequireClientCert" ? "RequireAnyClientCert" : text
            guard let policy = TLSSettings.ClientPolicy(rawValue: name) else {
                let known = TLSSettings.ClientPolicy.allCases.map(\.rawValue)
                check.fault(
                    type.mark,
                    "tls_server_config.client_auth_type: \(SettingsCheck.shown(text)) is not one of "
                        + known.joined(separator: ", ")
                )
                return
            }
            settings.clientPolicy = policy
        }
        if settings.clientAuthorities != nil, settings.clientPolicy == .none {
            check.fault(
                (section["client_ca_file"] ?? section["client_ca"] ?? section).mark,
                "tls_server_config: client authorities have no effect without client_auth_type: "
                    + "RequireAndVerifyClientCert"
            )
        }
        guard let names = section["client_allowed_sans"] else { return }
        settings.allowedNames = names.texts
        if settings.clientPolicy != .requireAny, settings.clientPolicy != .requireAndVerify {
            check.fault(
                names.mark,
                "tls_server_config.client_allowed_sans: expected client_auth_type RequireAndVerifyClientCert or "
                    + "RequireAnyClientCert, with which every client shows a certificate"
            )
        }
    }

    /// The PEM of a key, or of the file that its `_file` names; nil after a noted mistake.
    private mutating func pem(_ key: String, _ section: CheckedValue) -> String? {
        if let file = section["\(key)_file"], let name = file.text, !name.isEmpty {
            guard !name.contains("-----BEGIN"), !name.contains("\n") else {
                check.fault(file.mark, "tls_server_config.\(key)_file: expected a path; \(key) takes the text itself")
                return nil
            }
            let place = ConfigurationPath.resolved(name, besides: path)
            files.append(place)
            do throws(FileFailure) {
                return try disk.text(of: place)
            } catch {
                check.fault(file.mark, "tls_server_config.\(key)_file: \(place): \(error.reason)")
                return nil
            }
        }
        if let text = section[key]?.text, !text.isEmpty { return text }
        check.fault(section.mark, "tls_server_config: expected \(key)_file or \(key)")
        return nil
    }
}
