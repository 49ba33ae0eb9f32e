/// A request, as far as routes look at it.
package struct HTTPRequest: Sendable, Hashable {
    /// The method, such as `GET`.
    package var method: String
    /// The path, percent-decoded, without the query.
    package var path: String
    /// The parameters of the query, percent-decoded; of one that is given twice, the first.
    package var query: [String: String] = [:]
    /// The value of `Host`; nil where the request has none.
    package var host: String?
    /// The value of `Accept`; nil where the request has none.
    package var accept: String?
    /// The value of `Accept-Encoding`; nil where the request has none.
    package var acceptEncoding: String?

    /// A request of that method for that path.
    package init(method: String, path: String, accept: String? = nil, acceptEncoding: String? = nil) {
        self.method = method
        self.path = path
        self.accept = accept
        self.acceptEncoding = acceptEncoding
    }
}

/// What a request is answered with.
package struct HTTPResponse: Sendable, Hashable {
    /// The status code.
    package var status: Int
    /// The headers; `Content-Length` and `Date` are added by the server.
    package var headers: [(name: String, value: String)]
    /// The body; not sent to `HEAD`.
    package var body: [UInt8]

    /// A response with that body.
    package init(status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A response of plain text.
    package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")],
            body: Array(text.utf8)
        )
    }

    package static func == (left: HTTPResponse, right: HTTPResponse) -> Bool {
        left.status == right.status && left.body == right.body
            && left.headers.elementsEqual(right.headers) { $0.name == $1.name && $0.value == $1.value }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(status)
        hasher.combine(body)
    }
}
