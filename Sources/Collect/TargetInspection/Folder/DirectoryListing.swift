import Glibc

/// The sub-directories of a folder.
enum DirectoryListing {
    /// Names of the direct sub-directories, links not followed; nil where the folder does not exist.
    static func subdirectories(of path: String) throws(FolderError) -> [String]? {
        do throws(FolderError) {
            return try entries(of: path)
                .filter {
                    $0.kind == UInt8(DT_DIR) || ($0.kind == UInt8(DT_UNKNOWN) && isDirectory("\(path)/\($0.name)"))
                }
                .map(\.name)
        } catch {
            if errno == ENOENT { return nil }
            throw FolderError(description: "migrations folder \(error)")
        }
    }

    /// The names that a folder holds, each with its `d_type`.
    static func entries(of path: String) throws(FolderError) -> [(name: String, kind: UInt8)] {
        guard let directory = unsafe opendir(path) else {
            throw FolderError(description: "\(path): \(SystemError.text)")
        }
        defer { unsafe closedir(directory) }
        var entries: [(name: String, kind: UInt8)] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { entries.append((name, unsafe entry.pointee.d_type)) }
        }
        return entries
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// The last failure of a system call.
enum SystemError {
    /// Its text, such as "Permission denied".
    static var text: String { unsafe String(cString: strerror(errno)) }
}
