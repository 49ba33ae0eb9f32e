import Glibc

/// A request that the server sends to itself.
enum SelfRequest {
    /// The header whose value, chosen anew by each server, tells its own requests from others: they count against no
    /// limit.
    static let header = "X-Prisma-Migrate-Exporter-Self"

    /// Whether the server answers a request within the time: with an HTTP status, or, where TLS is spoken, with anything
    /// at all or a closed connection, since the request is not encrypted.
    ///
    /// - Parameters:
    ///   - connection: a socket that is connected to the server, or about to be; it is closed.
    ///   - token: the value of the header.
    ///   - speaksTLS: whether TLS is spoken there.
    ///   - limit: the longest wait.
    /// - Returns: whether there was an answer.
    static func isAnswered(
        on connection: Int32,
        token: String,
        overTLS speaksTLS: Bool,
        within limit: Duration
    ) -> Bool {
        defer { close(connection) }
        let deadline = ContinuousClock.now + limit
        guard isReady(connection, POLLOUT, until: deadline) else { return false }
        let request = Array("GET /-/healthy HTTP/1.0\r\n\(header): \(token)\r\n\r\n".utf8)
        guard unsafe write(connection, request, request.count) == request.count,
            isReady(connection, POLLIN, until: deadline)
        else { return false }
        var answer = [UInt8](repeating: 0, count: 64)
        let count = unsafe read(connection, &answer, answer.count)
        return speaksTLS || (count > 0 && answer.starts(with: "HTTP/1.".utf8))
    }

    /// A socket that connects to this address without waiting for it; nil where it can't.
    static func connecting(to address: SocketAddress) -> Int32? {
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { return nil }
        let connected = unsafe address.withPointer { unsafe connect(descriptor, $0, $1) }
        guard connected == 0 || errno == EINPROGRESS else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Two sockets connected to each other; nil where there are no more descriptors.
    static func pair() -> (client: Int32, server: Int32)? {
        var ends: [Int32] = [-1, -1]
        return unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 ? (ends[0], ends[1]) : nil
    }

    private static let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)

    private static func isReady(_ descriptor: Int32, _ event: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        let left = deadline - .now
        let milliseconds = max(0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
        var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return unsafe poll(&entry, 1, Int32(clamping: milliseconds)) == 1
    }
}
