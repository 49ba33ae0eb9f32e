import Dispatch
import Glibc
import Synchronization

/// Names to addresses, so that libpq never has to look one up: its own look-up blocks the calling thread.
enum HostResolver {
    /// The numeric addresses of a host; itself for an address, empty where there is none.
    ///
    /// - Returns: nil when the resolver gave no answer before the deadline; its thread is left to it.
    static func addresses(of host: String, until deadline: DispatchTime) async -> [String]? {
        guard !isAddress(host) else { return [host] }
        let answered = Mutex(false)
        return await withCheckedContinuation { continuation in
            let answer: @Sendable ([String]?) -> Void = { addresses in
                let isFirst = answered.withLock { answered in
                    defer { answered = true }
                    return !answered
                }
                if isFirst { continuation.resume(returning: addresses) }
            }
            // A serial queue of its own gives the look-up a thread of its own: however long a dead resolver holds it, the
            // threads that everything else runs on stay free.
            DispatchQueue(label: "postgres-client.resolver").async { answer(lookUp(host)) }
            DispatchQueue.global().asyncAfter(deadline: deadline) { answer(nil) }
        }
    }

    private static func isAddress(_ host: String) -> Bool {
        var bytes = in6_addr()
        return [AF_INET, AF_INET6].contains { unsafe inet_pton($0, host, &bytes) == 1 }
    }

    private static func lookUp(_ host: String) -> [String] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = unsafe list
        while let current = unsafe entry {
            var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let failed = unsafe getnameinfo(
                current.pointee.ai_addr,
                current.pointee.ai_addrlen,
                &name,
                socklen_t(name.count),
                nil,
                0,
                NI_NUMERICHOST
            )
            if failed == 0 {
                let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                if !addresses.contains(text) { addresses.append(text) }
            }
            unsafe entry = current.pointee.ai_next
        }
        return addresses
    }
}
