import Testing

@testable import MigrationHistory

/// What a history puts first, last and beside one another.
@Suite struct OrderTests {
    @Test func `applied ones are in the order in which they began, equals by name, those without a time first`() {
        let rows = [applied("b", 5), applied("B", 5), applied("a", 9), row("z", started: nil, finished: 3)]
        #expect(judged(rows).applied == ["z", "b", "B", "a"])
        #expect(judged(rows.reversed()).applied == ["z", "b", "B", "a"])
    }

    @Test func `a name began with its first attempt`() {
        let history = judged([row("m", started: 9, rolledBack: 10), applied("m", 20), row("n", started: nil)])
        #expect(history.began == ["m": at(9)])
    }

    @Test func `the last applied one is told by its name where two finished at once, and none is without one`() {
        let twins = [row("a", finished: 7), row("b", finished: 7), row("c", finished: 7, rolledBack: 8)]
        #expect(judged(twins).lastApplied?.name == "b")
        #expect(judged(twins.reversed()).lastApplied?.name == "b")
        #expect(judged([row("a"), row("b", finished: 1, rolledBack: 2)]).lastApplied == nil)
    }

    @Test func `names rolled back and not applied since are told in Prisma's order`() {
        let rows = [
            row("b", rolledBack: 2), row("a", rolledBack: 2), row("B", rolledBack: 2), applied("c"),
            row("d", rolledBack: 2), applied("d", 5), row("e", rolledBack: 2), row("e", started: 6),
        ]
        #expect(judged(rows).rolledBack == ["a", "b", "B"])
        #expect(judged(rows).applied == ["c", "d"])
        let here = judged(rows, directories: [directory("a"), directory("new"), directory("c")])
        #expect(here.rolledBack == ["a", "b", "B"])
        #expect(here.pending == ["a", "new"])
    }

    @Test func `of several open attempts the newest counts, or the newest that records an error`() {
        let open = judged([row("m", started: 1, id: "old"), row("m", started: 3, id: "new")]).unfinished
        #expect(open.map(\.row.id) == ["new"])
        let failed = judged([
            row("m", started: 1, logs: "x", id: "first"), row("m", started: 2, logs: "db error: y", id: "second"),
            row("m", started: 3, id: "third"),
        ])
        #expect(failed.unfinished.map(\.row.id) == ["second"])
        #expect(failed.unfinished.first?.message == "y")
    }

    @Test func `rows that began at once are told apart by name and id`() {
        #expect(MigrationHistory.isEarlier(row("a", id: "2"), row("b", id: "1")))
        #expect(!MigrationHistory.isEarlier(row("b", id: "1"), row("a", id: "2")))
        #expect(MigrationHistory.isEarlier(row("a", id: "1"), row("a", id: "2")))
        #expect(!MigrationHistory.isEarlier(row("a", id: "1"), row("a", id: "1")))
        #expect(MigrationHistory.isEarlier(row("b", started: nil), row("a", started: -9)))
        #expect(!MigrationHistory.isEarlier(row("a", started: -9), row("b", started: nil)))
    }

    @Test func `a row is finished, applied or neither by its two times`() {
        let both = row("m", finished: 1, rolledBack: 2)
        #expect(!both.isApplied && !both.isUnfinished)
        #expect(row("m").isUnfinished && !row("m").isApplied)
        #expect(row("m", finished: 1).isApplied && !row("m", finished: 1).isUnfinished)
        #expect(!row("m", rolledBack: 1).isUnfinished && !row("m", rolledBack: 1).isApplied)
        #expect(!row("m").recordsError && !row("m", logs: "").recordsError && row("m", logs: " ").recordsError)
    }

    @Test func `of two directories of one name the first is taken`() {
        let other = String(repeating: "cd", count: 32)
        let twice = [directory("m"), directory("m", checksum: other)]
        #expect(judged([applied("m")], directories: twice).edited.isEmpty)
        #expect(judged([applied("m")], directories: twice.reversed()).edited == ["m"])
    }

    @Test func `what the readers found odd comes before what the rows show`() {
        let input = MigrationHistory.Input(
            schema: "public",
            rows: [row("m", started: nil, finished: 1)],
            directories: nil,
            remarks: ["odd."]
        )
        let remarks = MigrationHistory.judge([input], lock: nobody, databaseTime: at(0))[0].remarks
        #expect(remarks == ["odd.", "m: without a start time."])
    }

    @Test func `a remark lists five names and counts the others`() {
        func remarks(_ count: Int) -> [String] {
            judged((0..<count).map { row("\($0)", started: nil, finished: 1) }).remarks
        }
        #expect(remarks(5) == ["0, 1, 2, 3, 4: without a start time."])
        #expect(remarks(6) == ["0, 1, 2, 3, 4 and 1 more: without a start time."])
    }

    @Test func `a rolled back row without a checksum, or an unfinished one with an error, is as Prisma writes it`() {
        #expect(judged([row("m", rolledBack: 2, checksum: "")]).remarks.isEmpty)
        #expect(judged([row("m", logs: "x")]).remarks.isEmpty)
        #expect(judged([row("m", rolledBack: 2, logs: "x")]).remarks.isEmpty)
    }

    @Test(arguments: [
        ("a", "B", true), ("B", "a", false), ("a", "A", true), ("A", "a", false), ("a", "ab", true), ("ab", "a", false),
        ("a", "a", false), ("aB", "Ab", true), ("Ab", "aB", false), ("ab", "Aa", false), ("_", "-", true),
        ("9", "a", true),
        ("z", "{", false), ("a", "é", true), ("é", "a", false), ("É", "é", true), ("é", "É", false), ("aé", "Aé", true),
        ("Aé", "aé", false), ("é", "é", false), ("", "a", true), ("a", "", false), ("", "", false), ("aé", "b", true),
    ])
    func `a name comes before another by letters, then by case`(_ left: String, _ right: String, _ isEarlier: Bool) {
        #expect(MigrationOrder.isEarlierByLocale(left, right) == isEarlier)
        #expect(MigrationOrder.isEarlierByScalars(left, right) == isEarlier)
    }

    @Test func `both orders are asked`() {
        #expect(MigrationOrder.isEarlierByBoth("1", "2"))
        #expect(!MigrationOrder.isEarlierByBoth("10_b", "1_a") && !MigrationOrder.isEarlierByBoth("1_a", "10_b"))
        #expect(!MigrationOrder.isEarlierByBoth("2", "1"))
    }
}
