import Glibc

/// The address of a socket, of any family.
struct SocketAddress: Sendable {
    var storage = sockaddr_storage()
    var length: socklen_t

    /// The address in that memory.
    init(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) {
        self.length = min(length, socklen_t(MemoryLayout<sockaddr_storage>.size))
        unsafe withUnsafeMutableBytes(of: &storage) { [length = self.length] bytes in
            unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(length)))
        }
    }

    private init<Address>(_ address: Address) {
        length = socklen_t(MemoryLayout<Address>.size)
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe withUnsafeBytes(of: address) { unsafe bytes.copyMemory(from: $0) }
        }
    }

    /// Every address of the machine, of both families.
    static func everyAddress(port: UInt16) -> SocketAddress {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        return SocketAddress(address)
    }

    /// Every address of a machine whose kernel has no IPv6.
    static func everyIPv4Address(port: UInt16) -> SocketAddress {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        return SocketAddress(address)
    }

    /// A unix socket; the path must fit.
    static func unix(path: String) -> SocketAddress {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        return SocketAddress(address)
    }

    /// The address that a socket has; nil where it can't be told.
    static func own(of descriptor: Int32) -> SocketAddress? {
        var result = SocketAddress(sockaddr_storage())
        let told = unsafe withUnsafeMutablePointer(to: &result.storage) { [length = result.length] pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                var size = length
                return unsafe getsockname(descriptor, address, &size) == 0 ? size : nil
            }
        }
        guard let told else { return nil }
        result.length = told
        return result
    }

    var family: Int32 { Int32(storage.ss_family) }

    /// The port; 0 for a unix socket.
    var port: UInt16 {
        guard family != AF_UNIX else { return 0 }
        // It lies at the same place in both families.
        return unsafe withUnsafeBytes(of: storage) {
            unsafe UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self))
        }
    }

    /// The same address, with the loopback address in place of "any".
    var loopback: SocketAddress {
        var address = self
        unsafe withUnsafeMutableBytes(of: &address.storage) { bytes in
            if family == AF_INET6 {
                guard unsafe bytes[8..<24].allSatisfy({ $0 == 0 }) else { return }
                unsafe bytes[23] = 1
            } else if family == AF_INET, unsafe bytes[4..<8].allSatisfy({ $0 == 0 }) {
                unsafe bytes[4] = 127
                unsafe bytes[7] = 1
            }
        }
        return address
    }

    /// Calls with the address as the system's functions take it.
    func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}
