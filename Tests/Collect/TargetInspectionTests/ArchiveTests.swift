import MigrationHistory
import TestProcess
import Testing

@testable import TargetInspection

@Suite struct ArchiveTests {
    /// How the tests pack a folder: by Debian's tar, and by Python's zipfile.
    enum Form: String, CaseIterable, Sendable {
        case gnuTar = "gnu.tar"
        case paxTar = "pax.tar"
        case gzippedTar = "gnu.tar.gz"
        case shortName = "gnu.tgz"
        case zip = "python.zip"
        case storedZip = "stored.zip"

        func pack(_ folder: String, _ members: [String] = ["."], to archive: String) async throws {
            let python = """
                import os, sys, zipfile
                kind = zipfile.ZIP_STORED if 'stored' in sys.argv[1] else zipfile.ZIP_DEFLATED
                with zipfile.ZipFile(sys.argv[1], 'w', kind) as file:
                    for member in sys.argv[2:]:
                        for at, _, files in os.walk(member):
                            for name in files: file.write(os.path.join(at, name))
                """
            let words: [String] =
                switch self {
                case .gnuTar: ["tar", "-cf", archive] + members
                case .paxTar: ["tar", "--format=pax", "-cf", archive] + members
                case .gzippedTar, .shortName: ["tar", "-czf", archive] + members
                case .zip, .storedZip: ["python3", "-c", python, archive] + members
                }
            let done = try await TestProcess.run(["env", "-C", folder] + words)
            guard done.status == 0 else { throw TestProcess.Failure(description: done.output) }
        }
    }

    private static let scripts = [
        "1_a": "CREATE TABLE a ();\n", "2 with space": "SELECT 2;\r\n", "Ünï": "SELECT 'ü';\n",
    ]

    private func project(in folder: TemporaryFolder, prefix: String = "m") throws {
        for (name, text) in Self.scripts { try folder.write(text, to: "\(prefix)/\(name)/migration.sql") }
        try folder.write("provider = \"postgresql\"\n", to: "\(prefix)/migration_lock.toml")
    }

    @Test(arguments: Form.allCases) func `an archive holds what its folder holds`(_ form: Form) async throws {
        let folder = try TemporaryFolder()
        try project(in: folder, prefix: "project/prisma/migrations")
        try folder.write("x", to: "project/prisma/migrations/3_empty/note.txt")
        try folder.write("down", to: "project/prisma/migrations/1_a/down.sql")
        let archive = "\(folder.path)/\(form.rawValue)"
        try await form.pack("\(folder.path)/project", to: archive)
        let onDisk = try await MigrationsFolder(path: "\(folder.path)/project/prisma/migrations").read()
        let migrations = MigrationsFolder(path: archive)
        #expect(try await migrations.read() == onDisk)
        #expect(await migrations.texts(of: Self.scripts.keys) == Self.scripts)
        await folder.remove()
    }

    @Test(arguments: [
        ("m", ["."]), ("migrations", ["migrations"]), ("prisma/migrations", ["prisma"]),
        ("prisma/migrations", ["./prisma/migrations"]), ("a/b/history", ["a"]),
    ]) func `the leading folders are found by themselves`(_ prefix: String, _ members: [String]) async throws {
        let folder = try TemporaryFolder()
        try project(in: folder, prefix: "p/\(prefix)")
        for form in [Form.gnuTar, .zip] {
            let archive = "\(folder.path)/\(form.rawValue)"
            try await form.pack("\(folder.path)/p" + (members == ["."] ? "/\(prefix)" : ""), members, to: archive)
            let contents = try await MigrationsFolder(path: archive).read()
            #expect(contents.directories.map(\.name) == ["1_a", "2 with space", "Ünï"])
        }
        await folder.remove()
    }

