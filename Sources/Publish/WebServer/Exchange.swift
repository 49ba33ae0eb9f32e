import CMicroHTTP
import Dispatch
import Synchronization

/// Between libmicrohttpd's callbacks and the handler.
final class Exchange: Sendable {
    private let handler: WebServer.Handler
    private let security: WebServer.SecurityReader
    private let limits: WebLimits
    private let count = Atomic<Int>(0)
    private let silent = Atomic<Int>(0)
    private let passwords = PasswordCheck()
    private let bucket = TokenBucket()
    /// Where passwords are hashed, one at a time, while the connection that gave it is suspended.
    private let hashing = DispatchQueue(label: "web-server-passwords")
    /// What the server's own requests carry.
    let token = String(UInt64.random(in: .min ... .max), radix: 16)
    private let isClosing = Atomic<Bool>(false)

    init(
        handler: @escaping WebServer.Handler,
        security: @escaping WebServer.SecurityReader,
        limits: WebLimits
    ) {
        self.handler = handler
        self.security = security
        self.limits = limits
    }

    /// Requests begun and not yet answered to the end.
    var underWay: Int { count.load(ordering: .acquiring) }

    /// Connections on which nothing has been asked yet.
    var silentConnections: Int { silent.load(ordering: .acquiring) }

    /// Takes no more passwords to hash and waits for those that are being hashed: libmicrohttpd can't be stopped while
    /// a connection is suspended.
    func close() {
        isClosing.store(true, ordering: .sequentiallyConsistent)
        hashing.sync {}
    }

    /// Called when the headers are there, for each part of a body, and when the request is complete.
    ///
    /// `state` is libmicrohttpd's place for one pointer a request: nil at the first call, afterwards a
    /// `RequestProgress`.
    static let handle: MHD_AccessHandlerCallback = { context, connection, url, method, _, _, size, state in
        guard let context = unsafe context, let connection = unsafe connection, let state = unsafe state,
            let size = unsafe size
        else { return .NO }
        let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        guard let known = unsafe state.pointee else {
            exchange.count.add(1, ordering: .acquiringAndReleasing)
            if let held = unsafe held(connection) { exchange.asked(held) }
            unsafe state.pointee = Unmanaged.passRetained(RequestProgress()).toOpaque()
            let announced = unsafe RequestFacts.header("Content-Length", of: connection).flatMap { Int($0) } ?? 0
            guard announced > exchange.limits.bodyBytes else { return .YES }
            return unsafe send(.text("The request body is too large.\n", status: 413), [:], connection)
        }
        let progress = unsafe Unmanaged<RequestProgress>.fromOpaque(known).takeUnretainedValue()
        if unsafe size.pointee > 0 {
            guard progress.tookBody(of: unsafe size.pointee) <= exchange.limits.bodyBytes else { return .NO }
            unsafe size.pointee = 0
            return .YES
        }
        if let held = unsafe held(connection) { held.admission.asked(held.number) }
        let request = unsafe RequestFacts.request(connection, url, method)
        return unsafe exchange.answer(request, progress, connection)
    }

    /// Called when a request is over, well or not.
    static let completed: MHD_RequestCompletedCallback = { context, connection, state, _ in
        guard let context = unsafe context, let known = unsafe state?.pointee else { return }
        unsafe Unmanaged<RequestProgress>.fromOpaque(known).release()
        let exchange = unsafe Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        exchange.count.subtract(1, ordering: .acquiringAndReleasing)
        guard let connection = unsafe connection, let held = unsafe held(connection) else { return }
        unsafe held.admission.answered(held.number, MHD_connection_socket(connection))
    }

    /// What `connected` left in the connection's place.
    private static func held(_ connection: OpaquePointer) -> ConnectionProgress? {
        guard let place = unsafe MHD_connection_place(connection) else { return nil }
        return unsafe Unmanaged<ConnectionProgress>.fromOpaque(place).takeUnretainedValue()
    }

