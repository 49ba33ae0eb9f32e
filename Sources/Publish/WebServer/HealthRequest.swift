import Glibc

/// A question to the exporter that runs on this machine.
package enum HealthRequest {
    /// Whether the exporter that listens there answers.
    ///
    /// - Parameters:
    ///   - address: where it listens; for every address of the machine, the loopback one is asked.
    ///   - speaksTLS: whether TLS is spoken there. Then any answer will do, since the request is not encrypted.
    ///   - seconds: the longest wait for each of connecting, sending and receiving.
    /// - Returns: whether there was an answer that is no server error; 401, where a password is wanted, is none.
    /// - Throws: `WebServerError` where the address's name stands for none.
    package static func isAnswered(at address: ListenAddress, overTLS speaksTLS: Bool, within seconds: Int)
        throws(WebServerError) -> Bool
    {
        for place in try address.reachable() {
            guard let answer = answer(of: place, within: seconds) else { continue }
            if speaksTLS || isGood(answer) { return true }
        }
        return false
    }

    /// Whether a response begins so: `HTTP/1.1 200 OK`.
    static func isGood(_ answer: [UInt8]) -> Bool {
        let words = answer.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard words.count > 1, words[0].starts(with: "HTTP/1.".utf8) else { return false }
        return Int(String(decoding: words[1], as: UTF8.self)).map { (200..<500).contains($0) } ?? false
    }

    /// The first bytes of the answer, none where the connection was closed; nil where nothing came.
    private static func answer(of address: SocketAddress, within seconds: Int) -> [UInt8]? {
        let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // connect(2) waits as long as sending may (socket(7)).
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
            guard unsafe setsockopt(descriptor, SOL_SOCKET, option, &limit, size) == 0 else { return nil }
        }
        guard unsafe address.withPointer({ unsafe connect(descriptor, $0, $1) }) == 0 else { return nil }
        let request = Array("GET /-/healthy HTTP/1.0\r\n\r\n".utf8)
        guard unsafe send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            return nil
        }
        var answer = [UInt8](repeating: 0, count: 64)
        let count = unsafe recv(descriptor, &answer, answer.count, 0)
        return count < 0 ? nil : Array(answer.prefix(count))
    }
}
