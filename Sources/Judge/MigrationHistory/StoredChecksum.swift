/// A checksum as Prisma wrote it into a row.
package struct StoredChecksum: Hashable {
    private let text: String

    /// The checksum; nil for a text that no version of Prisma writes.
    ///
    /// Prisma writes 64 lowercase hexadecimal digits; old versions left out the leading zero of each byte
    /// (prisma-engines, issue 1887), which gives 32 to 63 digits.
    package init?(_ text: String) {
        let isHex = text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard isHex, (32...64).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    /// Whether Prisma would accept the script for this checksum.
    package func accepts(_ script: ScriptChecksums) -> Bool {
        [script.verbatim, script.lineFeeds, script.carriageReturns]
            .contains { digest in
                text == (text.utf8.count == 64 ? digest : Self.unpadded(digest))
            }
    }

    /// The digest as old versions wrote it: each byte without its leading zero.
    private static func unpadded(_ digest: String) -> String {
        let digits = Array(digest.utf8)
        var result: [UInt8] = []
        for index in stride(from: 0, to: digits.count - 1, by: 2) {
            if digits[index] != UInt8(ascii: "0") { result.append(digits[index]) }
            result.append(digits[index + 1])
        }
        return String(decoding: result, as: UTF8.self)
    }
}