    @Test func `a file that tar met before is the same file`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("SELECT 1;", to: "migrations/1_a/migration.sql")
        try folder.write("x", to: "migrations/2_b/note")
        let migrations = "\(folder.path)/migrations"
        _ = try await TestProcess.run(["ln", "\(migrations)/1_a/migration.sql", "\(migrations)/2_b/migration.sql"])
        _ = try await TestProcess.run(["ln", "-s", "1_a", "\(migrations)/9_link"])
        try await Form.gnuTar.pack(folder.path, ["migrations"], to: "\(folder.path)/a.tar")
        let contents = try await MigrationsFolder(path: "\(folder.path)/a.tar").read()
        let same = MigrationDirectory.Script.checksums(ScriptChecksums(script: Array("SELECT 1;".utf8)))
        #expect(contents.directories.map(\.name) == ["1_a", "2_b"])
        #expect(contents.directories.map(\.script) == [same, same])
        await folder.remove()
    }

    @Test(arguments: Form.allCases) func `a part of an archive never replaces the whole`(_ form: Form) async throws {
        let folder = try TemporaryFolder()
        try project(in: folder)
        let good = "\(folder.path)/\(form.rawValue)"
        try await form.pack("\(folder.path)/m", to: good)
        let whole = try FileOnDisk.read(good, limit: 1 << 20).bytes
        let archives = ProjectArchives()
        let migrations = MigrationsFolder(path: good, archives: archives)
        let before = try await migrations.read()
        // A tar is padded with empty blocks, of which two suffice.
        let last = form == .gnuTar || form == .paxTar ? whole.lastIndex { $0 != 0 }.map { $0 + 512 } ?? 0 : whole.count
        var offsets = Array(stride(from: 0, to: last, by: 97))
        offsets += stride(from: 0, to: last, by: 512)
        offsets += [1, last - 1]
        for offset in offsets {
            try folder.write(Array(whole[..<offset]), to: form.rawValue)
            let contents = try await migrations.read()
            #expect(contents.directories == before.directories, "cut off at \(offset)")
            #expect(contents.fault?.hasPrefix("\(good) can't be used") == true, "cut off at \(offset)")
        }
        try folder.write(whole, to: form.rawValue)
        let again = try await migrations.read()
        #expect(again.directories == before.directories && again.remarks == before.remarks && again.fault == nil)
        _ = try await TestProcess.run(["rm", good])
        let gone = try await migrations.read()
        #expect(gone.directories == before.directories && gone.fault?.contains("No such file") == true)
        await folder.remove()
    }

    @Test(arguments: [Form.gzippedTar, .zip, .storedZip])
    func `a script that was damaged is never taken for another`(_ form: Form) async throws {
        let folder = try TemporaryFolder()
        try project(in: folder)
        let archive = "\(folder.path)/\(form.rawValue)"
        try await form.pack("\(folder.path)/m", to: archive)
        let whole = try FileOnDisk.read(archive, limit: 1 << 20).bytes
        let good = Set(try await MigrationsFolder(path: archive).read().directories.map(\.script))
        for offset in whole.indices {
            var bytes = whole
            bytes[offset] ^= 0x10
            guard let tree = try? ArchivedTree(unpacking: bytes, name: "a", limits: ArchiveLimits()).migrationsFolder()
            else { continue }
            for entry in try tree.entries(of: "") where tree.version(of: "\(entry.name)/migration.sql") != nil {
                let bytes = try? tree.bytes(of: "\(entry.name)/migration.sql", limit: 1 << 20)
                #expect(bytes.map { good.contains(.checksums(ScriptChecksums(script: $0))) } ?? true, "\(offset)")
            }
        }
        await folder.remove()
    }

    @Test func `an archive is unpacked again when the file is another, by whatever path`() async throws {
        let folder = try TemporaryFolder()
        try project(in: folder)
        // As Kubernetes mounts a ConfigMap: links to a folder that is swapped as one.
        for version in ["..v1", "..v2"] {
            try folder.write("SELECT 3;", to: "\(version == "..v2" ? "m/3_new" : "spare")/migration.sql")
            try folder.write("", to: "mount/\(version)/x")
            try await Form.gzippedTar.pack("\(folder.path)/m", to: "\(folder.path)/mount/\(version)/history.tgz")
        }
        let mount = "\(folder.path)/mount"
        _ = try await TestProcess.run(["ln", "-s", "..v1", "\(mount)/..data"])
        _ = try await TestProcess.run(["ln", "-s", "..data/history.tgz", "\(mount)/history.tgz"])
        let archives = ProjectArchives()
        let first = MigrationsFolder(path: "\(mount)/history.tgz", archives: archives)
        let second = MigrationsFolder(path: "\(mount)/history.tgz", archives: archives)
        for migrations in [first, second, first, second] {
            #expect(try await migrations.read().directories.count == 3)
        }
        #expect(archives.unpacked == 1)
        _ = try await TestProcess.run(["ln", "-s", "..v2", "\(mount)/..new"])
        _ = try await TestProcess.run(["mv", "-T", "\(mount)/..new", "\(mount)/..data"])
        for migrations in [first, second, first] { #expect(try await migrations.read().directories.count == 4) }
        #expect(archives.unpacked == 2)
        #expect(await first.scriptsRead == 4)
        await folder.remove()
    }

    @Test func `schema.prisma is read from the archive of the migrations, and stays when that is damaged`() async throws
    {
        let folder = try TemporaryFolder()
        try project(in: folder, prefix: "p/prisma/migrations")
        try folder.write("model A {}", to: "p/prisma/schema/a.prisma")
        try folder.write("model B {}", to: "p/prisma/schema/deep/b.prisma")
        try folder.write("model C {}", to: "p/node_modules/c.prisma")
        let archive = "\(folder.path)/a.zip"
        try await Form.zip.pack("\(folder.path)/p", to: archive)
        let archives = ProjectArchives()
        let schema = PrismaSchemaFiles(path: archive, archives: archives)
        let version = try schema.version()
        #expect(
            try schema.read(version).map(\.path) == [
                "\(archive)/prisma/schema/a.prisma", "\(archive)/prisma/schema/deep/b.prisma",
            ]
        )
        #expect(try schema.read(version).map(\.text) == ["model A {}", "model B {}"])
        #expect(try await MigrationsFolder(path: archive, archives: archives).read().directories.count == 3)
        #expect(archives.unpacked == 1)
        try folder.write("PK", to: "a.zip")
        let later = try schema.version()
        #expect(later.fault?.contains("can't be used, what it held before stays in force") == true)
        #expect(try schema.read(later).map(\.text) == ["model A {}", "model B {}"])
        await folder.remove()
    }

    @Test func `an archive that holds no migrations does not replace one that does`() async throws {
        let folder = try TemporaryFolder()
        try project(in: folder)
        try await Form.gnuTar.pack("\(folder.path)/m", to: "\(folder.path)/a.tar")
        let migrations = MigrationsFolder(path: "\(folder.path)/a.tar")
        let before = try await migrations.read()
        try folder.write("README", to: "other/README")
        try await Form.gnuTar.pack("\(folder.path)/other", to: "\(folder.path)/a.tar")
        let after = try await migrations.read()
        #expect(after.directories == before.directories)
        #expect(after.fault?.hasSuffix("there is no migrations folder in it.") == true)
        try folder.write("", to: "fresh/migrations/.keep")
        try await Form.gnuTar.pack("\(folder.path)/fresh", to: "\(folder.path)/a.tar")
        let empty = try await migrations.read()
        #expect(empty.directories.isEmpty && empty.remarks.isEmpty && empty.fault == nil)
        await folder.remove()
    }
}
