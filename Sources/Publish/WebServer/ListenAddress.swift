import Glibc

/// An address to listen on, as `--web.listen-address` writes it.
package struct ListenAddress: Sendable, Hashable {
    /// A host name or address; nil for every address of the machine.
    package var host: String?
    /// The port; 0 lets the system choose.
    package var port: UInt16

    /// The address in a text such as `:10727`, `127.0.0.1:10727`, `localhost:10727` or `[::1]:10727`.
    ///
    /// - Throws: `WebServerError` with the fault and what would be right.
    package init(_ text: String) throws(WebServerError) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw WebServerError("listen address \"\(text)\": HOST:PORT is wanted, such as :10727 or [::1]:10727")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw WebServerError("listen address \"\(text)\": an IPv6 address is written in brackets, [::1]:10727")
        }
        self.host = host.isEmpty ? nil : String(host)
        self.port = port
    }

    /// Opens a listening socket for every address that the name stands for.
    func listen() throws(WebServerError) -> [Listener] {
        guard let host else {
            return [try Listener(Self.everyAddress(port: port), for: self)]
        }
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0 else {
            throw WebServerError("listen address \(self): the host name has no address")
        }
        defer { unsafe freeaddrinfo(list) }
        var listeners: [Listener] = []
        var entry = unsafe list
        while let current = unsafe entry {
            var storage = sockaddr_storage()
            unsafe withUnsafeMutableBytes(of: &storage) { bytes in
                unsafe bytes.copyMemory(
                    from: UnsafeRawBufferPointer(start: current.pointee.ai_addr, count: Int(current.pointee.ai_addrlen))
                )
            }
            listeners.append(try Listener(storage, for: self))
            unsafe entry = current.pointee.ai_next
        }
        return listeners
    }

    private static func everyAddress(port: UInt16) -> sockaddr_storage {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        var storage = sockaddr_storage()
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe withUnsafeBytes(of: address) { unsafe bytes.copyMemory(from: $0) }
        }
        return storage
    }
}

extension ListenAddress: CustomStringConvertible {
    /// The address as it is written.
    package var description: String {
        guard let host else { return ":\(port)" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

/// A server that can't start.
package struct WebServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What happened, on which address, and what to do.
    package let description: String

    init(_ description: String) { self.description = description }
}
