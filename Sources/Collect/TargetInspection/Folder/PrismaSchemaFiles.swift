/// schema.prisma, or the folder that holds its parts, on disk or in an archive.
package struct PrismaSchemaFiles: Sendable {
    /// Larger files are not read.
    private static let limit = 16 << 20

    /// What tells one state of the files from the next without reading them.
    package struct Version: Sendable, Hashable {
        fileprivate var files: [String: FileVersion]
        /// Why an earlier content is in force instead of what is there now, one sentence; nil where that is.
        package var fault: String?
    }

    private let place: ProjectPlace

    /// The schema at that path; nothing is read yet.
    ///
    /// - Parameters:
    ///   - path: a file, a folder, or an archive of one.
    ///   - archives: where archives are unpacked.
    package init(path: String, archives: ProjectArchives = ProjectArchives()) {
        place = ProjectPlace(path: path, holding: .schema, archives: archives)
    }

    /// The files as they are.
    ///
    /// - Throws: `FolderError` where there is none, or a folder can't be listed.
    package func version() throws(FolderError) -> Version {
        let found = try place.look()
        guard let tree = found.tree else {
            throw FolderError(description: "\(place.path): No such file or directory")
        }
        var files: [String: FileVersion] = [:]
        for file in try paths(in: "", of: tree, depth: 0) { files[file] = tree.version(of: file) }
        guard !files.isEmpty else { throw FolderError(description: "\(tree.name): there is no schema.prisma") }
        return Version(files: files, fault: found.fault)
    }

    /// The texts of a version's files, each with its path, in the order of their paths.
    ///
    /// - Throws: `FolderError` where one can't be read.
    package func read(_ version: Version) throws(FolderError) -> [(path: String, text: String)] {
        guard let tree = try place.look().tree else {
            throw FolderError(description: "\(place.path): No such file or directory")
        }
        var texts: [(path: String, text: String)] = []
        for file in version.files.keys.sorted() {
            let bytes = try tree.bytes(of: file, limit: Self.limit)
            texts.append((tree.place(file), String(decoding: bytes, as: UTF8.self)))
        }
        return texts
    }

    /// Prisma takes every `.prisma` file of a schema folder, however deep (prisma, `@prisma/schema-files-loader`).
    private func paths(in path: String, of tree: any FileTree, depth: Int) throws(FolderError) -> [String] {
        guard let version = tree.version(of: path) else {
            throw FolderError(description: "\(tree.place(path)): No such file or directory")
        }
        if version.isRegularFile { return depth == 0 || path.hasSuffix(".prisma") ? [path] : [] }
        guard depth < 16 else { return [] }
        var found: [String] = []
        for name in try tree.entries(of: path).map(\.name).sorted() {
            guard !name.hasPrefix("."), name != "node_modules", name != "migrations" else { continue }
            found += (try? paths(in: path.isEmpty ? name : "\(path)/\(name)", of: tree, depth: depth + 1)) ?? []
        }
        return found
    }
}
