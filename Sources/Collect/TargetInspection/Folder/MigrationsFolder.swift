package import MigrationHistory

/// A migrations folder, on disk or in an archive, read by Prisma's rules; files that have not changed are not read
/// again.
///
/// Every direct sub-directory is a migration, whatever its name; links and files are not; the script is
/// `migration.sql` (prisma, `packages/migrate/src/utils/listMigrations.ts`).
///
/// While the folder on disk lists the same, only the newest scripts are looked at in each reading, and the others in
/// turns: an edit of an old one in place is found within eight readings.
package actor MigrationsFolder {
    /// A larger migration.sql is not read.
    private static let limit = 64 << 20
    /// So many of the last scripts are looked at in each reading: they are what people edit.
    private static let newest = 16
    /// All others have been looked at after so many readings.
    private static let turns = 8

    /// What the folder holds.
    package struct Contents: Sendable, Hashable {
        /// The migrations, in byte order of their names.
        package var directories: [MigrationDirectory]
        /// Oddities of the folder itself, each one sentence.
        package var remarks: [String]
        /// Why an earlier content is in force instead of what is there now, one sentence; nil where that is.
        package var fault: String?
        /// Grows with each read that found something changed.
        package var version = 0
    }

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

    private let place: ProjectPlace
    /// The files as the last reading found them; nil where there were none.
    private var tree: (any FileTree)?
    /// The sub-directories as the system listed them.
    private var listed: [String] = []
    /// The folder's own version at that; nil where it can't tell of a change.
    private var listing: FileVersion?
    /// The place of the next script to be looked at in its turn.
    private var next = 0
    /// The places of the scripts whose bytes are kept.
    private var kept: [Int] = []
    /// The migrations in byte order of their names.
    private var entries: [Entry] = []
    private var contents: Contents?

    /// The folder at that path; nothing is read yet.
    ///
    /// - Parameters:
    ///   - path: a folder, or an archive of one.
    ///   - archives: where archives are unpacked.
    package init(path: String, archives: ProjectArchives = ProjectArchives()) {
        place = ProjectPlace(path: path, holding: .migrations, archives: archives)
    }

    /// The folder at that path, on a file system that notes times no coarser than that.
    init(path: String, settling: Duration) {
        place = ProjectPlace(path: path, holding: .migrations, archives: ProjectArchives(), settling: settling)
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
            (listed, entries, listing, kept) = ([], [], nil, [])
            return current([], remarks: ["The migrations folder \(place.path) does not exist."], fault: nil)
        }
        let isSame = try refresh(from: tree)
        if isSame, let contents, contents.remarks == found.remarks, contents.fault == found.fault { return contents }
        return current(
            entries.map { MigrationDirectory(name: $0.name, script: $0.script) },
            remarks: found.remarks,
            fault: found.fault
        )
    }

    /// Reads what has changed.
    ///
    /// - Returns: whether nothing has.
    private func refresh(from tree: any FileTree) throws(FolderError) -> Bool {
        for place in kept { entries[place].bytes = nil }
        kept = []
        guard let listing, listing == tree.listing else {
            let isSame = try list(tree)
            return update(Array(entries.indices), from: tree) && isSame
        }
        return update(due(), from: tree)
    }

    /// Lists the folder anew.
    ///
    /// - Returns: whether it holds the same as before.
    private func list(_ tree: any FileTree) throws(FolderError) -> Bool {
        let names: [String]
        do throws(FolderError) {
            names = try tree.entries(of: "").filter(\.isFolder).map(\.name)
        } catch {
            throw FolderError(description: "migrations folder \(error)")
        }
        listing = tree.listing
        guard names != listed else { return true }
        let known = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
        entries = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { known[$0] ?? Entry($0) }
        listed = names
        return false
    }

    /// The places of the scripts to be looked at while the folder lists the same.
    private func due() -> [Int] {
        let older = max(0, entries.count - Self.newest)
        let count = (older + Self.turns - 1) / Self.turns
        let turn = (0..<count).map { (next + $0) % older }
        next = older == 0 ? 0 : (next + count) % older
        return turn + Array(older..<entries.count)
    }

    /// Reads those of the scripts at these places that have changed.
    ///
    /// - Returns: whether none has.
    private func update(_ places: [Int], from tree: any FileTree) -> Bool {
        var isSame = true
        for (place, version) in zip(places, tree.versions(of: places.map { entries[$0].file }))
        where version != entries[place].version {
            isSame = false
            var entry = Entry(entries[place].name)
            if let version { read(&entry, version, from: tree) }
            entries[place] = entry
            if entry.bytes != nil { kept.append(place) }
        }
        return isSame
    }

    private func current(_ directories: [MigrationDirectory], remarks: [String], fault: String?) -> Contents {
        var fresh = Contents(directories: directories, remarks: remarks, fault: fault, version: contents?.version ?? 0)
        if fresh == contents { return fresh }
        fresh.version += 1
        contents = fresh
        return fresh
    }

    private func read(_ entry: inout Entry, _ version: FileVersion, from tree: any FileTree) {
        scriptsRead += 1
        entry.version = version
        guard version.isRegularFile else {
            entry.script = .unreadable(reason: "migration.sql is not a file")
            return
        }
        do throws(FolderError) {
            let bytes = try tree.bytes(of: entry.file, limit: Self.limit)
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
            } else if let bytes = try? tree?.bytes(of: entries[place].file, limit: Self.limit),
                ScriptChecksums(script: bytes) == checksums
            {
                texts[name] = String(decoding: bytes, as: UTF8.self)
            }
        }
        return texts
    }
}

/// A folder, an archive or a script that can't be read.
package struct FolderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path and the system's words.
    package var description: String
}
