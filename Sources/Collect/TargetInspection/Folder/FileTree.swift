/// The files below one folder, wherever they are kept; paths are relative to it, and "" is the folder itself.
protocol FileTree: Sendable {
    /// Where it is, for people.
    var name: String { get }

    /// What tells one list of the tree's own folder from the next, as the tree was found; nil where nothing does.
    var listing: FileVersion? { get }

    /// The names that a folder holds, in no order.
    ///
    /// - Throws: `FolderError` where it can't be listed.
    func entries(of folder: String) throws(FolderError) -> [FileTreeEntry]

    /// What tells the file's state from another without reading it; nil where there is none.
    func version(of path: String) -> FileVersion?

    /// The same of many files, in their order.
    func versions(of paths: [String]) -> [FileVersion?]

    /// The whole file.
    ///
    /// - Throws: `FolderError` where it can't be read, or is larger than that many bytes.
    func bytes(of path: String, limit: Int) throws(FolderError) -> [UInt8]
}

/// One name in a folder.
struct FileTreeEntry: Sendable, Hashable {
    /// The name.
    var name: String
    /// Whether it is a folder, links not followed.
    var isFolder: Bool
}

extension FileTree {
    var listing: FileVersion? { nil }

    func versions(of paths: [String]) -> [FileVersion?] { paths.map { version(of: $0) } }

    /// A path for people.
    func place(_ path: String) -> String { path.isEmpty ? name : "\(name)/\(path)" }
}
