import Glibc

/// The machine's own file system.
package struct FileSystem: FileReading {
    /// A text file larger than this is refused: none that configuration reads comes near it.
    private static let limit = 1 << 20

    /// The file system.
    package init() {}

    package func isFile(_ path: String) -> Bool { kind(of: path) == S_IFREG }

    package func isDirectory(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

    package func entries(of path: String) -> [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    package func text(of path: String) throws(FileFailure) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path: path, reason: Self.reason()) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw FileFailure(path: path, reason: Self.reason()) }
            if count == 0 { break }
            bytes += buffer[..<count]
            guard bytes.count <= Self.limit else {
                throw FileFailure(path: path, reason: "larger than \(Self.limit) bytes")
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What tells one state of a file from another; nil where there is no such file.
    package func stamp(of path: String) -> FileStamp? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return FileStamp(
            inode: status.st_ino,
            size: status.st_size,
            seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec
        )
    }

    private func kind(of path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}

/// A state of a file, by what changes when it is written or replaced.
package struct FileStamp: Sendable, Hashable {
    var inode: UInt
    var size: Int
    var seconds: Int
    var nanoseconds: Int
}