    /// Called when a connection begins, before TLS is spoken on it, and when it ends.
    ///
    /// `context` is the listener's `ConnectionAdmission`, and `place` libmicrohttpd's place for one pointer a connection:
    /// here its `ConnectionProgress`.
    static let connected: MHD_NotifyConnectionCallback = { context, connection, place, event in
        guard let context = unsafe context, let connection = unsafe connection, let place = unsafe place else { return }
        let admission = unsafe Unmanaged<ConnectionAdmission>.fromOpaque(context).takeUnretainedValue()
        let exchange = admission.exchange
        if event == .CONNECTION_NOTIFY_STARTED {
            exchange.silent.add(1, ordering: .acquiringAndReleasing)
            let session = unsafe MHD_tls_session(connection)
            let tls = unsafe session == nil ? nil : exchange.security().tls
            if let session = unsafe session { unsafe tls?.govern(OpaquePointer(session)) }
            let number = unsafe admission.began(MHD_connection_socket(connection))
            unsafe place.pointee =
                Unmanaged.passRetained(ConnectionProgress(admission, number: number, tls: tls)).toOpaque()
        } else if let held = unsafe place.pointee {
            let progress = unsafe Unmanaged<ConnectionProgress>.fromOpaque(held).takeRetainedValue()
            exchange.asked(progress)
            admission.ended(progress.number)
            unsafe place.pointee = nil
        }
    }

    /// Notes that a connection is no longer silent: it has asked, or has ended.
    private func asked(_ progress: ConnectionProgress) {
        if progress.noteFirst() { silent.subtract(1, ordering: .acquiringAndReleasing) }
    }

    private func answer(
        _ request: HTTPRequest,
        _ progress: RequestProgress,
        _ connection: OpaquePointer
    ) -> MHD_Result {
        let active = security()
        let rules = active.rules
        func send(_ response: HTTPResponse) -> MHD_Result { unsafe Self.send(response, rules.headers, connection) }
        if let tls = active.tls, let session = unsafe MHD_tls_session(connection),
            unsafe !tls.allowsClient(of: OpaquePointer(session))
        {
            return send(.text("The client certificate holds no name that is allowed here.\n", status: 403))
        }
        let isOwn = unsafe RequestFacts.header(HealthRequest.header, of: connection) == token
        if isOwn || limits.openPaths.contains(request.path) { return send(handler(request)) }
        if progress.passwordIsRight == nil {
            guard bucket.take(rules.rateLimit) else { return send(.text("Too many requests.\n", status: 429)) }
        }
        guard !rules.users.isEmpty else { return send(handler(request)) }
        if let isRight = progress.passwordIsRight { return send(isRight ? handler(request) : Self.unauthorized) }
        guard let credentials = unsafe RequestFacts.credentials(of: connection) else { return send(Self.unauthorized) }
        if passwords.isKnown(credentials, rules.users) { return send(handler(request)) }
        return unsafe hash(credentials, rules.users, progress, connection)
    }

    /// Suspends the connection until its password is compared; libmicrohttpd then asks for the answer again.
    private func hash(
        _ credentials: PasswordCheck.Credentials,
        _ users: [String: String],
        _ progress: RequestProgress,
        _ connection: OpaquePointer
    ) -> MHD_Result {
        unsafe MHD_suspend_connection(connection)
        let address = UInt(bitPattern: connection)
        hashing.async { [self] in
            let isRight = !isClosing.load(ordering: .sequentiallyConsistent) && passwords.isRight(credentials, users)
            progress.compared(isRight: isRight)
            unsafe MHD_resume_connection(OpaquePointer(bitPattern: address))
        }
        return .YES
    }

    private static let unauthorized: HTTPResponse = {
        var response = HTTPResponse.text("Unauthorized\n", status: 401)
        response.headers.append(("WWW-Authenticate", "Basic realm=\"prisma-migrate-exporter\", charset=\"UTF-8\""))
        return response
    }()

    private static func send(
        _ response: HTTPResponse,
        _ headers: [String: String],
        _ connection: OpaquePointer
    ) -> MHD_Result {
        var body = response.body
        let made = unsafe body.withUnsafeMutableBytes { bytes in
            unsafe MHD_create_response_from_buffer(bytes.count, bytes.baseAddress, .RESPMEM_MUST_COPY)
        }
        guard let made = unsafe made else { return .NO }
        defer { unsafe MHD_destroy_response(made) }
        for header in response.headers { unsafe MHD_add_response_header(made, header.name, header.value) }
        for (name, value) in headers where !response.headers.contains(where: { $0.name == name }) {
            unsafe MHD_add_response_header(made, name, value)
        }
        let result = unsafe MHD_queue_response(connection, UInt32(response.status), made)
        if let held = unsafe held(connection) {
            unsafe held.admission.replied(held.number, MHD_connection_socket(connection))
        }
        return result
    }
}
