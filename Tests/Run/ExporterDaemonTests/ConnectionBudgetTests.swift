import ExporterConfiguration
import Synchronization
import TestProcess
import Testing

@testable import ExporterDaemon

@Suite struct ConnectionBudgetTests {
    private static func budget(_ connections: Int, perServer: Int = 1000) -> ConnectionBudget {
        var limits = ExporterSettings.Limits()
        limits.connections = connections
        limits.connectionsPerServer = perServer
        return ConnectionBudget(limits)
    }

    private final class Peak: Sendable {
        let most = Mutex(0)
    }

    @Test func `no more slots are out than there are, and everybody gets a turn`() async {
        let budget = Self.budget(10, perServer: 4)
        let peak = Peak()
        let served = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<500 {
                group.addTask {
                    guard let slot = await budget.take("server \(number % 5)", isSuspect: number % 3 == 0) else {
                        return false
                    }
                    peak.most.withLock { $0 = max($0, budget.used) }
                    await Task.yield()
                    budget.giveBack(slot)
                    return true
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(served == 500 && budget.used == 0)
        #expect((1...10).contains(peak.most.withLock { $0 }))
    }

    @Test func `a server that is full keeps nobody from another`() async throws {
        let budget = Self.budget(10, perServer: 1)
        let first = try #require(await budget.take("slow", isSuspect: false))
        let waiting = Task { await budget.take("slow", isSuspect: false) }
        try await eventually("the second waits") { budget.waitingCount == 1 }
        let other = try #require(await budget.take("quick", isSuspect: false))
        budget.giveBack(other)
        budget.giveBack(first)
        #expect(await waiting.value != nil)
    }

    @Test func `those that were down get half of the slots at most`() async throws {
        let budget = Self.budget(4)
        for _ in 0..<2 { _ = try #require(await budget.take("dead", isSuspect: true)) }
        let third = Task { await budget.take("dead", isSuspect: true) }
        try await eventually("the third waits") { budget.waitingCount == 1 }
        let sound = try #require(await budget.take("sound", isSuspect: false))
        #expect(budget.used == 3)
        third.cancel()
        #expect(await third.value == nil)
        budget.giveBack(sound)
        #expect(budget.used == 2)
    }

    @Test func `who was down and is up again leaves the slots of those that are down to the others`() async throws {
        let budget = Self.budget(3)
        var first = try #require(await budget.take("a", isSuspect: true))
        let second = Task { await budget.take("b", isSuspect: true) }
        try await eventually("the second waits") { budget.waitingCount == 1 }
        budget.note(.well, on: &first)
        _ = try #require(await second.value)
        budget.giveBack(first)
        #expect(budget.used == 1)
        let third = Task { await budget.take("c", isSuspect: true) }
        try await eventually("the third waits") { budget.waitingCount == 1 }
        third.cancel()
        #expect(await third.value == nil)
    }

    @Test func `all of a server that falls silent are suspect until something of it is heard`() async throws {
        let budget = Self.budget(4)
        var slots: [ConnectionBudget.Slot] = []
        for _ in 0..<2 { slots.append(try #require(await budget.take("s", isSuspect: false))) }
        budget.note(.refused, on: &slots[0])
        budget.note(.silence, on: &slots[0])
        slots.append(try #require(await budget.take("s", isSuspect: false)))
        slots.append(try #require(await budget.take("s", isSuspect: false)))
        budget.giveBack(slots[1])
        let waiting = Task { await budget.take("s", isSuspect: false) }
        try await eventually("it waits, though there is a slot for others") { budget.waitingCount == 1 }
        budget.note(.well, on: &slots[2])
        #expect(await waiting.value != nil)
        // What began before something was heard is no silence.
        budget.note(.silence, on: &slots[3])
        budget.giveBack(slots[0])
        #expect(await budget.take("s", isSuspect: false) != nil)
    }

    @Test func `who is cancelled while waiting takes nothing`() async throws {
        let budget = Self.budget(1)
        let held = try #require(await budget.take("a", isSuspect: false))
        let waiting = Task { await budget.take("a", isSuspect: false) }
        try await eventually("it waits") { budget.waitingCount == 1 }
        waiting.cancel()
        #expect(await waiting.value == nil)
        budget.giveBack(held)
        #expect(budget.used == 0)
        #expect(await budget.take("a", isSuspect: false) != nil)
    }

    @Test func `slots are kept between uses only where there are enough for all`() {
        let budget = Self.budget(3, perServer: 2)
        for _ in 0..<2 { budget.join("a") }
        #expect(!budget.isScarce("a"))
        budget.join("a")
        #expect(budget.isScarce("a") && !budget.isScarce("b"))
        budget.leave("a")
        #expect(!budget.isScarce("a"))
        for _ in 0..<2 { budget.join("b") }
        #expect(budget.isScarce("a") && budget.isScarce("b"))
        var more = ExporterSettings.Limits()
        more.connections = 4
        budget.setLimits(more)
        #expect(!budget.isScarce("a"))
    }

    @Test func `a larger limit serves those that wait`() async throws {
        let budget = Self.budget(1)
        _ = try #require(await budget.take("a", isSuspect: false))
        let waiting = Task { await budget.take("a", isSuspect: false) }
        try await eventually("it waits") { budget.waitingCount == 1 }
        var more = ExporterSettings.Limits()
        more.connections = 2
        budget.setLimits(more)
        #expect(await waiting.value != nil)
    }
}
