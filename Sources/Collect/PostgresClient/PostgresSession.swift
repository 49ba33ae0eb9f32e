import CLibPQ
import Dispatch
import TargetReport

/// One connection to one target, made when it is needed, kept, and made again when it breaks.
///
/// Messages are simple queries: nothing is prepared and no session state is set, so PgBouncer in transaction mode may
/// stand between. A deadline holds for every step; what passes it closes the connection, and the server's own
/// `statement_timeout` ends the work there.
package actor PostgresSession {
    private let name: String
    private let url: @Sendable () throws -> DatabaseURL
    private let connectTimeout: Duration
    private let answerLimit: Int
    private var connection: Connection?
    private var isBusy = false

    /// A session that connects at its first query.
    ///
    /// - Parameters:
    ///   - name: the target's name, for errors.
    ///   - url: asked at each connect, and again where the server refuses the password, so that a rotated secret is found.
    ///   - connectTimeout: for name resolution, connecting, TLS and authentication together.
    ///   - answerLimit: the most that one message may return, in bytes of text.
    package init(
        name: String,
        url: @escaping @Sendable () throws -> DatabaseURL,
        connectTimeout: Duration,
        answerLimit: Int = 256 << 20
    ) {
        self.name = name
        self.url = url
        self.connectTimeout = connectTimeout
        self.answerLimit = answerLimit
    }

    isolated deinit { connection?.finish() }

    /// Sends one message of one or several statements, and returns their results in order.
    ///
    /// After a server's error or too long an answer an open transaction is rolled back, and the session can be used again.
    ///
    /// - Parameters:
    ///   - sql: the statements.
    ///   - timeout: for the whole answer, connecting not included.
    ///   - mayReconnect: whether the message may be sent again over a new connection when a kept one proves dead
    ///     before it answers: true only for a message that begins a transaction.
    /// - Returns: one result a statement.
    /// - Throws: `PostgresError`.
    package func query(
        _ sql: String,
        timeout: Duration,
        mayReconnect: Bool = false
    ) async throws(PostgresError) -> [ResultSet] {
        guard !isBusy else {
            throw PostgresError(reason: .other, message: "\(name): a query is still under way on this connection")
        }
        isBusy = true
        defer { isBusy = false }
        let wasKept = connection != nil
        do {
            return try await exchange(sql, timeout: timeout)
        } catch {
            guard wasKept, mayReconnect, error.isConnectionLost, error.reason == .protocolError else { throw error }
            return try await exchange(sql, timeout: timeout)
        }
    }

    /// Closes the connection; the next query makes a new one.
    package func close() {
        connection?.finish()
        connection = nil
    }

    private func exchange(_ sql: String, timeout: Duration) async throws(PostgresError) -> [ResultSet] {
        let open: Connection
        if let connection {
            open = connection
        } else {
            open = try await connect()
            connection = open
        }
        do throws(PostgresError) {
            return try await open.exchange(sql, until: .now() + timeout.dispatchInterval, limit: answerLimit)
        } catch {
            if error.isConnectionLost { close() }
            throw error
        }
    }

    private func connect() async throws(PostgresError) -> Connection {
        let deadline = DispatchTime.now() + connectTimeout.dispatchInterval
        let address = try currentAddress()
        do throws(PostgresError) {
            return try await Connection.open(address, label: "\(name) (\(address))", until: deadline)
        } catch {
            // A password that was changed in the meantime is tried at once.
            guard error.reason == .auth, let changed = try? currentAddress(), changed != address else { throw error }
            return try await Connection.open(changed, label: "\(name) (\(changed))", until: deadline)
        }
    }

    private func currentAddress() throws(PostgresError) -> DatabaseURL {
        do {
            return try url()
        } catch {
            throw PostgresError(reason: .configuration, message: "\(name): \(error)", isConnectionLost: true)
        }
    }
}

extension Duration {
    /// The duration for Dispatch, to the microsecond.
    fileprivate var dispatchInterval: DispatchTimeInterval {
        .microseconds(Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000))
    }
}
