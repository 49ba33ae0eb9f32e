import CZlib

/// gzip, for response bodies.
package enum Gzip {
    /// The bytes as one gzip member; nil where zlib has no memory.
    ///
    /// - Parameters:
    ///   - bytes: what to compress.
    ///   - level: 1, fastest, to 9, smallest.
    /// - Returns: the member, header and checksum included.
    package static func compress(_ bytes: [UInt8], level: Int32 = 4) -> [UInt8]? {
        var stream = unsafe z_stream()
        // 16 on top of the window size asks for a gzip header (zlib manual, deflateInit2).
        let opened = unsafe deflateInit2_(
            &stream,
            level,
            Z_DEFLATED,
            15 + 16,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard opened == Z_OK else { return nil }
        defer { unsafe deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: unsafe Int(deflateBound(&stream, UInt(bytes.count))))
        let (result, count) = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                return unsafe (deflate(&stream, Z_FINISH), Int(stream.total_out))
            }
        }
        guard result == Z_STREAM_END else { return nil }
        output.removeLast(output.count - count)
        return output
    }
}
