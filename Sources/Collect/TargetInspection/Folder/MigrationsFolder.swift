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
        /// Grows with each read that found something changed.
        package var version = 0
    }

    /// Where the folder is.
    package nonisolated let path: String
    /// How many scripts have been read since the start.
    package private(set) var scriptsRead = 0

    private struct Entry: Sendable {
        var name: String
        /// Its script below the folder.
        var file: String
        /// The script as it was read; nil where there was none.
        var version: FileVersion?
        var script = MigrationDirectory.Script.unreadable(reason: "the directory has no migration.sql")
        /// The script's bytes, from the read that found it changed to the next one.
        var bytes: [UInt8]?

        init(_ name: String) {
            self.name = name
            file = "\(name)/migration.sql"
        }
    }

    /// The sub-directories as the system listed them.
    private var listed: [String] = []
    /// The migrations in byte order of their names.
    private var entries: [Entry] = []
    private var contents: Contents?

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
            (listed, entries) = ([], [])
            let remarks = ["The migrations folder \(path) does not exist."]
            if let contents, contents.remarks == remarks { return contents }
            return changed(to: Contents(directories: [], remarks: remarks))
        }
        var isSame = contents?.remarks.isEmpty ?? false
        if names != listed {
            let known = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
            entries = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { known[$0] ?? Entry($0) }
            listed = names
            isSame = false
        }
        let folder = try OpenFolder(path)
        for index in entries.indices {
            if entries[index].bytes != nil { entries[index].bytes = nil }
            let version = folder.version(of: entries[index].file)
            guard version != entries[index].version else { continue }
            isSame = false
            var entry = Entry(entries[index].name)
            if let version { read(&entry, version) }
            entries[index] = entry
        }
        if isSame, let contents { return contents }
        return changed(
            to: Contents(
                directories: entries.map { MigrationDirectory(name: $0.name, script: $0.script) },
                remarks: []
            )
        )
    }

    private func changed(to fresh: Contents) -> Contents {
        var fresh = fresh
        fresh.version = (contents?.version ?? 0) + 1
        contents = fresh
        return fresh
    }

    private func read(_ entry: inout Entry, _ version: FileVersion) {
        scriptsRead += 1
        entry.version = version
        guard version.isRegularFile else {
            entry.script = .unreadable(reason: "migration.sql is not a file")
            return
        }
        do throws(FolderError) {
            let bytes = try ScriptFile.bytes(at: "\(path)/\(entry.file)")
            entry.script = .checksums(ScriptChecksums(script: bytes))
            entry.bytes = bytes
        } catch {
            entry.script = .unreadable(reason: error.description)
        }
    }

    /// The texts of these migrations' scripts as they were last read, decoded as Prisma does; those that can't be read,
    /// or have changed since, are left out.
    package func texts(of names: some Sequence<String>) -> [String: String] {
        let places = Dictionary(entries.enumerated().map { ($1.name, $0) }) { first, _ in first }
        var texts: [String: String] = [:]
        for name in names {
            guard let place = places[name], case .checksums(let checksums) = entries[place].script else { continue }
            if let bytes = entries[place].bytes {
                texts[name] = String(decoding: bytes, as: UTF8.self)
            } else if let bytes = try? ScriptFile.bytes(at: "\(path)/\(entries[place].file)"),
                ScriptChecksums(script: bytes) == checksums
            {
                texts[name] = String(decoding: bytes, as: UTF8.self)
            }
        }
        return texts
    }
}

/// A folder or script that can't be read.
package struct FolderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path and the system's words.
    package var description: String
}
