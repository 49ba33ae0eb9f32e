import CLibPQ
import Dispatch
import Glibc
import TargetReport

/// A libpq connection, used by one task at a time.
@safe
struct Connection {
    private let handle: OpaquePointer
    /// The target's name and address, for errors.
    private let label: String

    private init(handle: OpaquePointer, label: String) {
        unsafe self.handle = unsafe handle
        self.label = label
    }

    /// Closes the connection; it must not be used any more.
    func finish() { unsafe PQfinish(handle) }

    /// Connects and authenticates.
    static func open(
        _ url: DatabaseURL,
        label: String,
        until deadline: DispatchTime
    ) async throws(PostgresError) -> Connection {
        let parameters = try await parameters(for: url, label: label, until: deadline)
        guard let handle = unsafe start(parameters) else {
            throw PostgresError(reason: .other, message: "\(label): no memory for a connection", isConnectionLost: true)
        }
        let connection = unsafe Connection(handle: handle, label: label)
        do throws(PostgresError) {
            try await connection.handshake(until: deadline)
            return connection
        } catch {
            connection.finish()
            throw error
        }
    }

    /// What libpq is told, every host name already looked up.
    private static func parameters(
        for url: DatabaseURL,
        label: String,
        until deadline: DispatchTime
    ) async throws(PostgresError) -> [String: String] {
        var parameters = url.parameters
        parameters["fallback_application_name"] = "prisma-migrate-exporter"
        parameters["client_encoding"] = "UTF8"
        // Kerberos would be asked over blocking sockets.
        parameters["gssencmode"] = parameters["gssencmode"] ?? "disable"
        parameters["tcp_user_timeout"] = parameters["tcp_user_timeout"] ?? "15000"
        parameters["keepalives_idle"] = parameters["keepalives_idle"] ?? "30"
        guard parameters["hostaddr"] == nil, url.hosts.contains(where: { !$0.isEmpty && !$0.hasPrefix("/") }) else {
            return parameters
        }
        let ports = DatabaseURL.list(parameters["port"])
        var places: [(host: String, address: String, port: String)] = []
        var isSilent = false
        for (index, host) in url.hosts.enumerated() {
            let port = index < ports.count ? ports[index] : ports.count == 1 ? ports[0] : ""
            guard !host.isEmpty, !host.hasPrefix("/") else {
                places.append((host, "", port))
                continue
            }
            let addresses = await HostResolver.addresses(of: host, until: deadline)
            isSilent = isSilent || addresses == nil
            places += (addresses ?? []).map { (host, $0, port) }
        }
        guard !places.isEmpty else {
            let what = isSilent ? "the resolver did not answer in time" : "the host name has no address"
            throw PostgresError(
                reason: .dns,
                message: "\(label): \(what); \(DownReason.dns.nextStep)",
                isConnectionLost: true
            )
        }
        parameters["host"] = places.map(\.host).joined(separator: ",")
        parameters["hostaddr"] = places.map(\.address).joined(separator: ",")
        parameters["port"] = places.map(\.port).joined(separator: ",")
        return parameters
    }

    private static func start(_ parameters: [String: String]) -> OpaquePointer? {
        let pairs = Array(parameters)
        var keywords = unsafe pairs.map { unsafe UnsafePointer(strdup($0.key)) }
        var values = unsafe pairs.map { unsafe UnsafePointer(strdup($0.value)) }
        defer {
            unsafe (keywords + values).forEach { unsafe free(UnsafeMutableRawPointer(mutating: $0)) }
        }
        unsafe keywords.append(nil)
        unsafe values.append(nil)
        return unsafe PQconnectStartParams(keywords, values, 0)
    }

    private func handshake(until deadline: DispatchTime) async throws(PostgresError) {
        // The message of a failure then carries the server's SQLSTATE instead of words in the server's language.
        unsafe PQsetErrorVerbosity(handle, PQERRORS_SQLSTATE)
        var next = PGRES_POLLING_WRITING
        while unsafe PQstatus(handle) != CONNECTION_BAD {
            switch next {
            case PGRES_POLLING_OK:
                unsafe PQsetnonblocking(handle, 1)
                unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
                return
            case PGRES_POLLING_READING:
                try await wait(for: .readable, until: deadline, doing: "connecting")
            case PGRES_POLLING_WRITING:
                try await wait(for: .writable, until: deadline, doing: "connecting")
            default:
                throw connectionFailure()
            }
            next = unsafe PQconnectPoll(handle)
        }
        throw connectionFailure()
    }

