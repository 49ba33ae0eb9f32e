import CArchive
import Glibc

extension ArchivedTree {
    /// What a `.tar`, `.tar.gz` or `.zip` holds, read whole by libarchive.
    ///
    /// Scripts and schema files are kept, of others only the names. Links between files of the archive are followed
    /// where they are hard, as tar writes a file that it has met before; symbolic ones are left out, as Prisma does.
    ///
    /// - Throws: `FolderError` where the archive is damaged, cut off, empty or too large.
    init(unpacking bytes: [UInt8], name: String, limits: ArchiveLimits) throws(FolderError) {
        self.init(name: name)
        guard !bytes.isEmpty else { throw FolderError(description: "the file is empty") }
        // libarchive spells names for the thread's locale: any name can be told in UTF-8.
        let locale = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
        let before = unsafe uselocale(locale)
        defer {
            unsafe uselocale(before)
            if let locale = unsafe locale { unsafe freelocale(locale) }
        }
        let isZip = bytes.starts(with: Array("PK".utf8))
        if !isZip { try TarEnvelope.check(bytes, limits: limits) }
        try ArchiveReader.read(bytes, as: isZip ? .zip : .tar) { reader throws(FolderError) in
            try take(reader, limits)
        }
        guard !isEmpty else { throw FolderError(description: "the archive holds nothing") }
    }

    private mutating func take(_ reader: borrowing ArchiveReader, _ limits: ArchiveLimits) throws(FolderError) {
        var entries = 0
        var unpacked = 0
        var kept = 0
        var outside = 0
        while let entry = try reader.next() {
            entries += 1
            guard entries <= limits.entries else {
                throw FolderError(description: "it holds more than \(limits.entries) files and folders")
            }
            let parts = entry.path.split(separator: "/").map(String.init).filter { $0 != "." }
            guard parts.count <= limits.depth else {
                throw FolderError(description: "it holds more than \(limits.depth) folders within one another")
            }
            let leadsOut = parts.contains("..")
            if leadsOut { outside += 1 }
            // What macOS puts beside the files of a zip.
            let isWanted = !leadsOut && parts.first != "__MACOSX"
            let isKept = isWanted && Self.isKept(parts.last)
            let room = isKept ? limits.kept - kept : 0
            let body = try reader.body(keeping: isKept ? room : nil, reading: limits.unpacked - unpacked)
            unpacked += body.size
            kept += body.bytes.count
            guard isWanted else { continue }
            switch entry.kind {
            case .folder: addFolder(parts)
            case .file: addFile(parts, isKept ? body.bytes : nil)
            case .hardLink(let original):
                let path = original.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
                guard let bytes = keptBytes(path) else {
                    addFile(parts, nil)
                    continue
                }
                kept += bytes.count
                guard kept <= limits.kept else { throw ArchiveReader.tooLarge }
                addFile(parts, bytes)
            case .other: continue
            }
        }
        if outside > 0 {
            remark("\(outside) of the names in \(name) lead out of it and are left out.")
        }
    }

    private static func isKept(_ name: String?) -> Bool {
        guard let name else { return false }
        return name == "migration.sql" || name.hasSuffix(".prisma")
    }
}
