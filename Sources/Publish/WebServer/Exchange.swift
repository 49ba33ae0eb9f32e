import CMicroHTTP
import Synchronization

/// Between libmicrohttpd's callbacks and the handler.
final class Exchange: Sendable {
    private let handler: WebServer.Handler
    private let bodyLimit: Int
    private let count = Atomic<Int>(0)

    init(handler: @escaping WebServer.Handler, bodyLimit: Int) {
        self.handler = handler
        self.bodyLimit = bodyLimit
    }

    /// Requests begun and not yet answered to the end.
    var underWay: Int { count.load(ordering: .acquiring) }

    /// Called when the headers are there, for each part of a body, and when the request is complete.
    ///
    /// `state` is libmicrohttpd's place for one pointer a request: nil at the first call, afterwards one more than the
    /// number of body bytes seen.
    static let handle: MHD_AccessHandlerCallback = { context, connection, url, method, _, _, size, state in
        guard let context = unsafe context, let connection = unsafe connection, let state = unsafe state,
            let size = unsafe size
        else { return .NO }
        let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        let seen = unsafe UInt(bitPattern: state.pointee)
        if seen == 0 {
            exchange.count.add(1, ordering: .acquiringAndReleasing)
            unsafe state.pointee = UnsafeMutableRawPointer(bitPattern: 1)
            guard unsafe exchange.announcedBody(connection) > exchange.bodyLimit else { return .YES }
            return unsafe send(.text("The request body is too large.\n", status: 413), connection)
        }
        if unsafe size.pointee > 0 {
            let total = seen + UInt(unsafe size.pointee)
            guard total <= UInt(exchange.bodyLimit) else { return .NO }
            unsafe state.pointee = UnsafeMutableRawPointer(bitPattern: total)
            unsafe size.pointee = 0
            return .YES
        }
        let request = HTTPRequest(
            method: unsafe method.map { unsafe String(cString: $0) } ?? "",
            path: unsafe url.map { unsafe String(cString: $0) } ?? "",
            accept: unsafe header("Accept", of: connection),
            acceptEncoding: unsafe header("Accept-Encoding", of: connection)
        )
        return unsafe send(exchange.handler(request), connection)
    }

    /// Called when a request is over, well or not.
    static let completed: MHD_RequestCompletedCallback = { context, _, state, _ in
        guard let context = unsafe context, unsafe state?.pointee != nil else { return }
        let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        exchange.count.subtract(1, ordering: .acquiringAndReleasing)
    }

    private func announcedBody(_ connection: OpaquePointer) -> Int {
        unsafe Self.header("Content-Length", of: connection).flatMap { Int($0) } ?? 0
    }

    private static func header(_ name: String, of connection: OpaquePointer) -> String? {
        guard let value = unsafe MHD_lookup_connection_value(connection, .HEADER_KIND, name) else { return nil }
        return unsafe String(cString: value)
    }

    private static func send(_ response: HTTPResponse, _ connection: OpaquePointer) -> MHD_Result {
        var body = response.body
        let made = unsafe body.withUnsafeMutableBytes { bytes in
            unsafe MHD_create_response_from_buffer(bytes.count, bytes.baseAddress, .RESPMEM_MUST_COPY)
        }
        guard let made = unsafe made else { return .NO }
        defer { unsafe MHD_destroy_response(made) }
        for header in response.headers { unsafe MHD_add_response_header(made, header.name, header.value) }
        return unsafe MHD_queue_response(connection, UInt32(response.status), made)
    }
}
