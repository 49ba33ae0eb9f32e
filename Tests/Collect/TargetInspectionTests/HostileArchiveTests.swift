import MigrationHistory
import TestProcess
import Testing

@testable import TargetInspection

/// Archives that nobody packed in good faith, or at all.
@Suite struct HostileArchiveTests {
    /// An archive that Python writes: `file` is a tarfile or zipfile opened for writing, `add(name, bytes)` adds to it.
    private func packed(_ folder: TemporaryFolder, _ name: String, _ script: String) async throws -> String {
        let path = "\(folder.path)/\(name)"
        let python = """
            import io, sys, tarfile, zipfile
            path = sys.argv[1]
            file = zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) if path.endswith('.zip') else \\
                tarfile.open(path, 'w:gz' if path.endswith('gz') else 'w')
            def add(name, data=b'', kind=tarfile.REGTYPE, link=''):
                if path.endswith('.zip'): return file.writestr(name, data)
                entry = tarfile.TarInfo(name)
                entry.size, entry.type, entry.linkname = len(data), kind, link
                file.addfile(entry, io.BytesIO(data))
            \(script.split(separator: "\n").joined(separator: "\n"))
            file.close()
            """
        let done = try await TestProcess.run(["python3", "-c", python, path])
        guard done.status == 0 else { throw TestProcess.Failure(description: done.output) }
        return path
    }

    private func limits(_ change: (inout ArchiveLimits) -> Void) -> ProjectArchives {
        var limits = ArchiveLimits()
        change(&limits)
        return ProjectArchives(limits: limits)
    }

    @Test(arguments: ["a.tar", "a.tgz", "a.zip"])
    func `names that lead out of the archive are left out and told`(_ name: String) async throws {
        let folder = try TemporaryFolder()
        let path = try await packed(
            folder,
            name,
            """
            add('migrations/1_a/migration.sql', b'SELECT 1;')
            add('../../../../tmp/evil/migration.sql', b'evil')
            add('migrations/../../2_b/migration.sql', b'evil')
            add('/migrations/3_c/migration.sql', b'SELECT 3;')
            """
        )
        let contents = try await MigrationsFolder(path: path).read()
        #expect(contents.directories.map(\.name) == ["1_a", "3_c"])
        #expect(contents.remarks == ["2 of the names in \(path) lead out of it and are left out."])
        await folder.remove()
    }

