import CMicroHTTP
import Dispatch
import Glibc
import Synchronization

/// An HTTP/1.1 server: libmicrohttpd's threads, one a listener, call the handler.
package final class WebServer: Sendable {
    /// Answers a request; called on the server's threads, so it must not wait for anything slow.
    package typealias Handler = @Sendable (HTTPRequest) -> HTTPResponse

    private struct State {
        var listeners: [Listener] = []
        /// libmicrohttpd's daemons, as numbers since a pointer is not Sendable; one a listener.
        var daemons: [UInt] = []
    }

    private let state = Mutex(State())
    private let exchange: Exchange
    private let limits: WebLimits
    /// For what blocks: a serial queue has a thread of its own.
    private let queue = DispatchQueue(label: "web-server")

    /// A server that does not listen yet.
    package init(limits: WebLimits = WebLimits(), handler: @escaping Handler) {
        self.limits = limits
        exchange = Exchange(handler: handler, bodyLimit: limits.bodyBytes)
    }

    /// Listens on every address, or on none.
    ///
    /// - Parameter addresses: where to listen.
    /// - Returns: the ports, in the order of the sockets opened.
    /// - Throws: `WebServerError` for the first address that can't be had.
    @discardableResult
    package func start(_ addresses: [ListenAddress]) throws(WebServerError) -> [UInt16] {
        var listeners: [Listener] = []
        do throws(WebServerError) {
            for address in addresses { listeners += try address.listen() }
        } catch {
            for listener in listeners { close(listener.descriptor) }
            throw error
        }
        var daemons: [UInt] = []
        for listener in listeners {
            let daemon = unsafe MHD_start_on_socket(
                listener.descriptor,
                UInt32(limits.connections),
                UInt32(limits.idleSeconds),
                limits.requestMemory,
                Exchange.handle,
                Exchange.completed,
                Unmanaged.passUnretained(exchange).toOpaque()
            )
            guard let daemon = unsafe daemon else {
                for daemon in daemons { unsafe MHD_stop_daemon(OpaquePointer(bitPattern: daemon)) }
                for listener in listeners.dropFirst(daemons.count) { close(listener.descriptor) }
                throw WebServerError("the HTTP server can't start: \(unsafe String(cString: strerror(errno)))")
            }
            daemons.append(UInt(bitPattern: daemon))
        }
        state.withLock { $0 = State(listeners: listeners, daemons: daemons) }
        return listeners.map(\.port)
    }

    /// Takes no new connection, lets requests under way end, then closes.
    ///
    /// - Parameter draining: how long requests under way may take.
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
        while exchange.underWay > 0, ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(5))
        }
        await withCheckedContinuation { continuation in
            queue.async {
                for daemon in stopping.daemons { unsafe MHD_stop_daemon(OpaquePointer(bitPattern: daemon)) }
                continuation.resume()
            }
        }
    }

    /// Whether every listener answers a request of its own within the time: what a watchdog asks.
    package func isResponsive(within limit: Duration) async -> Bool {
        let listeners = state.withLock(\.listeners)
        guard !listeners.isEmpty else { return false }
        return await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: listeners.allSatisfy { SelfRequest.isAnswered(by: $0, within: limit) })
            }
        }
    }
}
