import Diagnosis
import MigrationHistory
import SchemaModel
import TestProcess
import Testing

@testable import ExporterDaemon

@Suite struct BaselineFileTests {
    private static let table = ObjectID(.table, schema: "public", name: "\"odd\\\n🦄")
    private static let baselines = [
        "public": SchemaBaseline(
            takenAt: Instant(microseconds: 1_769_790_300_123_456),
            serverVersion: 18,
            rows: "abc",
            objects: [
                table: SchemaBaseline.Entry(kind: "table", whole: nil, isPrismas: true, digest: "1", rest: "2"),
                table.member(.constraint, "x"): SchemaBaseline.Entry(
                    kind: "check",
                    whole: table,
                    isPrismas: false,
                    digest: "3",
                    rest: "4"
                ),
                .extension("pgcrypto"): SchemaBaseline.Entry(
                    kind: "extension",
                    whole: nil,
                    isPrismas: false,
                    digest: "",
                    rest: ""
                ),
            ]
        ),
        "te\"nant": SchemaBaseline(takenAt: Instant(microseconds: -1), serverVersion: 15, rows: "", objects: [:]),
    ]

    @Test func `what is written is read again, and leaves nothing else behind`() async throws {
        let folder = try TemporaryFolder()
        let file = BaselineFile(directory: folder.path, target: "shop")
        #expect(try file.read() == nil && file.stamp == nil)
        try file.write(Self.baselines)
        #expect(try file.read() == Self.baselines)
        let first = file.stamp
        try file.write([:])
        #expect(try file.read() == [:] && file.stamp != first)
        #expect(Set(TestProcess.names(in: folder.path)) == [".", "..", "baseline-shop.json"])
        await folder.remove()
    }

    @Test func `every target has a file name of its own that stays in the folder`() {
        #expect(BaselineFile.name(of: "shop-1_a") == "baseline-shop-1_a.json")
        #expect(BaselineFile.name(of: "srv/tenant.1") == "baseline-srv%2Ftenant%2E1.json")
        #expect(BaselineFile.name(of: "../../etc/passwd") == "baseline-%2E%2E%2F%2E%2E%2Fetc%2Fpasswd.json")
        let targets =
            ["a/b", "a%2Fb", "a", "A", "", "é", "e\u{301}", "a\0b", "."]
            + [
                String(repeating: "x", count: 500), String(repeating: "x", count: 501),
                String(repeating: "é", count: 300),
            ]
        let names = targets.map { BaselineFile.name(of: $0) }
        #expect(Set(names).count == targets.count)
        #expect(names.allSatisfy { $0.utf8.count <= 255 && !$0.contains("/") && !$0.contains("\0") })
    }

    @Test(arguments: [
        ("", "it is damaged"), ("{", "it is damaged"), ("[]", "it is damaged"), ("{\"version\":1}", "it is damaged"),
        ("{\"version\":\"1\"}", "it is damaged"),
        ("{\"version\":2,\"later\":true}", "it has the format 2, where 1 is known"),
        (
            "{\"version\":1,\"target\":\"shop\",\"schemas\":{\"public\":{\"taken_at_microseconds\":1,\"server_version\":18,\"rows\":\"\",\"objects\":[{\"kind\":\"wish\",\"schema\":\"\",\"name\":\"\",\"told_as\":\"\",\"is_prismas\":true,\"digest\":\"\",\"rest\":\"\"}]}}}",
            "it is damaged"
        ),
    ]) func `a file that holds something else says what is wrong`(_ text: String, _ fault: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "baseline-shop.json")
        let file = BaselineFile(directory: folder.path, target: "shop")
        let error = #expect(throws: BaselineDocument.Fault.self) { try file.read() }
        #expect(error?.description == fault)
        #expect(file.setAside() == "\(folder.path)/baseline-shop.json.damaged")
        #expect(try file.read() == nil)
        await folder.remove()
    }

    @Test func `a file that is cut anywhere is damaged`() async throws {
        let folder = try TemporaryFolder()
        let file = BaselineFile(directory: folder.path, target: "shop")
        try file.write(Self.baselines)
        let text = TestProcess.text(of: file.path)
        for length in 0..<(text.utf8.count - 1) {
            try folder.write(Array(text.utf8.prefix(length)), to: "baseline-shop.json")
            #expect(throws: BaselineDocument.Fault.self, "\(length)") { try file.read() }
        }
        await folder.remove()
    }

    @Test func `a folder that is none can't be written to, and says so`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        let file = BaselineFile(directory: "\(folder.path)/file", target: "shop")
        #expect(try file.read() == nil)
        let error = #expect(throws: BaselineFile.Failure.self) { try file.write([:]) }
        #expect(error?.text.hasSuffix("Not a directory") == true)
        await folder.remove()
    }
}
