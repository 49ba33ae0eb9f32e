import CSystemd
import Glibc

/// systemd's journal, by its own protocol.
package enum Journal {
    /// One field of a record: a name of capital letters, digits and underscores, and its text.
    package typealias Field = (name: String, text: String)

    /// Sends one record; texts may hold line feeds (sd_journal_sendv(3)).
    ///
    /// - Returns: whether a journal took it.
    package static func send(_ fields: [Field]) -> Bool {
        // Without a journal sd_journal_sendv(3) does nothing and calls that a success.
        guard unsafe access("/run/systemd/journal/socket", W_OK) == 0 else { return false }
        let lines = fields.map { Array("\($0.name)=\($0.text)".utf8) }
        var bytes = lines.flatMap(\.self)
        return unsafe bytes.withUnsafeMutableBytes { buffer in
            var vectors: [iovec] = unsafe []
            var offset = 0
            for line in lines {
                unsafe vectors.append(
                    iovec(iov_base: buffer.baseAddress?.advanced(by: offset), iov_len: line.count)
                )
                offset += line.count
            }
            return unsafe sd_journal_sendv(vectors, Int32(vectors.count)) == 0
        }
    }
}
