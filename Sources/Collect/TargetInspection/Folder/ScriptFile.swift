import Glibc

/// The bytes of a `migration.sql`.
enum ScriptFile {
    /// A larger script is not read.
    static let limit = 64 << 20

    /// The whole file.
    static func bytes(at path: String) throws(FolderError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw FolderError(description: "migration.sql can't be read: \(SystemError.text)")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw FolderError(description: "migration.sql can't be read: \(SystemError.text)") }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else {
                throw FolderError(description: "migration.sql is larger than \(limit >> 20) MB")
            }
        }
    }
}
