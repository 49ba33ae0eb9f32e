import Glibc

/// schema.prisma, or the folder that holds its parts, on disk.
package struct PrismaSchemaFiles: Sendable {
    /// Larger files are not read.
    private static let limit = 16 << 20

    /// What tells one state of the files from the next without reading them.
    package struct Version: Sendable, Hashable {
        fileprivate var files: [String: FileVersion]
    }

    /// The file or the folder.
    package let path: String

    /// The schema at that path; nothing is read yet.
    package init(path: String) { self.path = path }

    /// The files as they are.
    ///
    /// - Throws: `FolderError` where there is none, or a folder can't be listed.
    package func version() throws(FolderError) -> Version {
        var files: [String: FileVersion] = [:]
        try add(path, depth: 0, to: &files)
        guard !files.isEmpty else { throw FolderError(description: "\(path): there is no schema.prisma") }
        return Version(files: files)
    }

    /// The texts of a version's files, each with its path, in the order of their paths.
    ///
    /// - Throws: `FolderError` where one can't be read.
    package func read(_ version: Version) throws(FolderError) -> [(path: String, text: String)] {
        var texts: [(path: String, text: String)] = []
        for file in version.files.keys.sorted() {
            texts.append((file, String(decoding: try ScriptFile.bytes(at: file, limit: Self.limit), as: UTF8.self)))
        }
        return texts
    }

    /// Prisma takes every `.prisma` file of a schema folder, however deep (prisma, `@prisma/schema-files-loader`).
    private func add(_ path: String, depth: Int, to files: inout [String: FileVersion]) throws(FolderError) {
        guard let version = FileVersion(of: path) else {
            throw FolderError(description: "\(path): \(SystemError.text)")
        }
        guard !version.isRegularFile else {
            if depth == 0 || path.hasSuffix(".prisma") { files[path] = version }
            return
        }
        guard depth < 16 else { return }
        for name in try DirectoryListing.entries(of: path).map(\.name) {
            guard !name.hasPrefix("."), name != "node_modules", name != "migrations" else { continue }
            try? add("\(path)/\(name)", depth: depth + 1, to: &files)
        }
    }
}
