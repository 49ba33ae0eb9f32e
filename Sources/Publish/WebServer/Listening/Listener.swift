import Glibc

/// A listening socket.
struct Listener: Sendable {
    /// The socket.
    let descriptor: Int32
    /// The port that it has; 0 for a unix socket.
    let port: UInt16
    /// The address at which this process reaches it; nil for a socket that was handed over: it may be of a family that
    /// this process can't open, or belong to another network namespace.
    let reachable: SocketAddress?
    /// The path of a unix socket that goes with it; nil otherwise.
    private let path: String?

    /// Binds and listens.
    init(_ address: SocketAddress, for name: ListenAddress) throws(WebServerError) {
        var address = address
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        var descriptor = socket(address.family, kind, 0)
        if descriptor < 0, case .tcp(nil, let port) = name.place {
            address = .everyIPv4Address(port: port)
            descriptor = socket(AF_INET, kind, 0)
        }
        guard descriptor >= 0 else { throw Self.failure(name) }
        if case .unix(let path) = name.place { Self.removeAbandoned(path, address) }
        if address.family != AF_UNIX { Self.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1) }
        if case .tcp(nil, _) = name.place { Self.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        let bound = unsafe address.withPointer { unsafe bind(descriptor, $0, $1) }
        guard bound == 0, Glibc.listen(descriptor, 1024) == 0, let own = SocketAddress.own(of: descriptor) else {
            let error = Self.failure(name)
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        port = own.port
        reachable = own.loopback
        if case .unix(let path) = name.place { self.path = path } else { path = nil }
    }

    /// A socket that listens already.
    init(inherited descriptor: Int32) throws(WebServerError) {
        guard let own = SocketAddress.own(of: descriptor) else {
            throw WebServerError("descriptor \(descriptor) from systemd is no socket")
        }
        self.descriptor = descriptor
        port = own.port
        reachable = nil
        path = nil
    }

    /// Closes the socket and removes its path.
    func discard() {
        close(descriptor)
        unlink()
    }

    /// Removes the path of a unix socket.
    func unlink() { if let path { _ = unsafe Glibc.unlink(path) } }

    /// Removes a unix socket that a program left behind; one that somebody listens on stays.
    private static func removeAbandoned(_ path: String, _ address: SocketAddress) {
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { return }
        defer { close(probe) }
        let connected = unsafe address.withPointer { unsafe connect(probe, $0, $1) }
        if connected != 0, errno == ECONNREFUSED { _ = unsafe Glibc.unlink(path) }
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func failure(_ name: ListenAddress) -> WebServerError {
        let advice =
            switch errno {
            case EADDRINUSE: "; another program listens there: stop it, or choose another --web.listen-address"
            case EACCES: "; ports below 1024 and the folders of others need a privilege"
            case EADDRNOTAVAIL: "; the machine has no such address"
            default: ""
            }
        return WebServerError("can't listen on \(name): \(unsafe String(cString: strerror(errno)))\(advice)")
    }
}
