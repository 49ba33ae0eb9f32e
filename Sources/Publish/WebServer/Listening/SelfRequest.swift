import Glibc

/// A request that the server sends to itself.
enum SelfRequest {
    /// The header whose value, chosen anew by each server, tells its own requests from others: they count against no
    /// limit.
    static let header = "X-Prisma-Migrate-Exporter-Self"

    /// Whether the listener answers within the time: with an HTTP status, or, where TLS is spoken, with anything at all
    /// or a closed connection, since the request is not encrypted.
    ///
    /// - Parameters:
    ///   - listener: whom to ask.
    ///   - token: the value of the header.
    ///   - speaksTLS: whether TLS is spoken there.
    ///   - limit: the longest wait.
    /// - Returns: whether there was an answer.
    static func isAnswered(
        by listener: Listener,
        token: String,
        overTLS speaksTLS: Bool,
        within limit: Duration
    ) -> Bool {
        let address = listener.reachable
        let descriptor = socket(
            address.family,
            Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue),
            0
        )
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let deadline = ContinuousClock.now + limit
        let connected = unsafe address.withPointer { unsafe connect(descriptor, $0, $1) }
        guard connected == 0 || errno == EINPROGRESS, isReady(descriptor, POLLOUT, until: deadline) else {
            return false
        }
        let request = Array("GET /-/healthy HTTP/1.0\r\n\(header): \(token)\r\n\r\n".utf8)
        guard unsafe write(descriptor, request, request.count) == request.count,
            isReady(descriptor, POLLIN, until: deadline)
        else { return false }
        var answer = [UInt8](repeating: 0, count: 64)
        let count = unsafe read(descriptor, &answer, answer.count)
        return speaksTLS || (count > 0 && answer.starts(with: "HTTP/1.".utf8))
    }

    private static func isReady(_ descriptor: Int32, _ event: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        let left = deadline - .now
        let milliseconds = max(0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
        var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return unsafe poll(&entry, 1, Int32(clamping: milliseconds)) == 1
    }
}
