import CZlib

/// gzip, for response bodies: a body is put together from pieces, of which those that stay the same are kept.
package enum Gzip {
    /// A part of a body, compressed for itself (RFC 1951: blocks that end at a byte's end and refer to none before).
    package struct Piece: Sendable {
        fileprivate var blocks: [UInt8]
        fileprivate var sum: UInt
        fileprivate var size: Int
    }

    /// Shorter text is not worth compressing.
    private static let worthwhile = 512

    /// A part of a body; nil where zlib has no memory.
    ///
    /// - Parameters:
    ///   - bytes: what to compress.
    ///   - level: 1, fastest, to 9, smallest; what is short is stored as it is.
    /// - Returns: the part.
    package static func piece(_ bytes: [UInt8], level: Int32 = 2) -> Piece? {
        let sum = unsafe bytes.withUnsafeBufferPointer { unsafe crc32_z(0, $0.baseAddress, $0.count) }
        let blocks = bytes.count < worthwhile ? stored(bytes) : deflated(bytes, level)
        return blocks.map { Piece(blocks: $0, sum: sum, size: bytes.count) }
    }

    /// The parts, one after the other, as one gzip member (RFC 1952).
    package static func member(_ pieces: some Sequence<Piece>) -> [UInt8] {
        // Deflate, no name, no time, an unknown system.
        var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var sum: UInt = 0
        var size = 0
        for piece in pieces {
            member += piece.blocks
            sum = crc32_combine(sum, piece.sum, piece.size)
            size += piece.size
        }
        // The last block, which holds nothing.
        member += [3, 0]
        for number in [UInt32(truncatingIfNeeded: sum), UInt32(truncatingIfNeeded: size)] {
            member += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        return member
    }

    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        let size = UInt16(bytes.count)
        let length = [UInt8(truncatingIfNeeded: size), UInt8(truncatingIfNeeded: size >> 8)]
        return [0] + length + length.map { ~$0 } + bytes
    }

    private static func deflated(_ bytes: [UInt8], _ level: Int32) -> [UInt8]? {
        var stream = unsafe z_stream()
        // A negative window asks for no header (zlib manual, deflateInit2).
        let opened = unsafe deflateInit2_(
            &stream,
            level,
            Z_DEFLATED,
            -15,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard opened == Z_OK else { return nil }
        defer { unsafe deflateEnd(&stream) }
        var input = bytes
        // The end of a flush takes a few bytes more than the bound of a whole stream.
        var output = [UInt8](repeating: 0, count: unsafe Int(deflateBound(&stream, UInt(bytes.count))) + 16)
        let (result, count, left) = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                return unsafe (deflate(&stream, Z_FULL_FLUSH), Int(stream.total_out), stream.avail_in)
            }
        }
        guard result == Z_OK, left == 0, count < output.count else { return nil }
        output.removeLast(output.count - count)
        return output
    }
}
