import Glibc

/// A folder, or a single file, on disk.
struct FolderOnDisk: FileTree {
    /// Its path.
    let name: String
    let listing: FileVersion?

    func entries(of folder: String) throws(FolderError) -> [FileTreeEntry] {
        let path = place(folder)
        guard let directory = unsafe opendir(path) else {
            throw FolderError(description: "\(path): \(SystemError.text)")
        }
        defer { unsafe closedir(directory) }
        var entries: [FileTreeEntry] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let kind = unsafe entry.pointee.d_type
            let isFolder = kind == UInt8(DT_DIR) || (kind == UInt8(DT_UNKNOWN) && isDirectory("\(path)/\(name)"))
            entries.append(FileTreeEntry(name: name, isFolder: isFolder))
        }
        return entries
    }

    func version(of path: String) -> FileVersion? { FileVersion(of: place(path)) }

    func versions(of paths: [String]) -> [FileVersion?] {
        guard let folder = OpenFolder(name) else { return paths.map { _ in nil } }
        return paths.map { folder.version(of: $0) }
    }

    func bytes(of path: String, limit: Int) throws(FolderError) -> [UInt8] {
        try FileOnDisk.read(place(path), limit: limit).bytes
    }

    private func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// The last failure of a system call.
enum SystemError {
    /// Its text, such as "Permission denied".
    static var text: String { unsafe String(cString: strerror(errno)) }
}
