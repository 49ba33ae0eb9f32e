package import MigrationHistory

/// A migrations folder, on disk or in an archive, read by Prisma's rules; what has not changed is not read again.
///
/// Every direct sub-directory is a migration, whatever its name; links and files are not; the script is
/// `migration.sql` (prisma, `packages/migrate/src/utils/listMigrations.ts`).
package actor MigrationsFolder {
    /// A larger migration.sql is not read.
    private static let limit = 64 << 20

    /// What the folder holds.
    package struct Contents: Sendable, Hashable {
        /// The migrations, in byte order of their names.
        package var directories: [MigrationDirectory]
        /// Oddities of the folder itself, each one sentence.
        package var remarks: [String]
        /// Why an earlier content is in force instead of what is there now, one sentence; nil where that is.
        package var fault: String?
    }

    /// How many scripts have been read since the start.
    package private(set) var scriptsRead = 0

    private let place: ProjectPlace
    /// The files as the last reading found them; nil where there were none.
    private var tree: (any FileTree)?
    private var known: [String: (version: FileVersion, script: MigrationDirectory.Script)] = [:]
    /// The texts that were asked for, while their files stay as they are.
    private var knownTexts: [String: (version: FileVersion, text: String)] = [:]

    /// The folder at that path; nothing is read yet.
    ///
    /// - Parameters:
    ///   - path: a folder, or an archive of one.
    ///   - archives: where archives are unpacked.
    package init(path: String, archives: ProjectArchives = ProjectArchives()) {
        place = ProjectPlace(path: path, holding: .migrations, archives: archives)
    }

    /// The migrations as they are now.
    ///
    /// A folder that is not there holds no migrations, as for Prisma; a remark says so. Where an archive can't be
    /// used, what it last held stands.
    ///
    /// - Throws: `FolderError` where the folder is there but can't be listed, or no archive could ever be read.
    package func read() throws(FolderError) -> Contents {
        let found = try place.look()
        tree = found.tree
        guard let tree = found.tree else {
            known = [:]
            return Contents(
                directories: [],
                remarks: ["The migrations folder \(place.path) does not exist."]
            )
        }
        let names: [String]
        do throws(FolderError) {
            names = try tree.entries(of: "").filter(\.isFolder).map(\.name)
        } catch {
            throw FolderError(description: "migrations folder \(error)")
        }
        var fresh: [String: (version: FileVersion, script: MigrationDirectory.Script)] = [:]
        let directories = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { name in
                let file = "\(name)/migration.sql"
                guard let version = tree.version(of: file) else {
                    return MigrationDirectory(
                        name: name,
                        script: .unreadable(reason: "the directory has no migration.sql")
                    )
                }
                if let entry = known[name], entry.version == version {
                    fresh[name] = entry
                } else {
                    scriptsRead += 1
                    fresh[name] = (version, Self.script(at: file, version, in: tree))
                }
                return MigrationDirectory(name: name, script: fresh[name]?.script ?? .unreadable(reason: "not read"))
            }
        known = fresh
        knownTexts = knownTexts.filter { fresh[$0.key] != nil }
        return Contents(directories: directories, remarks: found.remarks, fault: found.fault)
    }

    /// The texts of these migrations' scripts, decoded as Prisma does; those that can't be read are left out.
    package func texts(of names: some Sequence<String>) -> [String: String] {
        var texts: [String: String] = [:]
        guard let tree else { return texts }
        for name in names {
            let file = "\(name)/migration.sql"
            guard let version = tree.version(of: file) else { continue }
            if let entry = knownTexts[name], entry.version == version {
                texts[name] = entry.text
            } else if let bytes = try? tree.bytes(of: file, limit: Self.limit) {
                let text = String(decoding: bytes, as: UTF8.self)
                texts[name] = text
                knownTexts[name] = (version, text)
            }
        }
        return texts
    }

    private static func script(
        at file: String,
        _ version: FileVersion,
        in tree: any FileTree
    ) -> MigrationDirectory.Script {
        guard version.isRegularFile else { return .unreadable(reason: "migration.sql is not a file") }
        do throws(FolderError) {
            return .checksums(ScriptChecksums(script: try tree.bytes(of: file, limit: limit)))
        } catch {
            return .unreadable(reason: error.description)
        }
    }
}

/// A folder, an archive or a script that can't be read.
package struct FolderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path and the system's words.
    package var description: String
}
