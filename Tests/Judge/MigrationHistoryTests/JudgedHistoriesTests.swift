import Testing

@testable import MigrationHistory

@Suite struct JudgedHistoriesTests {
    private let time = Instant(microseconds: 1_000_000_000)

    private func input(_ rows: [MigrationRow], schema: String = "public") -> MigrationHistory.Input {
        MigrationHistory.Input(schema: schema, rows: rows, directories: nil)
    }

    @Test func `what was judged before is what would be judged now`() {
        var known = JudgedHistories()
        let free = AdvisoryLock(sessions: [], isVisible: true)
        let held = AdvisoryLock(
            sessions: [
                AdvisoryLock.Session(
                    pid: 1,
                    granted: true,
                    backendStart: Instant(microseconds: 0),
                    state: "active",
                    stateChange: Instant(microseconds: 0)
                )
            ],
            isVisible: true
        )
        let polls: [([MigrationHistory.Input], AdvisoryLock)] = [
            ([input([applied("1")]), input([applied("1")], schema: "b")], free),
            ([input([applied("1")]), input([applied("1")], schema: "b")], held),
            ([input([applied("1"), row("2")]), input([applied("1")], schema: "b")], free),
            ([input([applied("1"), row("2")]), input([applied("1")], schema: "b")], held),
            ([input([applied("1"), row("2")]), input([applied("1"), row("2")], schema: "b")], held),
            ([input([applied("1"), applied("2")])], held),
            ([input([]), input([applied("1")], schema: "b")], free),
        ]
        for (inputs, lock) in polls {
            #expect(
                known.judge(inputs, lock: lock, databaseTime: time)
                    == MigrationHistory.judge(inputs, lock: lock, databaseTime: time)
            )
        }
    }

    @Test func `names of ASCII letters are in the order of all letters`() {
        let letters = Array("aAbB zZ09_-.~\u{1}\u{7F}")
        let names = letters.flatMap { one in
            letters.flatMap { other in ["\(one)", "\(one)\(other)", "x\(other)\(one)y"] }
        }
        for left in names {
            for right in names {
                #expect(
                    MigrationOrder.isEarlierByLocale(left, right) == MigrationOrder.isEarlierByScalars(left, right),
                    "\(left) \(right)"
                )
            }
        }
    }
}
