package import MigrationHistory

/// A script by the name of its migration and the digest of its text.
package struct MigrationScript: Sendable, Hashable {
    /// The migration's name.
    package var name: String
    /// The SHA-256 of the text as it is in the file, in hex.
    package var digest: String

    /// A script.
    package init(name: String, digest: String) {
        self.name = name
        self.digest = digest
    }

    /// The readable scripts of a folder by the name of their migration.
    package static func byName(_ directories: [MigrationDirectory]) -> [String: MigrationScript] {
        var scripts: [String: MigrationScript] = [:]
        scripts.reserveCapacity(directories.count)
        for directory in directories {
            guard case .checksums(let checksums) = directory.script else { continue }
            scripts[directory.name] = MigrationScript(name: directory.name, digest: checksums.verbatim)
        }
        return scripts
    }
}
