/// Whether a tar is whole, which libarchive doesn't tell.
///
/// Between two files a tar can be cut off unnoticed, but for the two empty blocks that end it (POSIX.1, "pax",
/// ustar interchange format); the sum that ends a gzip is not compared (RFC 1952, section 2.3.1).
enum TarEnvelope {
    private static let end = 1024

    /// Reads all of it.
    ///
    /// - Throws: `FolderError` where it is cut off, damaged or larger than the limits.
    static func check(_ bytes: [UInt8], limits: ArchiveLimits) throws(FolderError) {
        try ArchiveReader.read(bytes, as: .bytes) { reader throws(FolderError) in
            guard try reader.next() != nil else { throw FolderError(description: "it is no archive") }
            var sum = CRC32()
            var tail: [UInt8] = []
            let size = try unsafe reader.blocks(reading: limits.unpacked) { _, block in
                unsafe sum.add(block)
                let last = unsafe Array(block.suffix(end))
                tail = Array((tail + last).suffix(end))
            }
            if reader.isCompressed, bytes.suffix(8) != (sum.bytes + UInt32(truncatingIfNeeded: size).bytes)[...] {
                throw FolderError(description: "it is damaged: the sum that its gzip ends with is another")
            }
            guard tail.count == end, tail.allSatisfy({ $0 == 0 }) else {
                throw FolderError(description: "it is no whole tar: the empty blocks that end it are not there")
            }
        }
    }
}

/// The checksum of gzip (RFC 1952, section 8).
private struct CRC32 {
    private static let table: [UInt32] = (0..<256)
        .map { byte in
            (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
        }

    private var state: UInt32 = 0xFFFF_FFFF

    mutating func add(_ block: UnsafeRawBufferPointer) {
        let table = Self.table
        var state = state
        for place in 0..<block.count {
            let byte = unsafe block[place]
            state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8
        }
        self.state = state
    }

    var bytes: [UInt8] { (state ^ 0xFFFF_FFFF).bytes }
}

extension UInt32 {
    /// Its bytes as gzip writes them, the lowest first.
    fileprivate var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }
}
