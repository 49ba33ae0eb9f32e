import CMicroHTTP
import Dispatch
import Glibc
import Synchronization

/// An HTTP/1.1 server: libmicrohttpd's threads, one a listener, call the handler.
package final class WebServer: Sendable {
    /// Answers a request; called on the server's threads, so it must not wait for anything slow.
    package typealias Handler = @Sendable (HTTPRequest) -> HTTPResponse

    /// Gives the rules in force; asked at each request and each new connection.
    package typealias SecurityReader = @Sendable () -> ActiveSecurity

    private struct State {
        var listeners: [Listener] = []
        /// libmicrohttpd's daemons, as numbers since a pointer is not Sendable; one a listener.
        var daemons: [UInt] = []
        /// What libmicrohttpd's daemons refer to; one a listener.
        var admissions: [ConnectionAdmission] = []
        var speaksTLS = false
    }

    private let state = Mutex(State())
    private let exchange: Exchange
    private let security: SecurityReader
    private let limits: WebLimits
    /// For what blocks: a serial queue has a thread of its own.
    private let queue = DispatchQueue(label: "web-server")

    /// A server that does not listen yet.
    ///
    /// - Parameters:
    ///   - limits: what clients may take.
    ///   - security: gives the rules in force. Whether TLS is spoken is settled at the start.
    ///   - handler: answers requests.
    package init(
        limits: WebLimits = WebLimits(),
        security: @escaping SecurityReader = { ActiveSecurity.open },
        handler: @escaping Handler
    ) {
        self.limits = limits
        self.security = security
        exchange = Exchange(handler: handler, security: security, limits: limits)
    }

    /// Listens on every address, or on none.
    ///
    /// From here on the process ignores SIGPIPE.
    ///
    /// - Parameters:
    ///   - addresses: where to listen.
    ///   - inherited: descriptors of sockets that listen already.
    /// - Returns: the ports, in the order of the sockets; 0 for a unix socket.
    /// - Throws: `WebServerError` for the first address that can't be had.
    @discardableResult
    package func start(
        _ addresses: [ListenAddress],
        inherited: [Int32] = []
    ) throws(WebServerError) -> [UInt16] {
        // A client that hangs up while it is written to would end the process: the library leaves that to the program.
        signal(SIGPIPE, SIG_IGN)
        var listeners: [Listener] = []
        do throws(WebServerError) {
            for descriptor in inherited { listeners.append(try Listener(inherited: descriptor)) }
            for address in addresses { listeners += try address.listen() }
        } catch {
            for listener in listeners { listener.discard() }
            throw error
        }
        let tls = security().tls?.settings
        var daemons: [UInt] = []
        let most = min(limits.connections, Self.mostDescriptors / max(1, listeners.count))
        let admissions = listeners.map { _ in
            ConnectionAdmission(to: exchange, limit: most, limits: limits)
        }
        for (listener, admission) in zip(listeners, admissions) {
            guard let daemon = unsafe serve(listener, admission, most, tls) else {
                let reason = unsafe String(cString: strerror(errno))
                for daemon in daemons { unsafe MHD_stop_daemon(OpaquePointer(bitPattern: daemon)) }
                for listener in listeners.dropFirst(daemons.count) { listener.discard() }
                throw WebServerError("the HTTP server can't start: \(reason)")
            }
            daemons.append(UInt(bitPattern: daemon))
        }
        state.withLock {
            $0 = State(listeners: listeners, daemons: daemons, admissions: admissions, speaksTLS: tls != nil)
        }
        return listeners.map(\.port)
    }

    /// How many descriptors clients may take: half of what the process may have, since without one left libdispatch ends
    /// the process where it can't read /proc (its `_dispatch_workq_count_runnable_workers`).
    private static var mostDescriptors: Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
        return max(1, Int(clamping: limit.rlim_cur) / 2)
    }

    private func serve(
        _ listener: Listener,
        _ admission: ConnectionAdmission,
        _ connections: Int,
        _ tls: TLSSettings?
    ) -> OpaquePointer? {
        let context = unsafe Unmanaged.passUnretained(exchange).toOpaque()
        let connectedContext = unsafe Unmanaged.passUnretained(admission).toOpaque()
        guard let tls else {
            return unsafe MHD_start_on_socket(
                listener.descriptor,
                UInt32(connections),
                UInt32(limits.idleSeconds),
                limits.requestMemory,
                Exchange.handle,
                Exchange.completed,
                Exchange.connected,
                connectedContext,
                context
            )
        }
        return unsafe MHD_start_tls_on_socket(
            listener.descriptor,
            UInt32(connections),
            UInt32(limits.idleSeconds),
            limits.requestMemory,
            Exchange.handle,
            Exchange.completed,
            Exchange.connected,
            connectedContext,
            context,
            tls.certificate,
            tls.key
        )
    }

    /// Takes no new connection, lets requests under way end, then closes.
    ///
    /// - Parameter draining: how long requests under way may take; a connection on which nothing has been asked yet has
    ///   a tenth of it.
    package func stop(draining: Duration) async {
        let stopping = state.withLock { state in
            defer { state = State() }
            return state
        }
        let deadline = ContinuousClock.now + draining
        for daemon in stopping.daemons {
            let listener = unsafe MHD_quiesce_daemon(OpaquePointer(bitPattern: daemon))
            if listener >= 0 { close(listener) }
        }
        // Who was let in and has not asked yet is about to.
        let patience = ContinuousClock.now + draining / 10
        repeat {
            try? await Task.sleep(for: .milliseconds(5))
        } while (exchange.underWay > 0 && .now < deadline) || (exchange.silentConnections > 0 && .now < patience)
        await withCheckedContinuation { continuation in
            queue.async { [exchange] in
                exchange.close()
                withExtendedLifetime(stopping.admissions) {
                    for daemon in stopping.daemons { unsafe MHD_stop_daemon(OpaquePointer(bitPattern: daemon)) }
                }
                for listener in stopping.listeners { listener.unlink() }
                continuation.resume()
            }
        }
    }

    /// Connections on which nothing has been asked yet.
    var silentConnections: Int { exchange.silentConnections }

    /// Whether every listener answers a request of its own within the time: what a watchdog asks.
    package func isResponsive(within limit: Duration) async -> Bool {
        await withCheckedContinuation { continuation in
            // On the queue that also stops the daemons, so that none is asked that is gone.
            queue.async { [self] in
                let (listeners, daemons, speaksTLS) = state.withLock { ($0.listeners, $0.daemons, $0.speaksTLS) }
                let answers = zip(listeners, daemons)
                    .allSatisfy { listener, daemon in
                        guard let connection = connection(to: listener, of: daemon) else { return false }
                        return HealthRequest.isAnswered(
                            on: connection,
                            token: exchange.token,
                            overTLS: speaksTLS,
                            within: limit
                        )
                    }
                continuation.resume(returning: answers && !listeners.isEmpty)
            }
        }
    }

    /// A connection of the server with itself: through the listener, or, where that can't be reached from here, handed
    /// to its daemon.
    private func connection(to listener: Listener, of daemon: UInt) -> Int32? {
        if let address = listener.reachable { return HealthRequest.connecting(to: address) }
        guard let (client, server) = HealthRequest.pair() else { return nil }
        let address = SocketAddress.unix(path: "")
        let daemon = unsafe OpaquePointer(bitPattern: daemon)
        // The daemon closes its end in any case.
        let isTaken = unsafe address.withPointer { unsafe MHD_add_connection(daemon, server, $0, $1) == .YES ? 1 : 0 }
        guard isTaken == 1 else {
            close(client)
            return nil
        }
        return client
    }
}
