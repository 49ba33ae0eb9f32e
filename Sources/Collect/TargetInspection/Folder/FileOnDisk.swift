import Glibc

/// A file on disk, read whole.
enum FileOnDisk {
    /// The bytes of the file at that path, with the version that they are.
    ///
    /// - Throws: `FolderError` where it can't be read, is larger than `limit` bytes, or is written to meanwhile.
    static func read(_ path: String, limit: Int) throws(FolderError) -> (bytes: [UInt8], version: FileVersion) {
        let name = path.split(separator: "/").last ?? ""
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, let version = FileVersion(of: descriptor) else {
            throw FolderError(description: "\(name) can't be read: \(SystemError.text)")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw FolderError(description: "\(name) can't be read: \(SystemError.text)") }
            guard count > 0 else { break }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw FolderError(description: "\(name) is larger than \(limit >> 20) MB")
            }
        }
        guard FileVersion(of: descriptor) == version else {
            throw FolderError(description: "\(name) is being written to")
        }
        return (bytes, version)
    }
}