    @Test func `a name that is not in UTF-8 is no other name`() async throws {
        let folder = try TemporaryFolder()
        let path = try await packed(
            folder,
            "a.tar",
            """
            file.format, file.encoding = tarfile.GNU_FORMAT, 'latin-1'
            add('migrations/ü/migration.sql', b'SELECT 1;')
            """
        )
        await #expect(throws: FolderError(description: "a name in it is not in UTF-8")) {
            try await MigrationsFolder(path: path).read()
        }
        await folder.remove()
    }

    @Test func `links and devices are not followed`() async throws {
        let folder = try TemporaryFolder()
        let path = try await packed(
            folder,
            "a.tar",
            """
            add('migrations/1_a/migration.sql', b'SELECT 1;')
            add('migrations/2_b/migration.sql', kind=tarfile.SYMTYPE, link='/etc/passwd')
            add('migrations/3_c/migration.sql', kind=tarfile.LNKTYPE, link='/etc/passwd')
            add('migrations/4_d', kind=tarfile.SYMTYPE, link='/etc')
            add('migrations/5_e/migration.sql', kind=tarfile.CHRTYPE)
            """
        )
        let contents = try await MigrationsFolder(path: path).read()
        #expect(contents.directories.map(\.name) == ["1_a", "3_c"])
        guard case .unreadable = contents.directories[1].script else {
            Issue.record("\(contents.directories[1])")
            return
        }
        await folder.remove()
    }

    @Test(arguments: ["a.tar", "a.tgz", "a.zip"])
    func `what unpacks to too much is refused, wherever in it that is`(_ name: String) async throws {
        let folder = try TemporaryFolder()
        let message = "it unpacks to more than is read: pack the migrations and the schema alone"
        for file in ["migrations/1_a/migration.sql", "ballast.bin"] {
            let path = try await packed(folder, name, "add('\(file)', bytes(3 << 20))")
            let archives = limits {
                $0.unpacked = 2 << 20
                $0.kept = 1 << 20
            }
            await #expect(throws: FolderError(description: message)) {
                try await MigrationsFolder(path: path, archives: archives).read()
            }
        }
        let path = try await packed(
            folder,
            name,
            "[add(f'migrations/{n}/migration.sql', bytes(400 << 10)) for n in range(3)]"
        )
        await #expect(throws: FolderError(description: message)) {
            try await MigrationsFolder(path: path, archives: limits { $0.kept = 1 << 20 }).read()
        }
        #expect(
            try await MigrationsFolder(path: path, archives: limits { $0.kept = 2 << 20 }).read().directories.count == 3
        )
        await folder.remove()
    }

    @Test func `a bomb takes neither memory nor long`() async throws {
        let folder = try TemporaryFolder()
        // A gigabyte of nothing in a megabyte.
        let path = try await packed(
            folder,
            "a.zip",
            """
            with file.open('migrations/1_a/migration.sql', 'w') as script:
                for _ in range(1024): script.write(bytes(1 << 20))
            """
        )
        await #expect(throws: FolderError.self) {
            try await MigrationsFolder(path: path, archives: limits { $0.kept = 4 << 20 }).read()
        }
        await folder.remove()
    }

    @Test(arguments: ["a.tar", "a.zip"])
    func `too many names, or too deep ones, are refused`(_ name: String) async throws {
        let folder = try TemporaryFolder()
        let many = try await packed(folder, name, "[add(f'migrations/{n}/migration.sql', b'x') for n in range(200)]")
        await #expect(throws: FolderError(description: "it holds more than 100 files and folders")) {
            try await MigrationsFolder(path: many, archives: limits { $0.entries = 100 }).read()
        }
        let deep = try await packed(folder, name, "add('a/' * 40 + 'migration.sql', b'x')")
        await #expect(throws: FolderError(description: "it holds more than 32 folders within one another")) {
            try await MigrationsFolder(path: deep).read()
        }
        await #expect(throws: FolderError(description: "\(name) is larger than 0 MB")) {
            try await MigrationsFolder(path: many, archives: limits { $0.file = 100 }).read()
        }
        await folder.remove()
    }

    @Test(arguments: ["a.tar", "a.tgz", "a.zip"])
    func `an empty archive, and none at all, are no history`(_ name: String) async throws {
        let folder = try TemporaryFolder()
        let empty = try await packed(folder, name, "")
        await #expect(throws: FolderError(description: "the archive holds nothing")) {
            try await MigrationsFolder(path: empty).read()
        }
        let rubbish: [(String, String)] = [
            ("", "the file is empty"), ("not an archive\n", "no whole"), ("PK nor this", "no whole"),
            (String(repeating: "CREATE TABLE a ();\n", count: 1000), "no whole"),
        ]
        for (text, words) in rubbish {
            try folder.write(text, to: name)
            do {
                _ = try await MigrationsFolder(path: "\(folder.path)/\(name)").read()
                Issue.record("\(text.prefix(20)) was taken for an archive")
            } catch { #expect("\(error)".contains(words), "\(error)") }
        }
        await folder.remove()
    }

    @Test func `two histories in one archive are not mixed`() async throws {
        let folder = try TemporaryFolder()
        let path = try await packed(
            folder,
            "a.zip",
            """
            for name in ['apps/b', 'apps/a']: add(f'{name}/prisma/migrations/1_a/migration.sql', b'x')
            """
        )
        let message =
            "there are several migrations folders in it: apps/a/prisma/migrations and apps/b/prisma/migrations"
        await #expect(throws: FolderError(description: message)) { try await MigrationsFolder(path: path).read() }
        await folder.remove()
    }
}
