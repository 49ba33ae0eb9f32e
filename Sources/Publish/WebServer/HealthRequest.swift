import Glibc

/// A question to a server on this machine whether it is well: by another process, or by the server to itself.
package enum HealthRequest {
    /// The header whose value, chosen anew by each server, tells its own requests from others: they count against no
    /// limit.
    static let header = "X-Prisma-Migrate-Exporter-Self"

    /// Whether the exporter that listens there answers.
    ///
    /// - Parameters:
    ///   - address: where it listens; for every address of the machine, the loopback one is asked.
    ///   - speaksTLS: whether TLS is spoken there. Then any answer will do, since the request is not encrypted.
    ///   - limit: the longest wait.
    /// - Returns: whether there was an answer that is no server error; 401, where a password is wanted, is none.
    /// - Throws: `WebServerError` where the address's name stands for none.
    package static func isAnswered(
        at address: ListenAddress,
        overTLS speaksTLS: Bool,
        within limit: Duration
    ) throws(WebServerError) -> Bool {
        for place in try address.reachable() {
            guard let connection = connecting(to: place), let answer = answer(on: connection, within: limit) else {
                continue
            }
            if speaksTLS || isGood(answer) { return true }
        }
        return false
    }

    /// Whether the server answers its own request within the time: with an HTTP status, or, where TLS is spoken, with
    /// anything at all or a closed connection, since the request is not encrypted.
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
        guard let answer = answer(on: connection, "\(header): \(token)\r\n", within: limit) else { return false }
        return speaksTLS || answer.starts(with: "HTTP/1.".utf8)
    }

    /// Whether a response begins so: `HTTP/1.1 200 OK`.
    static func isGood(_ answer: [UInt8]) -> Bool {
        let words = answer.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard words.count > 1, words[0].starts(with: "HTTP/1.".utf8) else { return false }
        return Int(String(decoding: words[1], as: UTF8.self)).map { (200..<500).contains($0) } ?? false
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

    /// The first bytes of the answer, none where the connection was closed; nil where nothing came in time.
    ///
    /// The connection is closed afterwards.
    private static func answer(on connection: Int32, _ headers: String = "", within limit: Duration) -> [UInt8]? {
        defer { close(connection) }
        let deadline = ContinuousClock.now + limit
        guard isReady(connection, POLLOUT, until: deadline) else { return nil }
        let request = Array("GET /-/healthy HTTP/1.0\r\n\(headers)\r\n".utf8)
        guard unsafe send(connection, request, request.count, Int32(MSG_NOSIGNAL)) == request.count,
            isReady(connection, POLLIN, until: deadline)
        else { return nil }
        var answer = [UInt8](repeating: 0, count: 64)
        let count = unsafe recv(connection, &answer, answer.count, 0)
        return count < 0 ? nil : Array(answer.prefix(count))
    }

    private static func isReady(_ descriptor: Int32, _ event: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        let left = deadline - .now
        let milliseconds = max(0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
        var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return unsafe poll(&entry, 1, Int32(clamping: milliseconds)) == 1
    }
}
