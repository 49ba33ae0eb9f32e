import Testing

@testable import MigrationHistory

@Suite struct StateTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var rows: [MigrationRow]
        var withoutFolder: MigrationState
        var withDirectory: MigrationState
    }

    static let cases = [
        Case(
            testDescription: "deployed",
            rows: [applied("m")],
            withoutFolder: .applied,
            withDirectory: .applied
        ),
        Case(
            testDescription: "entered by resolve --applied",
            rows: [row("m", finished: 0, logs: "")],
            withoutFolder: .applied,
            withDirectory: .applied
        ),
        Case(
            testDescription: "failed, then resolved as applied",
            rows: [row("m", rolledBack: 5, logs: "error"), row("m", started: 5, finished: 5, logs: "")],
            withoutFolder: .applied,
            withDirectory: .applied
        ),
        Case(
            testDescription: "failed, rolled back, deployed again",
            rows: [row("m", rolledBack: 5, logs: "error"), applied("m", 9)],
            withoutFolder: .applied,
            withDirectory: .applied
        ),
        Case(
            testDescription: "failed and rolled back",
            rows: [row("m", rolledBack: 5, logs: "error")],
            withoutFolder: .rolledBack,
            withDirectory: .pending
        ),
        Case(
            testDescription: "finished and rolled back at once",
            rows: [row("m", finished: 1, rolledBack: 5)],
            withoutFolder: .rolledBack,
            withDirectory: .pending
        ),
        Case(
            testDescription: "an error recorded",
            rows: [row("m", logs: "ERROR")],
            withoutFolder: .failed,
            withDirectory: .failed
        ),
        Case(
            testDescription: "no error recorded",
            rows: [row("m")],
            withoutFolder: .interrupted,
            withDirectory: .interrupted
        ),
        Case(
            testDescription: "logs empty",
            rows: [row("m", logs: "")],
            withoutFolder: .interrupted,
            withDirectory: .interrupted
        ),
        Case(
            testDescription: "applied once, and unfinished beside it",
            rows: [applied("m"), row("m", started: 3, logs: "x")],
            withoutFolder: .failed,
            withDirectory: .failed
        ),
        Case(
            testDescription: "two attempts open, one with an error",
            rows: [row("m", logs: "x"), row("m", started: 3)],
            withoutFolder: .failed,
            withDirectory: .failed
        ),
        Case(
            testDescription: "finished although an error is recorded",
            rows: [row("m", finished: 3, logs: "x")],
            withoutFolder: .applied,
            withDirectory: .applied
        ),
    ]

    @Test(arguments: cases) func `a name's rows give it one state`(_ sample: Case) {
        let bare = judged(sample.rows)
        #expect(bare.states == ["m": sample.withoutFolder])
        #expect(bare.counts[sample.withoutFolder] == 1)
        #expect(bare.counts.values.reduce(0, +) == 1)
        #expect(judged(sample.rows, directories: [directory("m")]).states == ["m": sample.withDirectory])
    }

    @Test func `a directory without a row is pending, and pending ones are in the order of deploy`() {
        let history = judged([applied("1")], directories: ["10_b", "1", "2_a", "B_x", "a_y"].map { directory($0) })
        #expect(history.pending == ["10_b", "2_a", "a_y", "B_x"])
        #expect(history.counts[.pending] == 4)
    }

    @Test func `every state is counted even when nothing is there`() {
        #expect(judged([]).counts == Dictionary(uniqueKeysWithValues: MigrationState.allCases.map { ($0, 0) }))
    }

    @Test func `unfinished ones come oldest first, those without a time before all`() {
        let history = judged([row("b", started: 5), row("a", started: 9), row("c", started: nil)])
        #expect(history.unfinished.map(\.row.name) == ["c", "b", "a"])
        #expect(history.failedMigrations == 3)
    }

    @Test func `the last applied one is the one that finished last`() {
        let history = judged([applied("b", 5), applied("a", 90), row("c", started: 95, finished: 97, rolledBack: 98)])
        #expect(history.lastApplied?.name == "a")
    }

    @Test func `rows written by hand are remarked on`() {
        let remarks = judged([
            row("both", finished: 1, rolledBack: 2), row("byhand", finished: 1, logs: "boom"),
            row("nosum", finished: 1, checksum: ""), row("manual", finished: 1, checksum: "manual"),
            row("timeless", started: nil, finished: 1),
        ])
        .remarks
        #expect(remarks.contains { $0.hasPrefix("both: finished and rolled back at once") })
        #expect(remarks.contains { $0.hasPrefix("byhand: finished although an error is recorded") })
        #expect(remarks.contains { $0.hasPrefix("manual, nosum: without a checksum") })
        #expect(remarks.contains { $0.hasPrefix("timeless: without a start time") })
        #expect(judged([applied("fine"), row("fine", rolledBack: 1, checksum: "")]).remarks.isEmpty)
        #expect(judged([row("failed", logs: "boom"), row("closed", rolledBack: 1, logs: "boom")]).remarks.isEmpty)
    }

    @Test func `a hundred thousand rows are judged with the right counts`() {
        var rows: [MigrationRow] = []
        for number in 0..<100_000 {
            let name = "\(20_000_000_000_000 + number)_x"
            rows.append(
                number % 10_000 == 0 ? row(name, started: Double(number), logs: "e") : applied(name, Double(number))
            )
        }
        let history = judged(rows, directories: rows.map { directory($0.name) })
        #expect(history.counts[.failed] == 10)
        #expect(history.counts[.applied] == 99_990)
        #expect(history.outOfOrder.isEmpty && history.edited.isEmpty && history.missingDirectory.isEmpty)
    }

    @Test(arguments: 0..<40) func `whatever the rows, each name has one state and P3009 means unfinished`(
        _ seed: UInt64
    ) {
        var random = SplitMix(state: seed)
        let names = ["a", "b", "c\n\"\\", "🦄", String(repeating: "x", count: 255), ""]
        let rows = (0..<Int.random(in: 0...12, using: &random))
            .map { _ in
                row(
                    names.randomElement(using: &random) ?? "",
                    started: Bool.random(using: &random) ? 3 : nil,
                    finished: Bool.random(using: &random) ? 4 : nil,
                    rolledBack: Bool.random(using: &random) ? 5 : nil,
                    logs: [nil, "", "ERROR"].randomElement(using: &random) ?? nil,
                    steps: Int.random(in: 0...1, using: &random)
                )
            }
        let directories = Bool.random(using: &random) ? names.prefix(3).map { directory($0) } : nil
        let history = judged(rows, directories: directories)
        let expected = Set(rows.map(\.name)).union(directories.map { Set($0.map(\.name)) } ?? [])
        #expect(Set(history.states.keys) == expected)
        #expect(history.counts.values.reduce(0, +) == expected.count)
        #expect((history.failedMigrations > 0) == rows.contains(where: \.isUnfinished))
        #expect(Set(history.unfinished.map(\.row.name)) == Set(rows.filter(\.isUnfinished).map(\.name)))
    }
}

/// A small generator of random numbers that a seed makes repeatable.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
