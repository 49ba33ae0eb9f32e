/// The rules in force, with TLS made ready.
package struct ActiveSecurity: Sendable {
    /// The rules.
    package let rules: WebSecurity
    /// What new connections are given; nil for plain HTTP.
    package let tls: TLSContext?

    /// No rules at all.
    package static let open = ActiveSecurity()

    private init() {
        rules = WebSecurity()
        tls = nil
    }

    /// These rules made ready.
    ///
    /// - Throws: `WebServerError` where the certificates can't be used.
    package init(_ rules: WebSecurity) throws(WebServerError) {
        self.rules = rules
        guard let settings = rules.tls else {
            tls = nil
            return
        }
        tls = try TLSContext(settings)
    }
}
