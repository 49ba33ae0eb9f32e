import ExporterConfiguration
import Logging
import MetricsExposition
import Reports
import TargetReport
package import WebServer

/// What each path of the web server answers.
package struct Routes: Sendable {
    /// What routes need of the rest of the program.
    package struct Sources: Sendable {
        /// The newest reports.
        package var latest: LatestReports
        /// The metrics pages.
        package var pages: MetricsPages
        /// Where the metrics are.
        package var telemetryPath: String
        /// The settings in force as YAML, secrets hidden.
        package var configuration: @Sendable () -> String
        /// Reads the settings again and returns why they can't be used; nil where requests may not ask for it.
        package var reload: (@Sendable () -> String?)?
        /// Whether the server speaks TLS.
        package var isTLS: @Sendable () -> Bool
        /// Time between two polls of a target that has no time of its own.
        package var pollInterval: @Sendable () -> Duration
    }

    private let sources: Sources

    /// Routes over these sources.
    package init(_ sources: Sources) { self.sources = sources }

    /// The answer to a request.
    package func answer(_ request: HTTPRequest) -> HTTPResponse {
        if request.path == "/-/reload" { return reload(request) }
        guard let respond = response(for: request.path) else { return .text("404 page not found\n", status: 404) }
        guard ["GET", "HEAD"].contains(request.method) else { return Self.notAllowed("GET, HEAD") }
        return respond(request)
    }

    private func response(for path: String) -> ((HTTPRequest) -> HTTPResponse)? {
        switch path {
        case sources.telemetryPath: metrics
        case "/": statusPage
        case "/-/healthy": { _ in .text("Healthy.\n") }
        case "/-/ready":
            { _ in sources.latest.isPolling ? .text("Ready.\n") : .text("Polling has not begun.\n", status: 503) }
        case "/api/v1/diagnosis": { _ in diagnosis() }
        case "/config": { _ in Self.response("text/yaml; charset=utf-8", Array(sources.configuration().utf8)) }
        case "/probe": probe
        case "/targets": targets
        default: nil
        }
    }

    private var reports: [TargetReport] { sources.latest.reports(at: MachineClock().monotonicNanoseconds) }

    private static func notAllowed(_ methods: String) -> HTTPResponse {
        var response = HTTPResponse.text("405 method not allowed\n", status: 405)
        response.headers.append(("Allow", methods))
        return response
    }

    private static func response(_ type: String, _ body: [UInt8]) -> HTTPResponse {
        HTTPResponse(headers: [("Content-Type", type), ("Cache-Control", "no-store")], body: body)
    }

    private func reload(_ request: HTTPRequest) -> HTTPResponse {
        guard ["POST", "PUT"].contains(request.method) else { return Self.notAllowed("POST, PUT") }
        guard let reload = sources.reload else {
            return .text(
                "Reloading over HTTP is off: start with --web.enable-lifecycle, or send SIGHUP.\n",
                status: 403
            )
        }
        guard let problem = reload() else { return .text("Reloaded.\n") }
        return .text("Reload failed, the settings before stay in force:\n\(problem)\n", status: 500)
    }

    private func metrics(_ request: HTTPRequest) -> HTTPResponse {
        let format = ExpositionFormat.negotiate(accept: request.accept)
        let now = MachineClock().monotonicNanoseconds
        var headers = Self.headers(format)
        if ContentCoding.negotiate(acceptEncoding: request.acceptEncoding) == .gzip,
            let compressed = sources.pages.compressed(format, at: now)
        {
            headers.append(("Content-Encoding", "gzip"))
            return HTTPResponse(headers: headers, body: compressed)
        }
        return HTTPResponse(headers: headers, body: sources.pages.page(format, at: now))
    }

    private func probe(_ request: HTTPRequest) -> HTTPResponse {
        guard let name = request.query["target"], !name.isEmpty else {
            return .text("A target is wanted: /probe?target=NAME; /targets lists the names.\n", status: 400)
        }
        let format = ExpositionFormat.negotiate(accept: request.accept)
        guard let text = sources.pages.page(of: name, format, at: MachineClock().monotonicNanoseconds) else {
            return .text("There is no target of that name; /targets lists the names.\n", status: 404)
        }
        var headers = Self.headers(format)
        guard ContentCoding.negotiate(acceptEncoding: request.acceptEncoding) == .gzip, let piece = Gzip.piece(text)
        else { return HTTPResponse(headers: headers, body: text) }
        headers.append(("Content-Encoding", "gzip"))
        return HTTPResponse(headers: headers, body: Gzip.member([piece]))
    }

    private static func headers(_ format: ExpositionFormat) -> [(name: String, value: String)] {
        [("Content-Type", format.contentType), ("Vary", "Accept, Accept-Encoding"), ("Cache-Control", "no-store")]
    }

    private func targets(_ request: HTTPRequest) -> HTTPResponse {
        guard let address = TargetList.address(request.host) else {
            return .text("The request names no host under which this exporter can be reached.\n", status: 400)
        }
        do {
            let names = reports.map(\.name)
            let body = try TargetList.json(names, address: address, isTLS: sources.isTLS())
            return Self.response("application/json", body)
        } catch {
            return .text("The targets can't be written as JSON.\n", status: 500)
        }
    }

    private func statusPage(_ request: HTTPRequest) -> HTTPResponse {
        // 128 bits from the system's generator, which nobody guesses.
        let nonce = (0..<2).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 36) }.joined()
        // A very short interval is for tests and must not keep a browser busy.
        let refreshSeconds = max(5, Int(sources.pollInterval().components.seconds))
        let isStill = request.query["refresh"] == "off"
        let page = StatusPage(
            reports,
            version: BuildFacts.version,
            telemetryPath: sources.telemetryPath,
            nonce: nonce,
            refreshSeconds: isStill ? nil : refreshSeconds
        )
        let script = isStill ? "" : " script-src 'nonce-\(nonce)'; connect-src 'self';"
        return HTTPResponse(
            headers: [
                ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"),
                (
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'nonce-\(nonce)';\(script) base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                ),
                ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            ],
            body: Array(page.html.utf8)
        )
    }

    private func diagnosis() -> HTTPResponse {
        do {
            return Self.response("application/json", try DiagnosisDocument.json(reports))
        } catch {
            return .text("The diagnosis can't be written as JSON.\n", status: 500)
        }
    }
}
