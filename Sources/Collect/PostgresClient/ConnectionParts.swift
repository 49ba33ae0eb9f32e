import CLibPQ

/// A database URL taken apart, before Prisma's parameters are turned into libpq's.
struct ConnectionParts {
    var user: String?
    var password: String?
    var hosts: [String] = []
    var ports: [String] = []
    var database: String?
    /// The query's parameters, or the other keywords of a conninfo.
    var options: [String: String] = [:]
    /// Whether this was libpq's own `key=value` form, where every keyword has libpq's meaning.
    var isConninfo = false

    /// The parts of `postgresql://user:password@host:port,…/database?parameters`.
    init(uri: String) throws(DatabaseURLError) {
        guard let scheme = uri.firstRange(of: "://") else { throw .notAURL }
        let rest = uri[scheme.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        var tail = rest[authority.endIndex...]
        let path = tail.prefix { !"?#".contains($0) }
        tail = tail[path.endIndex...]
        var place = authority
        if let at = authority.lastIndex(of: "@") {
            let credentials = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = try Self.decoded(credentials.first ?? "")
            if credentials.count == 2 { password = try Self.decoded(credentials[1]) }
            place = authority[authority.index(after: at)...]
        } else if path.contains("@") || tail.hasPrefix("#") {
            throw .unencoded
        }
        for host in place.split(separator: ",", omittingEmptySubsequences: false) where !place.isEmpty {
            try addHost(host)
        }
        let name = path.dropFirst()
        guard !name.contains("/") else { throw .unencoded }
        if !name.isEmpty { database = try Self.decoded(name) }
        guard tail.hasPrefix("?") else { return }
        for pair in tail.dropFirst().prefix(while: { $0 != "#" }).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            options[try Self.decoded(parts[0])] = parts.count == 2 ? try Self.decoded(parts[1]) : ""
        }
    }

    /// The parts of `host=… dbname=…`, taken apart by libpq.
    init(conninfo: String) throws(DatabaseURLError) {
        guard conninfo.contains("=") else { throw .notAURL }
        guard let parsed = unsafe PQconninfoParse(conninfo, nil) else { throw .notAURL }
        defer { unsafe PQconninfoFree(parsed) }
        isConninfo = true
        var option = unsafe parsed
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe options[String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        user = options.removeValue(forKey: "user")
        password = options.removeValue(forKey: "password")
        database = options.removeValue(forKey: "dbname")
        hosts = DatabaseURL.list(options.removeValue(forKey: "host"))
        ports = DatabaseURL.list(options.removeValue(forKey: "port"))
    }

    private mutating func addHost(_ text: Substring) throws(DatabaseURLError) {
        var host = text
        var port: Substring = ""
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .unencoded }
            port = rest.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
            guard !host.contains(":") else { throw .unencoded }
        }
        if !port.isEmpty {
            guard let number = Int(port), (1...65535).contains(number) else { throw .badPort }
        }
        hosts.append(try Self.decoded(host))
        ports.append(String(port))
    }

    /// The text with `%XX` replaced by the bytes they name.
    private static func decoded(_ text: some StringProtocol) throws(DatabaseURLError) -> String {
        guard text.contains("%") else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            let isHex = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
            guard digits.count == 2, isHex, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16),
                value != 0
            else { throw .badEncoding }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
