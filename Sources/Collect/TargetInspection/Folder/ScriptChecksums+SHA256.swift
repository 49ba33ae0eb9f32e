package import MigrationHistory

extension ScriptChecksums {
    /// The digests of a script's bytes.
    ///
    /// Prisma decodes the file as UTF-8 first, which replaces invalid bytes by U+FFFD, and hashes the text's UTF-8;
    /// a byte order mark stays (Node.js documentation, `fs.readFile` with an encoding).
    package init(script bytes: [UInt8]) {
        let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
        let lineFeed = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        var unix: [UInt8] = []
        var windows: [UInt8] = []
        unix.reserveCapacity(text.count)
        windows.reserveCapacity(text.count + text.count / 32)
        for (index, byte) in text.enumerated() {
            if byte == lineFeed { windows.append(carriageReturn) }
            windows.append(byte)
            if byte == carriageReturn, index + 1 < text.count, text[index + 1] == lineFeed { continue }
            unix.append(byte)
        }
        let verbatim = SHA256.hexadecimal(text)
        self.init(
            verbatim: verbatim,
            lineFeeds: unix.count == text.count ? verbatim : SHA256.hexadecimal(unix),
            carriageReturns: SHA256.hexadecimal(windows)
        )
    }
}
