import Synchronization

/// The archives that hold parts of Prisma projects, each unpacked once a version for all who read it.
package final class ProjectArchives: Sendable {
    /// The names that make a file an archive, by their end.
    package static let suffixes = [".tar", ".tar.gz", ".tgz", ".zip"]

    /// Whether a path is meant as an archive, by its name.
    package static func isArchive(_ path: String) -> Bool {
        suffixes.contains { path.lowercased().hasSuffix($0) }
    }

    private struct Reading {
        var version: FileVersion
        var result: Result<ArchivedTree, FolderError>
    }

    private let limits: ArchiveLimits
    private let readings = Mutex<[String: Reading]>([:])
    private let opened = Atomic<Int>(0)

    /// No archive yet.
    package convenience init() { self.init(limits: ArchiveLimits()) }

    /// No archive yet; none larger than the limits is read.
    init(limits: ArchiveLimits) { self.limits = limits }

    /// How many times an archive has been unpacked, or tried to.
    package var unpacked: Int { opened.load(ordering: .relaxed) }

    /// What the archive at that path holds; unpacked again only when the file has changed.
    ///
    /// - Throws: `FolderError` where it can't be read whole.
    func contents(of path: String) throws(FolderError) -> ArchivedTree {
        let result: Result<ArchivedTree, FolderError> = readings.withLock { readings in
            if let known = readings[path], known.version == FileVersion(of: path) { return known.result }
            readings[path] = nil
            let file: (bytes: [UInt8], version: FileVersion)
            // What fails here may work at the next try, although the file stays the same.
            do throws(FolderError) {
                file = try FileOnDisk.read(path, limit: limits.file)
            } catch {
                return .failure(error)
            }
            opened.add(1, ordering: .relaxed)
            let result = Result { () throws(FolderError) in
                try ArchivedTree(unpacking: file.bytes, name: path, limits: limits)
            }
            readings[path] = Reading(version: file.version, result: result)
            return result
        }
        return try result.get()
    }
}

/// How much an archive may hold.
struct ArchiveLimits: Sendable {
    /// Bytes of the archive itself.
    var file = 64 << 20
    /// Bytes that it may unpack to, whatever they are.
    var unpacked = 256 << 20
    /// Bytes of all the scripts and schema files in it.
    var kept = 64 << 20
    /// Files and folders.
    var entries = 100_000
    /// Folders within one another.
    var depth = 32
}
