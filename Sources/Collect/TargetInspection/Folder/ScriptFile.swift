import Glibc

/// The bytes of a file of a Prisma project.
enum ScriptFile {
    /// A larger migration.sql is not read.
    static let limit = 64 << 20

    /// The whole file.
    static func bytes(at path: String, limit: Int = limit) throws(FolderError) -> [UInt8] {
        let name = path.split(separator: "/").last ?? ""
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw FolderError(description: "\(name) can't be read: \(SystemError.text)")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw FolderError(description: "\(name) can't be read: \(SystemError.text)") }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw FolderError(description: "\(name) is larger than \(limit >> 20) MB")
            }
        }
    }
}
