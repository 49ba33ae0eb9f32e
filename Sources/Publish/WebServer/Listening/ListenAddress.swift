import Glibc

/// An address to listen on, as `--web.listen-address` writes it.
package struct ListenAddress: Sendable, Hashable {
    /// What kind of socket it is.
    package enum Place: Sendable, Hashable {
        /// A host name or address, nil for every address of the machine; port 0 lets the system choose.
        case tcp(host: String?, port: UInt16)
        /// The path of a unix socket.
        case unix(path: String)
    }

    /// Where to listen.
    package var place: Place

    /// The longest path of a unix socket, in bytes (unix(7)).
    private static let pathLimit = 107

    /// The address in a text such as `:10727`, `127.0.0.1:10727`, `localhost:10727`, `[::1]:10727` or
    /// `unix:/run/prisma-migrate-exporter/web`.
    ///
    /// - Throws: `WebServerError` with the fault and what would be right.
    package init(_ text: String) throws(WebServerError) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard path.hasPrefix("/"), path.utf8.count <= Self.pathLimit else {
                throw WebServerError(
                    "listen address \"\(text)\": unix: is followed by an absolute path of at most \(Self.pathLimit) bytes"
                )
            }
            place = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw WebServerError("listen address \"\(text)\": HOST:PORT is wanted, such as :10727 or [::1]:10727")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw WebServerError("listen address \"\(text)\": an IPv6 address is written in brackets, [::1]:10727")
        }
        place = .tcp(host: host.isEmpty ? nil : String(host), port: port)
    }

    /// Opens a listening socket for every address that the name stands for.
    func listen() throws(WebServerError) -> [Listener] {
        switch place {
        case .unix(let path): return [try Listener(.unix(path: path), for: self)]
        case .tcp(nil, let port): return [try Listener(.everyAddress(port: port), for: self)]
        case .tcp(let host?, let port):
            var listeners: [Listener] = []
            for address in try addresses(of: host, port: port) {
                do throws(WebServerError) {
                    listeners.append(try Listener(address, for: self))
                } catch {
                    for listener in listeners { listener.discard() }
                    throw error
                }
            }
            return listeners
        }
    }

    /// Where a server that listens here is reached from this machine; the system takes the address of every network
    /// for the loopback one (connect(2)).
    func reachable() throws(WebServerError) -> [SocketAddress] {
        switch place {
        case .unix(let path): [.unix(path: path)]
        case .tcp(nil, let port): [.everyAddress(port: port), .everyIPv4Address(port: port)]
        case .tcp(let host?, let port): try addresses(of: host, port: port)
        }
    }

    private func addresses(of host: String, port: UInt16) throws(WebServerError) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0 else {
            throw WebServerError("listen address \(self): the host name has no address")
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var entry = unsafe list
        while let current = unsafe entry {
            addresses.append(unsafe SocketAddress(current.pointee.ai_addr, current.pointee.ai_addrlen))
            unsafe entry = current.pointee.ai_next
        }
        return addresses
    }
}

extension ListenAddress: CustomStringConvertible {
    /// The address as it is written.
    package var description: String {
        switch place {
        case .unix(let path): "unix:\(path)"
        case .tcp(nil, let port): ":\(port)"
        case .tcp(let host?, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}

/// A server that can't start.
package struct WebServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What happened, on which address, and what to do.
    package let description: String

    init(_ description: String) { self.description = description }
}
