import MigrationHistory
import TestProcess
import Testing

@testable import TargetInspection

@Suite struct MigrationsFolderTests {
    private func expect(_ digest: String, isSumOf bytes: [UInt8]) async throws {
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "file")
        let output = try await TestProcess.run(["sha256sum", "\(folder.path)/file"]).output
        await folder.remove()
        #expect(output.hasPrefix("\(digest) "))
    }

    @Test func `checksums are those of sha256sum, for every form of the line ends`() async throws {
        let unix = Array("a\nb\n".utf8)
        let windows = Array("a\r\nb\r\n".utf8)
        for script in [unix, windows] {
            let checksums = ScriptChecksums(script: script)
            try await expect(checksums.verbatim, isSumOf: script)
            try await expect(checksums.lineFeeds, isSumOf: unix)
        }
        try await expect(ScriptChecksums(script: unix).carriageReturns, isSumOf: windows)
        // Prisma's replacement is naive: what already has CRLF gets CR CR LF.
        try await expect(ScriptChecksums(script: windows).carriageReturns, isSumOf: Array("a\r\r\nb\r\r\n".utf8))
    }

    @Test func `a byte order mark stays, invalid bytes are hashed as Node reads them`() async throws {
        try await expect(
            ScriptChecksums(script: [0xEF, 0xBB, 0xBF, 0x61]).verbatim,
            isSumOf: [0xEF, 0xBB, 0xBF, 0x61]
        )
        try await expect(ScriptChecksums(script: [0x61, 0xFF, 0x62]).verbatim, isSumOf: Array("a\u{FFFD}b".utf8))
        try await expect(ScriptChecksums(script: []).verbatim, isSumOf: [])
    }

    @Test func `every direct sub-directory is a migration, files and links are not`() async throws {
        let folder = try TemporaryFolder()
        for name in ["2_b", "1 with space", ".git", "Ünï"] {
            try folder.write("SELECT 1;", to: "m/\(name)/migration.sql")
        }
        try folder.write("", to: "m/0_empty/note.txt")
        try folder.write("", to: "m/3_folder/migration.sql/x")
        try folder.write("x", to: "m/migration_lock.toml")
        try folder.write("x", to: "m/2_b/nested/deeper/migration.sql")
        _ = try await TestProcess.run(["ln", "-s", "\(folder.path)/m/2_b", "\(folder.path)/m/9_link"])
        let contents = try await MigrationsFolder(path: "\(folder.path)/m").read()
        #expect(contents.directories.map(\.name) == [".git", "0_empty", "1 with space", "2_b", "3_folder", "Ünï"])
        #expect(contents.directories[1].script == .unreadable(reason: "the directory has no migration.sql"))
        #expect(contents.directories[4].script == .unreadable(reason: "migration.sql is not a file"))
        #expect(contents.directories[3].script == .checksums(ScriptChecksums(script: Array("SELECT 1;".utf8))))
        await folder.remove()
    }

    @Test func `unchanged scripts are not read again, changed ones are`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", to: "1/migration.sql")
        try folder.write("b", to: "2/migration.sql")
        let migrations = MigrationsFolder(path: folder.path)
        let first = try await migrations.read()
        #expect(try await migrations.read() == first)
        #expect(await migrations.scriptsRead == 2)
        try folder.write("c", to: "2/migration.sql")
        #expect(
            try await migrations.read().directories[1].script == .checksums(ScriptChecksums(script: Array("c".utf8)))
        )
        #expect(await migrations.scriptsRead == 3)
        _ = try await TestProcess.run(["rm", "-rf", "\(folder.path)/1"])
        #expect(try await migrations.read().directories.map(\.name) == ["2"])
        await folder.remove()
    }

    @Test func `while the folder lists the same, new scripts are looked at each time and old ones in turns`()
        async throws
    {
        let folder = try TemporaryFolder()
        for number in 100..<200 { try folder.write("a", to: "\(number)/migration.sql") }
        let migrations = MigrationsFolder(path: folder.path, settling: .zero)
        _ = try await migrations.read()
        _ = try await migrations.read()
        for old in [100, 141, 183] {
            try folder.write("edited", to: "\(old)/migration.sql")
            var readings = 0
            let edited = MigrationDirectory.Script.checksums(ScriptChecksums(script: Array("edited".utf8)))
            repeat {
                readings += 1
            } while try await migrations.read().directories[old - 100].script != edited
                && readings < 100
            #expect(readings <= 8)
        }
        #expect(await migrations.scriptsRead == 103)
        try folder.write("edited", to: "184/migration.sql")
        _ = try await migrations.read()
        #expect(await migrations.scriptsRead == 104)
        // What the folder lists is seen at once, whatever else is due.
        try folder.write("b", to: "050/migration.sql")
        _ = try await TestProcess.run(["rm", "-rf", "\(folder.path)/101"])
        #expect(try await migrations.read().directories.prefix(2).map(\.name) == ["050", "100"])
        #expect(await migrations.scriptsRead == 105)
        await folder.remove()
    }

    @Test func `a folder that has just changed is listed again`() async throws {
        let folder = try TemporaryFolder()
        for number in 100..<200 { try folder.write("a", to: "\(number)/migration.sql") }
        let migrations = MigrationsFolder(path: folder.path, settling: .seconds(3600))
        _ = try await migrations.read()
        try folder.write("edited", to: "100/migration.sql")
        _ = try await migrations.read()
        #expect(await migrations.scriptsRead == 101)
        await folder.remove()
    }

    @Test func `a script's text is the one that was read, or none`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", to: "1/migration.sql")
        try folder.write("b", to: "2/migration.sql")
        let migrations = MigrationsFolder(path: folder.path)
        let first = try await migrations.read()
        #expect(await migrations.texts(of: ["1", "2", "3"]) == ["1": "a", "2": "b"])
        #expect(try await migrations.read() == first)
        #expect(await migrations.texts(of: ["2"]) == ["2": "b"])
        try folder.write("other", to: "2/migration.sql")
        #expect(await migrations.texts(of: ["1", "2"]) == ["1": "a"])
        #expect(try await migrations.read().version > first.version)
        #expect(await migrations.texts(of: ["2"]) == ["2": "other"])
        await folder.remove()
    }

    @Test func `a folder that is not there holds nothing and is told, one that is a file is an error`() async throws {
        let folder = try TemporaryFolder()
        let missing = try await MigrationsFolder(path: "\(folder.path)/nowhere").read()
        #expect(
            missing.directories.isEmpty
                && missing.remarks == ["The migrations folder \(folder.path)/nowhere does not exist."]
        )
        try folder.write("", to: "file")
        await #expect(throws: FolderError(description: "migrations folder \(folder.path)/file: Not a directory")) {
            try await MigrationsFolder(path: "\(folder.path)/file").read()
        }
        await folder.remove()
    }

    @Test(arguments: [
        ("plain", "'plain'"), ("it's", "'it''s'"), ("back\\slash", "E'back\\\\slash'"), ("\\'", "E'\\\\'''"),
    ]) func `a literal can't be left, whatever the server's settings`(_ text: String, _ literal: String) {
        #expect(InspectionStatements.literal(text) == literal)
    }

    @Test func `an identifier's quotes are doubled`() {
        #expect(InspectionStatements.identifier("a\"b") == "\"a\"\"b\"")
    }
}
