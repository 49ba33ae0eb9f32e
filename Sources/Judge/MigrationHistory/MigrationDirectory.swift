/// One migration directory as found on disk.
package struct MigrationDirectory: Sendable, Hashable {
    /// What reading `migration.sql` gave.
    package enum Script: Sendable, Hashable {
        /// The script was read; these are the checksums that Prisma would accept for it.
        case checksums(ScriptChecksums)
        /// The script is missing or unreadable, in words; `migrate deploy` stops here with P3015.
        case unreadable(reason: String)
    }

    /// The directory's name, which is the migration's name.
    package var name: String
    /// Its script.
    package var script: Script

    /// A directory of that name with that script.
    package init(name: String, script: Script) {
        self.name = name
        self.script = script
    }
}

/// The SHA-256 digests of a script under which Prisma accepts a stored checksum, each 64 lowercase hex digits.
///
/// Prisma compares the text as it is, with CRLF turned to LF, and with each LF turned to CRLF
/// (prisma-engines, `schema-connector/src/checksum.rs`).
package struct ScriptChecksums: Sendable, Hashable {
    /// Of the bytes as they are: what Prisma would store today.
    package var verbatim: String
    /// With every CRLF replaced by LF.
    package var lineFeeds: String
    /// With every LF replaced by CRLF.
    package var carriageReturns: String

    /// The three digests.
    package init(verbatim: String, lineFeeds: String, carriageReturns: String) {
        self.verbatim = verbatim
        self.lineFeeds = lineFeeds
        self.carriageReturns = carriageReturns
    }
}
