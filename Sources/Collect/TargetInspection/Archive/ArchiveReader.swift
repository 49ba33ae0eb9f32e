import CArchive

/// libarchive's reader over an archive in memory.
@safe struct ArchiveReader: ~Copyable {
    /// What an archive is.
    enum Format {
        /// A tar, compressed by gzip or not.
        case tar
        /// A zip, read by the directory at its end, without which it is not whole.
        case zip
        /// The bytes themselves, gunzipped where they are compressed.
        case bytes
    }

    /// One name in the archive.
    struct Entry {
        /// What is under a name.
        enum Kind {
            case file
            case folder
            /// The same file as an earlier one of that path.
            case hardLink(String)
            /// A symbolic link, a device, …
            case other
        }

        var path: String
        var kind: Kind
    }

    private let reader: OpaquePointer

    /// Reads an archive.
    ///
    /// - Parameters:
    ///   - bytes: the whole archive.
    ///   - format: what it has to be.
    ///   - body: takes the entries.
    /// - Throws: `FolderError` where it is no such archive, and what `body` throws.
    static func read(
        _ bytes: [UInt8],
        as format: Format,
        _ body: (borrowing ArchiveReader) throws(FolderError) -> Void
    ) throws(FolderError) {
        try unsafe bytes.withUnsafeBufferPointer { buffer throws(FolderError) in
            let reader = unsafe try open(UnsafeRawBufferPointer(buffer), as: format)
            try unsafe body(ArchiveReader(reader))
        }
    }

    private init(_ reader: OpaquePointer) { unsafe self.reader = reader }

    private static func open(
        _ bytes: UnsafeRawBufferPointer,
        as format: Format
    ) throws(FolderError) -> OpaquePointer {
        guard let reader = unsafe archive_read_new() else { throw FolderError(description: "out of memory") }
        switch format {
        case .tar:
            unsafe archive_read_support_filter_gzip(reader)
            unsafe archive_read_support_format_tar(reader)
        case .zip: unsafe archive_read_support_format_zip_seekable(reader)
        case .bytes:
            unsafe archive_read_support_filter_gzip(reader)
            unsafe archive_read_support_format_raw(reader)
        }
        guard unsafe archive_read_open_memory(reader, bytes.baseAddress, bytes.count) == ARCHIVE_OK else {
            let damage = unsafe damage(reader)
            unsafe archive_read_free(reader)
            throw damage
        }
        return unsafe reader
    }

    deinit { unsafe archive_read_free(reader) }

    /// Whether the archive is compressed by gzip.
    var isCompressed: Bool { unsafe archive_filter_code(reader, 0) == ARCHIVE_FILTER_GZIP }

    /// The next entry; nil after the last.
    func next() throws(FolderError) -> Entry? {
        var entry: OpaquePointer?
        switch unsafe archive_read_next_header(reader, &entry) {
        case ARCHIVE_OK, ARCHIVE_WARN: break
        case ARCHIVE_EOF: return nil
        default: throw unsafe Self.damage(reader)
        }
        guard let entry = unsafe entry, unsafe archive_entry_is_encrypted(entry) == 0 else {
            throw FolderError(description: "it is encrypted")
        }
        let name = unsafe archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
        guard let name = unsafe name, let path = unsafe String(validatingCString: name) else {
            throw FolderError(description: "a name in it is not in UTF-8")
        }
        return unsafe Entry(path: path, kind: Self.kind(entry))
    }

    /// What the entry holds.
    ///
    /// - Parameters:
    ///   - room: how many bytes may be kept; nil where none are wanted.
    ///   - limit: how many bytes it may have.
    /// - Returns: the bytes that were asked for, and how many there were.
    /// - Throws: `FolderError` where the archive is damaged there, or holds more.
    func body(keeping room: Int?, reading limit: Int) throws(FolderError) -> (bytes: [UInt8], size: Int) {
        var bytes: [UInt8] = []
        let size = try unsafe blocks(reading: min(limit, room ?? limit)) { start, block in
            guard room != nil else { return }
            bytes += repeatElement(0, count: start - bytes.count)
            unsafe bytes.append(contentsOf: block)
        }
        return (bytes, size)
    }

    /// Goes through the entry's bytes.
    ///
    /// - Parameters:
    ///   - limit: how many bytes it may have.
    ///   - take: told where each block begins, and the block; between two there may be a hole.
    /// - Returns: the number of bytes.
    /// - Throws: `FolderError` where the archive is damaged there, or holds more.
    func blocks(
        reading limit: Int,
        _ take: (Int, UnsafeRawBufferPointer) -> Void
    ) throws(FolderError) -> Int {
        var size = 0
        while true {
            var block: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            switch unsafe archive_read_data_block(reader, &block, &count, &offset) {
            case ARCHIVE_OK: break
            case ARCHIVE_EOF: return size
            default: throw unsafe Self.damage(reader)
            }
            guard let start = Int(exactly: offset), start >= size, start <= limit, count <= limit - start else {
                throw Self.tooLarge
            }
            size = start + count
            unsafe take(start, UnsafeRawBufferPointer(start: block, count: count))
        }
    }

    /// That an archive holds more than is read.
    static var tooLarge: FolderError {
        FolderError(description: "it unpacks to more than is read: pack the migrations and the schema alone")
    }

    private static func damage(_ reader: OpaquePointer) -> FolderError {
        let words = unsafe archive_error_string(reader).map { unsafe String(cString: $0) } ?? "it is damaged"
        return FolderError(description: "it is no whole archive (\(words))")
    }

    private static func kind(_ entry: OpaquePointer) -> Entry.Kind {
        if let original = unsafe archive_entry_hardlink_utf8(entry) ?? archive_entry_hardlink(entry) {
            return .hardLink(unsafe String(cString: original))
        }
        switch unsafe UInt32(archive_entry_filetype(entry)) {
        case 0o100000: return .file
        case 0o040000: return .folder
        default: return .other
        }
    }
}
