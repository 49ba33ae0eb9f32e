/// What an archive of a project holds, in memory; nothing is ever written to disk.
struct ArchivedTree: FileTree {
    /// A file of the archive.
    struct File: Sendable {
        /// Its bytes; nil for a file that no part of a Prisma project is made of.
        var bytes: [UInt8]?
        /// The SHA-256 of the bytes.
        var digest = ""
    }

    /// The archive's path, and the folder inside it that is the tree's own.
    var name: String { root.isEmpty ? archive : "\(archive)/\(root)" }
    /// Oddities of the archive, each one sentence.
    private(set) var remarks: [String] = []

    private let archive: String
    /// The folder inside the archive; "" for all of it.
    private var root = ""
    private var files: [String: File] = [:]
    /// What each folder holds; true for folders.
    private var folders: [String: [String: Bool]] = ["": [:]]

    /// An archive that holds nothing.
    init(name: String) { archive = name }

    /// Whether nothing is in it.
    var isEmpty: Bool { folders.count == 1 && files.isEmpty }

    /// Adds a folder, and those above it.
    mutating func addFolder(_ path: [String]) {
        for end in path.indices {
            let above = path[..<end].joined(separator: "/")
            folders[above, default: [:]][path[end]] = true
            folders[path[...end].joined(separator: "/"), default: [:]].merge([:]) { old, _ in old }
        }
    }

    /// Adds a file, and the folders above it; the later of two of one name counts.
    mutating func addFile(_ path: [String], _ bytes: [UInt8]?) {
        guard let name = path.last else { return }
        addFolder(path.dropLast())
        folders[path.dropLast().joined(separator: "/"), default: [:]][name] = false
        files[path.joined(separator: "/")] = File(bytes: bytes, digest: bytes.map(SHA256.hexadecimal) ?? "")
    }

    /// Notes something that a person should know of the archive.
    mutating func remark(_ sentence: String) { remarks.append(sentence) }

    /// The bytes of a file by its whole path in the archive; nil where none is kept.
    func keptBytes(_ path: String) -> [UInt8]? { files[path]?.bytes }

    func entries(of folder: String) throws(FolderError) -> [FileTreeEntry] {
        guard let names = folders[whole(folder)] else {
            throw FolderError(description: "\(place(folder)): there is no such folder in the archive")
        }
        return names.map { FileTreeEntry(name: $0.key, isFolder: $0.value) }
    }

    func version(of path: String) -> FileVersion? {
        if let file = files[whole(path)] { return FileVersion(digest: file.digest) }
        return folders[whole(path)] == nil ? nil : FileVersion(digest: nil)
    }

    func bytes(of path: String, limit: Int) throws(FolderError) -> [UInt8] {
        guard let bytes = files[whole(path)]?.bytes else {
            throw FolderError(description: "\(place(path)) can't be read: there is no such file in the archive")
        }
        guard bytes.count <= limit else {
            throw FolderError(description: "\(place(path)) is larger than \(limit >> 20) MB")
        }
        return bytes
    }

    private func whole(_ path: String) -> String {
        root.isEmpty || path.isEmpty ? root + path : "\(root)/\(path)"
    }
}

extension ArchivedTree {
    /// The migrations folder, wherever in the archive it is.
    ///
    /// Prisma writes migration_lock.toml into it; else it is the one called `migrations`, or that of which a
    /// sub-directory holds a migration.sql. Of several the one nearest to the top counts.
    ///
    /// - Throws: `FolderError` where there is none, or two are as near.
    func migrationsFolder() throws(FolderError) -> ArchivedTree {
        let ranked = folders.keys.compactMap { path in rank(path).map { (rank: $0, path: path) } }
        guard let best = ranked.map(\.rank).min() else {
            throw FolderError(description: "there is no migrations folder in it")
        }
        let paths = ranked.filter { $0.rank == best }.map(\.path).sorted()
        guard paths.count == 1 else {
            throw FolderError(description: "there are several migrations folders in it: \(paths[0]) and \(paths[1])")
        }
        var tree = self
        tree.root = paths[0]
        return tree
    }

    private struct Rank: Comparable {
        var sign: Int
        var depth: Int

        static func < (left: Rank, right: Rank) -> Bool { (left.sign, left.depth) < (right.sign, right.depth) }
    }

    /// How sure it is that a folder is the migrations folder, the smaller the surer; nil where it can't be.
    private func rank(_ path: String) -> Rank? {
        let parts = path.split(separator: "/")
        guard !parts.contains("node_modules"), let names = folders[path] else { return nil }
        if names["migration_lock.toml"] == false { return Rank(sign: 0, depth: parts.count) }
        if parts.last == "migrations" { return Rank(sign: 1, depth: parts.count) }
        let prefix = path.isEmpty ? "" : "\(path)/"
        let holdsScripts = names.contains { name, isFolder in
            isFolder && folders["\(prefix)\(name)"]?["migration.sql"] == false
        }
        return holdsScripts ? Rank(sign: 2, depth: parts.count) : nil
    }
}
