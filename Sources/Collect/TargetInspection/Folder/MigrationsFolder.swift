package import MigrationHistory

/// A migrations folder on disk, read by Prisma's rules; files that have not changed are not read again.
///
/// Every direct sub-directory is a migration, whatever its name; links and files are not; the script is
/// `migration.sql` (prisma, `packages/migrate/src/utils/listMigrations.ts`).
package actor MigrationsFolder {
    /// What the folder holds.
    package struct Contents: Sendable, Hashable {
        /// The migrations, in byte order of their names.
        package var directories: [MigrationDirectory]
        /// Oddities of the folder itself, each one sentence.
        package var remarks: [String]
    }

    /// Where the folder is.
    package nonisolated let path: String
    /// How many scripts have been read since the start.
    package private(set) var scriptsRead = 0

    private var known: [String: (version: FileVersion, script: MigrationDirectory.Script)] = [:]
    /// The texts that were asked for, while their files stay as they are.
    private var knownTexts: [String: (version: FileVersion, text: String)] = [:]

    /// The folder at that path; nothing is read yet.
    package init(path: String) {
        self.path = path
    }

    /// The migrations as they are now.
    ///
    /// A folder that is not there holds no migrations, as for Prisma; a remark says so.
    ///
    /// - Throws: `FolderError` where the folder is there but can't be listed.
    package func read() throws(FolderError) -> Contents {
        guard let names = try DirectoryListing.subdirectories(of: path) else {
            known = [:]
            return Contents(directories: [], remarks: ["The migrations folder \(path) does not exist."])
        }
        var fresh: [String: (version: FileVersion, script: MigrationDirectory.Script)] = [:]
        let directories = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { name in
                let file = "\(path)/\(name)/migration.sql"
                guard let version = FileVersion(of: file) else {
                    return MigrationDirectory(
                        name: name,
                        script: .unreadable(reason: "the directory has no migration.sql")
                    )
                }
                if let entry = known[name], entry.version == version {
                    fresh[name] = entry
                } else {
                    scriptsRead += 1
                    fresh[name] = (version, Self.script(at: file, version))
                }
                return MigrationDirectory(name: name, script: fresh[name]?.script ?? .unreadable(reason: "not read"))
            }
        known = fresh
        knownTexts = knownTexts.filter { fresh[$0.key] != nil }
        return Contents(directories: directories, remarks: [])
    }

    /// The texts of these migrations' scripts, decoded as Prisma does; those that can't be read are left out.
    package func texts(of names: some Sequence<String>) -> [String: String] {
        var texts: [String: String] = [:]
        for name in names {
            let file = "\(path)/\(name)/migration.sql"
            guard let version = FileVersion(of: file) else { continue }
            if let entry = knownTexts[name], entry.version == version {
                texts[name] = entry.text
            } else if let bytes = try? ScriptFile.bytes(at: file) {
                let text = String(decoding: bytes, as: UTF8.self)
                texts[name] = text
                knownTexts[name] = (version, text)
            }
        }
        return texts
    }

    private static func script(at file: String, _ version: FileVersion) -> MigrationDirectory.Script {
        guard version.isRegularFile else { return .unreadable(reason: "migration.sql is not a file") }
        do throws(FolderError) {
            return .checksums(ScriptChecksums(script: try ScriptFile.bytes(at: file)))
        } catch {
            return .unreadable(reason: error.description)
        }
    }
}

/// A folder or script that can't be read.
package struct FolderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path and the system's words.
    package var description: String
}
