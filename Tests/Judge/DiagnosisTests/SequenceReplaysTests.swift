import Diagnosis
import MigrationHistory
import MigrationSQL
import SchemaModel
import Testing

@Suite struct SequenceReplaysTests {
    private let texts = [
        "1": "CREATE TABLE a (id int)", "2": "ALTER TABLE a ADD x int; CREATE INDEX i ON a (x)",
        "3": "CREATE TABLE b (id int)", "4": "ALTER TABLE a RENAME TO c", "5": "DROP INDEX i",
    ]

    private func sequence(_ settled: [String], _ examined: [String] = []) -> ScriptSequence {
        ScriptSequence(
            defaultSchema: "public",
            settled: settled.map { MigrationScript(name: $0, digest: $0) },
            examined: examined.map { MigrationScript(name: $0, digest: $0) }
        )
    }

    private func describe(_ end: ReplayedSequence) -> String {
        let objects = end.replay.schema.objects.map { "\($0.key) \($0.value.facets.count)" }.sorted()
        let definers = end.replay.definers.map { "\($0.key) \($0.value)" }.sorted()
        let touched = end.touched.map { "\($0.map(\.description).sorted())" }
        return "\(objects) \(definers) \(touched) \(end.statements.map(\.text))"
    }

    @Test func `a sequence that was asked for in any order ends where it ends when replayed alone`() {
        let sequences = [
            sequence(["1", "2"], ["3"]), sequence(["1", "2"]), sequence(["1", "2"], ["3", "4", "5"]),
            sequence(["1", "2", "3"]), sequence(["1", "2", "3"], ["4"]), sequence(["1"]), sequence([], ["1"]),
            sequence(["1", "2"], ["4"]), sequence([]),
        ]
        for first in sequences {
            var replays = SequenceReplays()
            for next in [first] + sequences {
                var alone = SequenceReplays()
                #expect(describe(replays.end(of: next, texts)) == describe(alone.end(of: next, texts)))
            }
        }
    }

    @Test func `what begins as an earlier one did goes on from there`() {
        var replays = SequenceReplays()
        let unfinished = sequence(["1", "2"], ["3"])
        #expect(replays.unread(unfinished) == ["1", "2", "3"])
        _ = replays.end(of: unfinished, texts)
        #expect(replays.unread(sequence(["1", "2"])) == [])
        #expect(replays.unread(sequence(["1", "2"], ["3", "4"])) == ["4"])
        #expect(replays.unread(sequence(["1", "2", "3"])) == ["3"])
        _ = replays.end(of: sequence(["1", "2"], ["3", "4"]), ["4": texts["4"] ?? ""])
        #expect(replays.scriptsReplayed == 4)
        _ = replays.end(of: sequence(["1"]), texts)
        replays.keep(9)
        #expect(replays.unread(sequence(["1", "2", "5"])) == ["5"])
        #expect(replays.unread(sequence(["2", "1"])) == ["2", "1"])
    }

    @Test func `an edited script is another script`() {
        var replays = SequenceReplays()
        _ = replays.end(of: sequence(["1", "2"]), texts)
        var edited = sequence(["1", "2"])
        edited.settled[0].digest = "other"
        #expect(replays.unread(edited) == ["1", "2"])
        edited = sequence(["1", "2"])
        edited.defaultSchema = "shop"
        #expect(replays.unread(edited) == ["1", "2"])
    }

    @Test func `what lacks a text is not kept, and what is not asked for is forgotten`() {
        var replays = SequenceReplays()
        _ = replays.end(of: sequence(["1", "2"]), ["1": "CREATE TABLE a (id int)"])
        #expect(replays.unread(sequence(["1", "2"])) == ["1", "2"])
        _ = replays.end(of: sequence(["1"]), texts)
        _ = replays.end(of: sequence(["2"]), texts)
        _ = replays.end(of: sequence(["1"]), texts)
        replays.keep(1)
        #expect(replays.unread(sequence(["1"])) == [])
        #expect(replays.unread(sequence(["2"])) == ["2"])
    }

    @Test func `sequences in another namespace, or cut short otherwise, share nothing`() {
        var replays = SequenceReplays()
        _ = replays.end(of: sequence(["1"]), texts)
        let script = MigrationScript(name: "1", digest: "1")
        let elsewhere = ScriptSequence(defaultSchema: "s", settled: [script])
        let cut = ScriptSequence(defaultSchema: "public", isCutShort: true, settled: [script])
        #expect(replays.unread(elsewhere) == ["1"] && replays.unread(cut) == ["1"])
        let table = ObjectID(.table, schema: "s", name: "a")
        #expect(replays.end(of: elsewhere, texts).replay.schema.objects[table] != nil)
    }

    @Test func `the end of the settled scripts is kept on the way, and counts them once`() {
        var replays = SequenceReplays()
        _ = replays.end(of: sequence(["1", "2"], ["3"]), texts)
        #expect(replays.scriptsReplayed == 3)
        _ = replays.end(of: sequence(["1", "2"], ["4"]), texts)
        #expect(replays.scriptsReplayed == 4)
        _ = replays.end(of: sequence(["1", "2"], ["4"]), texts)
        #expect(replays.scriptsReplayed == 4)
        #expect(replays.unread(sequence(["1", "2", "4"], ["3"])) == ["4", "3"])
    }

    @Test func `of two that come on the way a sequence goes on from the one that comes further`() {
        for known in [[["1", "2"], ["1"]], [["1"], ["1", "2"]]] {
            var replays = SequenceReplays()
            for names in known { _ = replays.end(of: sequence(names), texts) }
            #expect(replays.unread(sequence(["1", "2", "3"])) == ["3"])
        }
    }

    @Test func `nothing is kept of a sequence of which a text was missing`() {
        var replays = SequenceReplays()
        _ = replays.end(of: sequence(["1"], ["2"]), ["2": texts["2"] ?? ""])
        #expect(replays.unread(sequence(["1"], ["2"])) == ["1", "2"])
        #expect(replays.unread(sequence(["1"])) == ["1"])
    }

    @Test func `the replays asked for last are kept`() {
        var replays = SequenceReplays()
        for name in ["1", "3", "2"] { _ = replays.end(of: sequence([name]), texts) }
        _ = replays.end(of: sequence(["1"]), texts)
        replays.keep(3)
        #expect(["1", "2", "3"].allSatisfy { replays.unread(sequence([$0])).isEmpty })
        replays.keep(2)
        #expect(replays.unread(sequence(["1"])).isEmpty && replays.unread(sequence(["2"])).isEmpty)
        #expect(replays.unread(sequence(["3"])) == ["3"])
    }
}
