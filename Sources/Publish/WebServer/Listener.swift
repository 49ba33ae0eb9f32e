import Glibc

/// A listening TCP socket.
struct Listener: Sendable {
    /// The socket.
    let descriptor: Int32
    /// The port that it has.
    let port: UInt16
    /// The address at which this machine reaches it.
    let reachable: sockaddr_storage

    /// Binds and listens.
    init(_ address: sockaddr_storage, for name: ListenAddress) throws(WebServerError) {
        var address = address
        var descriptor = socket(Int32(address.ss_family), Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if descriptor < 0, name.host == nil, let plain = Self.withoutIPv6(port: name.port) {
            // A kernel without IPv6.
            address = plain
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        }
        guard descriptor >= 0 else { throw Self.failure(name) }
        self.descriptor = descriptor
        Self.set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        if name.host == nil { Self.set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        let isIPv6 = Int32(address.ss_family) == AF_INET6
        let length = isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(length))
            }
        }
        guard bound == 0, Glibc.listen(descriptor, 1024) == 0 else {
            let error = Self.failure(name)
            close(descriptor)
            throw error
        }
        var own = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        unsafe withUnsafeMutablePointer(to: &own) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe getsockname(descriptor, $0, &size)
            }
        }
        // The port lies at the same place in both families.
        port = unsafe withUnsafeBytes(of: own) { unsafe UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self)) }
        reachable = Self.loopback(for: own)
    }

    private static func withoutIPv6(port: UInt16) -> sockaddr_storage? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        var storage = sockaddr_storage()
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe withUnsafeBytes(of: address) { unsafe bytes.copyMemory(from: $0) }
        }
        return storage
    }

    /// The same address, with the loopback address in place of "any".
    private static func loopback(for address: sockaddr_storage) -> sockaddr_storage {
        var address = address
        unsafe withUnsafeMutableBytes(of: &address) { bytes in
            if unsafe Int32(bytes.load(as: sa_family_t.self)) == AF_INET6 {
                guard unsafe bytes[8..<24].allSatisfy({ $0 == 0 }) else { return }
                unsafe bytes[23] = 1
            } else if unsafe bytes[4..<8].allSatisfy({ $0 == 0 }) {
                unsafe bytes[4] = 127
                unsafe bytes[7] = 1
            }
        }
        return address
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func failure(_ name: ListenAddress) -> WebServerError {
        let advice =
            switch errno {
            case EADDRINUSE: "; another program listens there: stop it, or choose another --web.listen-address"
            case EACCES: "; ports below 1024 need a privilege"
            case EADDRNOTAVAIL: "; the machine has no such address"
            default: ""
            }
        return WebServerError("can't listen on \(name): \(unsafe String(cString: strerror(errno)))\(advice)")
    }
}
