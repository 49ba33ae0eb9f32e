import ExporterConfiguration
import MigrationHistory
import PostgresClient
import TargetReport

@testable import ExporterDaemon

/// One poller's or discoverer's way to a scripted server: it opens a connection, waits as the server's condition says,
/// and closes as a real one would.
///
/// Only the thread that drives the simulation touches it.
final class ScriptedTarget: @unchecked Sendable {
    let target: ExporterSettings.Target
    /// Grows from one that is made to the next.
    let number: Int
    let server: ScriptedServer
    /// When it was made.
    let made: Moment
    private let world: SimulatedWorld
    private(set) var isOpen = false
    /// When the observation under way began; nil between two.
    private(set) var began: Moment?
    /// When the last that took longer than it may ended.
    private(set) var hungUntil: UInt64?
    /// Whether the last ended without any answer.
    private var isSilent = false
    /// Whether the last found the table locked.
    private var isLocked = false
    /// Observations begun so far.
    private(set) var count = 0

    init(_ target: ExporterSettings.Target, number: Int, _ world: SimulatedWorld) {
        self.target = target
        self.number = number
        self.world = world
        made = world.moment
        server = world.server(target.server)
    }

    func observe() async -> Result<TargetReport.Observation, Downtime> {
        let isSeen = await answer()
        guard isSeen else { return .failure(Downtime(reason: .other, message: "\(number)")) }
        return .success(Observed.observation(by: number, count: count, isLocked: isLocked))
    }

    func databases() async -> Result<[String], PostgresError> {
        guard await answer(within: target.poll.timeout) else {
            return .failure(PostgresError(reason: isSilent ? .timeout : .other, message: "\(number)"))
        }
        return .success(server.databases)
    }

    func close() async {
        if world.chance() < 0.5 { await Task.yield() }
        disconnect()
    }

    /// Asks the server once; false where nothing came of it, the connection then being closed.
    ///
    /// - Parameter deadline: when the connection itself gives up.
    /// - Returns: whether the server answered well.
    private func answer(within deadline: Duration = .seconds(1 << 30)) async -> Bool {
        if began != nil { world.fail("two polls of \(target.name) are under way at a time") }
        began = world.moment
        count += 1
        world.tell("poller \(number) of \(target.name) asks \(server.name)")
        connect()
        let isWell = await reply(server.condition, deadline)
        if let began, world.moment.time - began.time > target.poll.timeout.nanoseconds {
            hungUntil = world.moment.time
        }
        began = nil
        if !isWell { disconnect() }
        world.answered()
        world.note(number, isWell ? 1 : 2)
        world.tell("poller \(number) of \(target.name) \(isWell ? "is answered" : "is not answered")")
        return isWell
    }

    private func reply(_ condition: ScriptedServer.Condition, _ deadline: Duration) async -> Bool {
        isLocked = false
        do {
            switch condition {
            case .well(let limit):
                try await world.clock.sleep(for: limit * world.chance())
                return true
            case .locked(let limit):
                isLocked = true
                try await world.clock.sleep(for: limit * world.chance())
                return true
            case .moody(let limit):
                let time = limit * world.chance()
                isSilent = time >= deadline
                try await world.clock.sleep(for: min(time, deadline))
                return time < deadline && world.chance() < 0.5
            case .refusing:
                isSilent = false
                try await world.clock.sleep(for: .milliseconds(5) * world.chance())
                return false
            case .silent:
                isSilent = true
                try await world.clock.sleep(for: deadline)
                return false
            case .deaf(let time):
                await world.clock.sleepDeaf(for: time)
                return true
            }
        } catch {
            return false
        }
    }

    private func connect() {
        guard !isOpen else { return }
        isOpen = true
        server.connections += 1
        world.connections += 1
        world.checkConnections(server)
    }

    private func disconnect() {
        guard isOpen else { return }
        isOpen = false
        server.connections -= 1
        world.connections -= 1
    }
}

/// A poller's or discoverer's hold on its scripted target; the target is done when it lets go.
final class ScriptedHold: TargetObserving, DatabaseListing {
    private let target: ScriptedTarget
    private let world: SimulatedWorld

    init(_ target: ScriptedTarget, _ world: SimulatedWorld) {
        self.target = target
        self.world = world
    }

    deinit { world.forget(target) }

    func observe() async -> Result<TargetReport.Observation, Downtime> { await target.observe() }

    func databases() async -> Result<[String], PostgresError> { await target.databases() }

    func close() async { await target.close() }
}

/// What scripted observations tell of whom they are by.
enum Observed {
    static func observation(by number: Int, count: Int, isLocked: Bool) -> TargetReport.Observation {
        let problem = isLocked ? Downtime(reason: .lockTimeout, message: "\(number)") : nil
        return TargetReport.Observation(
            databaseTime: Instant(microseconds: Int64(count)),
            clockSkewSeconds: Double(number),
            lock: AdvisoryLock(sessions: [], isVisible: true),
            roleCanWrite: false,
            histories: [HistoryReport(schema: "public", tablePresent: true, problem: problem)]
        )
    }

    /// By whom the observation is.
    static func author(_ observation: TargetReport.Observation) -> Int { Int(observation.clockSkewSeconds) }
}
