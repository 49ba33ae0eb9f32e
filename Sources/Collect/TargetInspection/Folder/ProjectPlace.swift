import Glibc
import Synchronization

/// Where the configuration says that a part of a Prisma project is: a folder or a file on disk, or an archive.
///
/// What an archive last held stays in force while what is there can't be used: it may be half written, or damaged.
final class ProjectPlace: Sendable {
    /// A part of a project.
    enum Part: Sendable {
        /// The migrations folder.
        case migrations
        /// schema.prisma, or the folder that holds its parts.
        case schema
    }

    /// What is there.
    struct Finding: Sendable {
        /// The files; nil where there is nothing.
        var tree: (any FileTree)?
        /// Oddities of the archive, each one sentence.
        var remarks: [String] = []
        /// Why an earlier content is in force, one sentence; nil where what is there now is.
        var fault: String?
    }

    /// The path that the configuration gives.
    let path: String

    private let part: Part
    private let archives: ProjectArchives
    private let settling: Duration
    private let lastGood = Mutex<ArchivedTree?>(nil)

    /// The place at that path.
    ///
    /// - Parameters:
    ///   - path: a folder, a file, or an archive.
    ///   - part: what it holds.
    ///   - archives: where archives are unpacked.
    ///   - settling: the coarsest time that a file system may note.
    init(
        path: String,
        holding part: Part,
        archives: ProjectArchives,
        settling: Duration = .seconds(2)
    ) {
        self.settling = settling
        self.path = path
        self.part = part
        self.archives = archives
    }

    /// The files as they are now.
    ///
    /// - Throws: `FolderError` where an archive can't be used and none ever could.
    func look() throws(FolderError) -> Finding {
        let version = FileVersion(of: path)
        guard ProjectArchives.isArchive(path), version?.isRegularFile ?? true else {
            guard let version else { return Finding() }
            // A change soon after another may bear the same time.
            return Finding(tree: FolderOnDisk(name: path, listing: version.isSettled(after: settling) ? version : nil))
        }
        do throws(FolderError) {
            let archive = try archives.contents(of: path)
            let tree = try part == .migrations ? archive.migrationsFolder() : archive
            lastGood.withLock { $0 = tree }
            return Finding(tree: tree, remarks: tree.remarks)
        } catch {
            guard let tree = lastGood.withLock(\.self) else { throw error }
            return Finding(
                tree: tree,
                remarks: tree.remarks,
                fault: "\(path) can't be used, what it held before stays in force: \(error)."
            )
        }
    }
}
