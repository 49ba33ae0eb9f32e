import ExporterConfiguration
import SeededGenerator

@testable import ExporterDaemon

/// Time, chance and servers of a simulation, and what was found to be wrong in it.
///
/// Only the thread that drives the simulation touches it.
final class SimulatedWorld: @unchecked Sendable {
    let clock = SimulatedClock()
    let executor: SimulatedExecutor
    let budget: ConnectionBudget
    private var generator: SeededGenerator
    private(set) var servers: [ScriptedServer] = []
    private var serversByName: [String: ScriptedServer] = [:]
    /// What pollers and discoverers of each name were ever given.
    private(set) var given: [String: [ScriptedTarget]] = [:]
    /// All of them that somebody still holds, by number.
    private(set) var all: [Int: ScriptedTarget] = [:]
    /// How many were made so far.
    private(set) var count = 0
    /// The most that were there at a time.
    private(set) var peak = 0
    /// When one was last made or done.
    private(set) var disturbed: Moment
    /// Connections that are open.
    var connections = 0
    /// What went wrong, in the order of time.
    private(set) var findings: [String] = []
    /// Differs where anything went another way.
    private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    private var answers = 0
    private var awaited: [Int: [UnsafeContinuation<Void, Never>]] = [:]
    /// Polls that worked.
    var goodPolls = 0
    /// The longest time between two good polls of a target whose server was well all the while.
    var longestGap = Duration.zero

    private let isTold: Bool

    /// A world without servers.
    ///
    /// - Parameters:
    ///   - seed: what chance follows from.
    ///   - limits: of the connections.
    ///   - isTold: whether everything that happens is printed.
    init(seed: UInt64, limits: ExporterSettings.Limits, isTold: Bool) {
        self.isTold = isTold
        executor = SimulatedExecutor(seed: seed ^ 0x5EED)
        generator = SeededGenerator(seed: seed ^ 0xC4A7)
        budget = ConnectionBudget(limits)
        disturbed = Moment(time: clock.monotonicNanoseconds, lag: 0)
    }

    var moment: Moment { Moment(time: clock.monotonicNanoseconds, lag: clock.lag) }

    /// A number in 0 ..< 1.
    func chance() -> Double { Double(generator.next() >> 11) / Double(1 << 53) }

    func fail(_ what: String) {
        findings.append("at \(seconds) s: \(what)")
    }

    /// Tells what happens, for whoever reads along.
    func tell(_ what: @autoclosure () -> String) {
        if isTold { print("simulation: at \(seconds) s: \(what())") }
    }

    private var seconds: Double { Double(clock.monotonicNanoseconds - clock.start) / 1e9 }

    /// Waits until a server has answered that many times, or nobody will any more.
    func answer(_ number: Int) async {
        guard answers < number else { return }
        await withUnsafeContinuation { awaited[number, default: []].append($0) }
    }

    /// A server has answered.
    func answered() {
        answers += 1
        for waiter in awaited.removeValue(forKey: answers) ?? [] { waiter.resume() }
    }

    /// Nobody answers any more.
    func fallSilent() {
        let waiters = awaited.sorted { $0.key < $1.key }.flatMap(\.value)
        awaited = [:]
        for waiter in waiters { waiter.resume() }
    }

    func note(_ who: Int, _ what: Int) {
        for part in [UInt64(who), UInt64(what), clock.monotonicNanoseconds] {
            digest = (digest ^ part) &* 0x0000_0100_0000_01B3
        }
    }

    func server(_ name: String) -> ScriptedServer {
        if let known = serversByName[name] { return known }
        let server = ScriptedServer(name, .well(within: .milliseconds(50)), at: moment)
        serversByName[name] = server
        servers.append(server)
        return server
    }

    /// Another way to a server, for whoever begins to work for the target.
    private func way(for target: ExporterSettings.Target) -> ScriptedHold {
        count += 1
        let way = ScriptedTarget(target, number: count, self)
        given[target.name, default: []].append(way)
        all[count] = way
        way.server.workers += 1
        tell("poller \(count) of \(target.name) on \(target.server), \(target.poll)")
        peak = max(peak, all.count)
        disturbed = moment
        return ScriptedHold(way, self)
    }

    /// Something has changed for which polls may have to wait.
    func disturb() { disturbed = moment }

    /// Forgets who is done.
    func forget(_ way: ScriptedTarget) {
        all[way.number] = nil
        way.server.workers -= 1
        disturbed = moment
        if way.isOpen { fail("\(way.target.name) ended with its connection open") }
        if way.began != nil { fail("\(way.target.name) ended in the middle of a poll") }
    }

    func checkConnections(_ server: ScriptedServer) {
        if server.connections > budget.used(of: server.name) {
            fail("\(server.connections) connections to \(server.name) on \(budget.used(of: server.name)) slots")
        }
        if connections > budget.used { fail("\(connections) connections on \(budget.used) slots") }
    }

    /// The world as pollers see it.
    var polling: PollingWorld {
        PollingWorld(
            clock: clock,
            chance: { self.chance() },
            observer: { self.way(for: $0) },
            lister: { self.way(for: $0) }
        )
    }
}
