import Testing

@testable import MigrationHistory

@Suite struct LockOwnershipTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var lock: AdvisoryLock
        var state: MigrationState
        var reason: String
    }

    static let cases = [
        Case(testDescription: "nobody", lock: nobody, state: .interrupted, reason: "nobody holds"),
        Case(testDescription: "an active holder", lock: lock(holder()), state: .running, reason: "Session 7 holds"),
        Case(
            testDescription: "a holder of whom nothing may be seen",
            lock: lock(holder(began: nil, state: nil, since: nil)),
            state: .running,
            reason: "Session 7 holds"
        ),
        Case(
            testDescription: "a holder idle for a moment",
            lock: lock(holder(state: "idle", since: 95)),
            state: .running,
            reason: "Session 7 holds"
        ),
        Case(
            testDescription: "a leaked holder",
            lock: lock(holder(state: "idle", since: 20)),
            state: .interrupted,
            reason: "idle for 80 s"
        ),
        Case(
            testDescription: "a leaked holder in a transaction",
            lock: lock(holder(state: "idle in transaction", since: 20)),
            state: .interrupted,
            reason: "a leaked lock"
        ),
        Case(
            testDescription: "a holder that began hours later",
            lock: lock(holder(began: 7200)),
            state: .interrupted,
            reason: "began only after"
        ),
        Case(
            testDescription: "a holder that began later by a wrong clock",
            lock: lock(holder(began: 3500)),
            state: .running,
            reason: "Session 7 holds"
        ),
        Case(
            testDescription: "one that waits",
            lock: lock(holder(granted: false)),
            state: .interrupted,
            reason: "nobody holds"
        ),
        Case(
            testDescription: "a leaked holder and one that works",
            lock: lock(holder(pid: 1, state: "idle", since: 0), holder(pid: 2)),
            state: .running,
            reason: "Session 2"
        ),
        Case(
            testDescription: "a standby",
            lock: AdvisoryLock(sessions: [], isVisible: false),
            state: .running,
            reason: "standby"
        ),
    ]

    @Test(arguments: cases) func `the lock tells running from interrupted`(_ sample: Case) {
        let found = judged([row("m")], lock: sample.lock).unfinished[0]
        #expect(found.state == sample.state)
        #expect(found.reason.contains(sample.reason), "\(found.reason)")
    }

    @Test func `a recorded error is failed, whoever holds the lock`() {
        #expect(judged([row("m", logs: "ERROR: x")], lock: lock(holder())).unfinished[0].state == .failed)
    }

    @Test func `one holder works on one migration, the newest of the whole database`() {
        let inputs = [
            MigrationHistory.Input(schema: "a", rows: [row("old", started: 1)], directories: nil),
            MigrationHistory.Input(
                schema: "b",
                rows: [row("older", started: 0), row("new", started: 5)],
                directories: nil
            ),
        ]
        let judged = MigrationHistory.judge(inputs, lock: lock(holder()), databaseTime: at(10))
        #expect(judged[0].states == ["old": .interrupted])
        #expect(judged[1].states == ["older": .interrupted, "new": .running])
        #expect(judged[0].unfinished[0].reason.contains("works on new in schema b"))
    }

    @Test func `a script that ran to its end is told`() {
        #expect(judged([row("m", steps: 1)]).unfinished[0].reason.contains("applied_steps_count is 1"))
    }

    @Test func `an hour's difference of the clocks, and a minute of idleness, are still allowed`() {
        func state(_ session: AdvisoryLock.Session) -> MigrationState {
            judged([row("m")], lock: lock(session)).unfinished[0].state
        }
        #expect(state(holder(began: 3600)) == .running && state(holder(began: 3601)) == .interrupted)
        #expect(state(holder(state: "idle", since: 40)) == .running)
        #expect(state(holder(state: "idle", since: 39)) == .interrupted)
        #expect(state(holder(state: "active", since: -9000)) == .running)
        #expect(state(holder(state: "idle", since: nil)) == .running)
    }

    @Test func `of several holders the first that can be at work counts`() {
        let both = lock(holder(pid: 1), holder(pid: 2))
        #expect(judged([row("m")], lock: both).unfinished[0].reason.contains("Session 1 "))
        let none = lock(holder(pid: 1, began: 9000), holder(pid: 2, state: "idle", since: 0))
        #expect(judged([row("m")], lock: none).unfinished[0].reason.contains("(2) has been idle for 100 s"))
        let late = lock(holder(pid: 1), holder(pid: 2, state: "idle", since: 0))
        #expect(judged([row("m")], lock: late).unfinished[0].reason.contains("Session 1 "))
    }

    @Test func `a failed row is nobody's, and of two that began at once the later name is the holder's`() {
        let rows = [row("a", started: 1), row("b", started: 1), row("c", started: 9, logs: "x"), applied("d", 20)]
        let history = judged(rows, lock: lock(holder()))
        #expect(history.states == ["a": .interrupted, "b": .running, "c": .failed, "d": .applied])
        #expect(judged(rows.reversed(), lock: lock(holder())).states == history.states)
    }

    @Test func `a row of the same name and id in another history is another row`() {
        let inputs = ["a", "b"]
            .map { MigrationHistory.Input(schema: $0, rows: [row("m", started: 1)], directories: nil) }
        let judged = MigrationHistory.judge(inputs, lock: lock(holder()), databaseTime: at(10))
        #expect(judged.map { $0.states["m"] } == [.running, .interrupted])
        let two = judge([row("m", started: 1, id: "1"), row("n", started: 1, id: "1")])
        #expect(two == ["m": .interrupted, "n": .running])
    }

    private func judge(_ rows: [MigrationRow]) -> [String: MigrationState] { judged(rows, lock: lock(holder())).states }

    @Test func `a script that did not run to its end is not said to have`() {
        #expect(!judged([row("m")]).unfinished[0].reason.contains("applied_steps_count"))
        let standby = AdvisoryLock(sessions: [], isVisible: false)
        #expect(judged([row("m", steps: 1)], lock: standby).unfinished[0].reason.contains("applied_steps_count is 1"))
    }

    @Test func `sessions that hold and those that wait are told apart`() {
        let both = lock(holder(pid: 1), holder(pid: 2, granted: false))
        #expect(both.holders.map(\.pid) == [1] && both.waiters.map(\.pid) == [2])
    }
}
