import ExporterConfiguration
import Logging
import MetricsExposition
import Reports
package import WebServer

/// What each path of the web server answers.
package struct Routes: Sendable {
    private let latest: LatestReports
    private let pages: MetricsPages
    private let telemetryPath: String
    private let isReady: @Sendable () -> Bool

    /// Routes over the newest reports.
    ///
    /// - Parameters:
    ///   - latest: the reports.
    ///   - pages: the metrics pages.
    ///   - telemetryPath: where the metrics are.
    ///   - isReady: whether polling runs.
    package init(
        latest: LatestReports,
        pages: MetricsPages,
        telemetryPath: String,
        isReady: @escaping @Sendable () -> Bool
    ) {
        self.latest = latest
        self.pages = pages
        self.telemetryPath = telemetryPath
        self.isReady = isReady
    }

    /// The answer to a request.
    package func answer(_ request: HTTPRequest) -> HTTPResponse {
        guard let respond = response(for: request.path) else { return .text("404 page not found\n", status: 404) }
        guard ["GET", "HEAD"].contains(request.method) else {
            var response = HTTPResponse.text("405 method not allowed\n", status: 405)
            response.headers.append(("Allow", "GET, HEAD"))
            return response
        }
        return respond(request)
    }

    private func response(for path: String) -> ((HTTPRequest) -> HTTPResponse)? {
        switch path {
        case telemetryPath: metrics
        case "/": { _ in statusPage() }
        case "/-/healthy": { _ in .text("Healthy.\n") }
        case "/-/ready": { _ in isReady() ? .text("Ready.\n") : .text("Polling has not begun.\n", status: 503) }
        case "/api/v1/diagnosis": { _ in diagnosis() }
        default: nil
        }
    }

    private func metrics(_ request: HTTPRequest) -> HTTPResponse {
        let format = ExpositionFormat.negotiate(accept: request.accept)
        let page = pages.page(format, at: MachineClock.monotonicNanoseconds)
        var headers = [
            ("Content-Type", format.contentType), ("Vary", "Accept, Accept-Encoding"), ("Cache-Control", "no-store"),
        ]
        guard ContentCoding.negotiate(acceptEncoding: request.acceptEncoding) == .gzip,
            let compressed = Gzip.compress(page)
        else { return HTTPResponse(headers: headers, body: page) }
        headers.append(("Content-Encoding", "gzip"))
        return HTTPResponse(headers: headers, body: compressed)
    }

    private func statusPage() -> HTTPResponse {
        let html = StatusPage.html(latest.reports, version: BuildFacts.version, telemetryPath: telemetryPath)
        return HTTPResponse(
            headers: [
                ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"),
                (
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                ),
                ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            ],
            body: Array(html.utf8)
        )
    }

    private func diagnosis() -> HTTPResponse {
        do {
            return HTTPResponse(
                headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
                body: try DiagnosisDocument.json(latest.reports)
            )
        } catch {
            return .text("The diagnosis can't be written as JSON.\n", status: 500)
        }
    }
}
