/// The parts of a Prisma project that its folder shows.
///
/// Prisma's defaults: `prisma/schema.prisma` or `schema.prisma`, a schema folder, and `migrations` beside the schema
/// (Prisma documentation, "Prisma schema: location").
package struct PrismaProject: Sendable, Hashable {
    /// schema.prisma, or the folder of a schema in several files; nil where there is none.
    package var schema: String?
    /// The migrations folder; nil where there is none yet.
    package var migrations: String?
    /// The `.env` files that Prisma would read, first found wins.
    package var environmentFiles: [String]

    /// The project in a folder; nil where the folder holds neither a `prisma/` folder nor a schema.prisma.
    ///
    /// - Parameters:
    ///   - folder: the project's root.
    ///   - files: what is on disk.
    package init?(folder: String, files: any FileReading) {
        let root = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let candidates = [
            "\(root)/prisma/schema.prisma", "\(root)/schema.prisma", "\(root)/prisma/schema", "\(root)/prisma",
        ]
        guard files.isDirectory("\(root)/prisma") || files.isFile("\(root)/schema.prisma") else { return nil }
        let schema = candidates.first { path in
            files.isFile(path)
                || (files.isDirectory(path) && files.entries(of: path).contains { $0.hasSuffix(".prisma") })
        }
        self.schema = schema
        let besideSchema = schema.map { path in
            files.isDirectory(path)
                ? "\(path)/migrations" : "\(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))/migrations"
        }
        migrations = [besideSchema, "\(root)/prisma/migrations"].compactMap(\.self).first(where: files.isDirectory)
        environmentFiles = ["\(root)/.env", "\(root)/prisma/.env"].filter(files.isFile)
    }
}

/// What configuration asks of the file system.
package protocol FileReading: Sendable {
    /// Whether a regular file is at the path, links followed.
    func isFile(_ path: String) -> Bool
    /// Whether a directory is at the path, links followed.
    func isDirectory(_ path: String) -> Bool
    /// The names in a directory, in no order; empty where it can't be read.
    func entries(of path: String) -> [String]
    /// The text of a file.
    ///
    /// - Throws: `FileFailure` with the reason in words.
    func text(of path: String) throws(FileFailure) -> String
}

/// A file that could not be read.
package struct FileFailure: Error, Sendable, Hashable {
    /// The path asked for.
    package var path: String
    /// The system's words for it, such as "No such file or directory".
    package var reason: String

    /// A failure to read that path.
    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
