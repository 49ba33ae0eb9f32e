import Glibc

/// Where a command writes.
enum StandardStream: Int32 {
    /// Standard output.
    case output = 1
    /// Standard error.
    case error = 2

    /// Writes all of the bytes, or as many as the reader takes.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Writes the text.
    func write(_ text: String) { write(Array(text.utf8)) }
}
