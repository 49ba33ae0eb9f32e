import Glibc

/// What tells one version of a file from the next without reading it.
struct FileVersion: Sendable, Hashable {
    private enum Identity: Hashable {
        case onDisk(device: UInt, inode: UInt, size: Int, modified: Int, changed: Int)
        case content(digest: String)
    }

    private var identity: Identity
    /// Whether it is a regular file, links followed.
    var isRegularFile: Bool

    /// The version of the file that is at a path now; nil where there is none.
    init?(of path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The version of an open file; nil where the descriptor is none.
    init?(of descriptor: CInt) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The version of what an archive holds, by its SHA-256; nil for a folder.
    init(digest: String?) {
        identity = .content(digest: digest ?? "")
        isRegularFile = digest != nil
    }

    /// Whether its last change is longer ago than that, so that another one would bear another time.
    func isSettled(after age: Duration) -> Bool {
        guard case .onDisk(_, _, _, let modified, let changed) = identity else { return true }
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return .nanoseconds(now.tv_sec * 1_000_000_000 + now.tv_nsec - max(modified, changed)) > age
    }

    fileprivate init(_ status: stat) {
        identity = .onDisk(
            device: UInt(status.st_dev),
            inode: UInt(status.st_ino),
            size: Int(status.st_size),
            modified: status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec,
            changed: status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec
        )
        isRegularFile = status.st_mode & S_IFMT == S_IFREG
    }
}

/// A folder that is held open, so that the system need not look up its path for each file in it.
struct OpenFolder: ~Copyable {
    private let descriptor: Int32

    /// The folder at that path; nil where it can't be opened.
    init?(_ path: String) {
        descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// The version of the file that is there now, its path below the folder; nil where there is none.
    borrowing func version(of file: String) -> FileVersion? {
        var status = stat()
        guard unsafe fstatat(descriptor, file, &status, 0) == 0 else { return nil }
        return FileVersion(status)
    }
}
