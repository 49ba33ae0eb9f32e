import Glibc

/// The sub-directories of a folder.
enum DirectoryListing {
    /// Names of the direct sub-directories, links not followed; nil where the folder does not exist.
    static func subdirectories(of path: String) throws(FolderError) -> [String]? {
        guard let directory = unsafe opendir(path) else {
            if errno == ENOENT { return nil }
            throw FolderError(description: "migrations folder \(path): \(SystemError.text)")
        }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let kind = unsafe entry.pointee.d_type
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            if kind == UInt8(DT_DIR) || (kind == UInt8(DT_UNKNOWN) && isDirectory("\(path)/\(name)")) {
                names.append(name)
            }
        }
        return names
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
