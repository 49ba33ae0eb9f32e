import CMicroHTTP

/// What libmicrohttpd tells of a request.
enum RequestFacts {
    /// The request, as far as routes look at it.
    static func request(
        _ connection: OpaquePointer,
        _ url: UnsafePointer<CChar>?,
        _ method: UnsafePointer<CChar>?
    ) -> HTTPRequest {
        var request = HTTPRequest(
            method: unsafe method.map { unsafe String(cString: $0) } ?? "",
            path: unsafe url.map { unsafe String(cString: $0) } ?? "",
            accept: unsafe header("Accept", of: connection),
            acceptEncoding: unsafe header("Accept-Encoding", of: connection)
        )
        request.host = unsafe header("Host", of: connection)
        let query = Query()
        unsafe MHD_get_connection_values(
            connection,
            .GET_ARGUMENT_KIND,
            { context, _, name, value in
                guard let context = unsafe context, let name = unsafe name else { return .YES }
                let query = unsafe Unmanaged<Query>.fromOpaque(context).takeUnretainedValue()
                let text = unsafe value.map { unsafe String(cString: $0) } ?? ""
                query.values.merge([unsafe String(cString: name): text]) { first, _ in first }
                return .YES
            },
            Unmanaged.passUnretained(query).toOpaque()
        )
        request.query = query.values
        return request
    }

    private final class Query {
        var values: [String: String] = [:]
    }

    /// The value of a header; nil where the request has none.
    static func header(_ name: String, of connection: OpaquePointer) -> String? {
        guard let value = unsafe MHD_lookup_connection_value(connection, .HEADER_KIND, name) else { return nil }
        return unsafe String(cString: value)
    }

    /// User and password of basic authentication; nil where the request has none.
    static func credentials(of connection: OpaquePointer) -> PasswordCheck.Credentials? {
        guard let info = unsafe MHD_basic_auth_get_username_password3(connection) else { return nil }
        defer { unsafe MHD_free(info) }
        let user = unsafe UnsafeRawBufferPointer(start: info.pointee.username, count: info.pointee.username_len)
        guard let start = unsafe info.pointee.password else { return nil }
        let password = unsafe UnsafeRawBufferPointer(start: start, count: info.pointee.password_len)
        return unsafe PasswordCheck.Credentials(
            user: String(decoding: user, as: UTF8.self),
            password: Array(password)
        )
    }
}