    private func connectionFailure() -> PostgresError {
        let text = unsafe String(cString: PQerrorMessage(handle))
        let sqlstate = Self.sqlstate(in: text)
        let reason = sqlstate.map(DownReason.init(sqlstate:)) ?? DownReason(connectionFailure: text)
        let said = sqlstate.map { "the server refused the connection with SQLSTATE \($0)" } ?? Self.sentence(reason)
        return PostgresError(
            reason: reason,
            sqlstate: sqlstate,
            message: "\(label): \(said); \(reason.nextStep)",
            isConnectionLost: true
        )
    }

    /// The SQLSTATE at the end of libpq's message for a server's refusal, `FATAL:  28P01`.
    private static func sqlstate(in text: String) -> String? {
        for line in text.split(separator: "\n").reversed() {
            let word = line.split(separator: " ").last ?? ""
            let isCode =
                word.utf8.count == 5 && word.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
            if isCode, line.contains(":"), word.contains(where: \.isNumber) { return String(word) }
        }
        return nil
    }

    private static func sentence(_ reason: DownReason) -> String {
        switch reason {
        case .refused: "nobody accepts the connection"
        case .timeout: "the connection timed out"
        case .dns: "the host name has no address"
        case .tls: "TLS could not be agreed on"
        case .auth: "authentication failed"
        case .denied: "the socket may not be opened"
        case .protocolError: "the other side broke the connection or does not speak PostgreSQL's protocol"
        default: "the connection failed"
        }
    }

    /// Sends a message and collects every result; see `PostgresSession.query`.
    func exchange(_ sql: String, until deadline: DispatchTime, limit: Int) async throws(PostgresError) -> [ResultSet] {
        guard unsafe PQsendQuery(handle, sql) == 1 else { throw lost() }
        unsafe PQsetSingleRowMode(handle)
        try await flush(until: deadline)
        var answer = Answer(limit: limit)
        while let result = unsafe try await nextResult(until: deadline) {
            defer { unsafe PQclear(result) }
            unsafe answer.take(result)
        }
        guard answer.isTooLarge || answer.failure != nil else { return answer.results }
        if unsafe PQstatus(handle) == CONNECTION_BAD { throw lost(answer.failure?.sqlstate) }
        if unsafe PQtransactionStatus(handle) != PQTRANS_IDLE {
            _ = unsafe PQsendQuery(handle, "ROLLBACK")
            try await flush(until: deadline)
            while let result = unsafe try await nextResult(until: deadline) { unsafe PQclear(result) }
        }
        guard let failure = answer.failure, !answer.isTooLarge else {
            throw PostgresError(
                reason: .other,
                message: "\(label): the answer is larger than \(limit >> 20) MB; nothing of it was used"
            )
        }
        let reason = failure.sqlstate.map(DownReason.init(sqlstate:)) ?? .other
        let code = failure.sqlstate.map { "SQLSTATE \($0)" } ?? "an error"
        var error = PostgresError(
            reason: reason,
            sqlstate: failure.sqlstate,
            message: "\(label): the server answered \(code) (\(failure.message)); \(reason.nextStep)"
        )
        error.completed = answer.results
        throw error
    }

    private func flush(until deadline: DispatchTime) async throws(PostgresError) {
        while true {
            let state = unsafe PQflush(handle)
            if state == 0 { return }
            guard state == 1 else { throw lost() }
            try await wait(for: .writable, until: deadline, doing: "sending a query")
        }
    }

    private func nextResult(until deadline: DispatchTime) async throws(PostgresError) -> OpaquePointer? {
        while unsafe PQisBusy(handle) == 1 {
            try await wait(for: .readable, until: deadline, doing: "waiting for an answer")
            guard unsafe PQconsumeInput(handle) == 1 else { throw lost() }
        }
        return unsafe PQgetResult(handle)
    }

    private func wait(
        for direction: SocketWait.Direction,
        until deadline: DispatchTime,
        doing what: String
    ) async throws(PostgresError) {
        let descriptor = unsafe PQsocket(handle)
        guard descriptor >= 0 else { throw lost() }
        switch await SocketWait.wait(for: direction, of: descriptor, until: deadline) {
        case .ready: return
        case .timedOut:
            throw PostgresError(
                reason: .timeout,
                message: "\(label): timed out while \(what); \(DownReason.timeout.nextStep)",
                isConnectionLost: true
            )
        case .cancelled:
            throw PostgresError(reason: .other, message: "\(label): stopped while \(what)", isConnectionLost: true)
        }
    }

    private func lost(_ sqlstate: String? = nil) -> PostgresError {
        let reason = sqlstate.map(DownReason.init(sqlstate:)) ?? .protocolError
        let code = sqlstate.map { " (SQLSTATE \($0))" } ?? ""
        return PostgresError(
            reason: reason,
            sqlstate: sqlstate,
            message: "\(label): the connection broke\(code); \(reason.nextStep)",
            isConnectionLost: true
        )
    }
}
