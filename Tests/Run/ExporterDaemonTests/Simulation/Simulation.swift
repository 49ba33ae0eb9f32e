import ExporterConfiguration
import Glibc
import SeededGenerator
import TargetReport

@testable import ExporterConfiguration
@testable import ExporterDaemon

/// One run of the daemon's own polling, reloading, watchdog and stop in a scripted world.
///
/// Only the thread that drives it touches it.
final class Simulation: @unchecked Sendable {
    private struct Unusable: Error {}

    private let scene: Scene
    private let world: SimulatedWorld
    private let witness: Witness
    private let duty: Duty
    private let reloader: Reloader
    private let signals = AsyncStream<Int32>.makeStream()
    private let file: ConfigurationOnDisk
    private let heartbeat: Heartbeat
    private var root: Task<Void, Never>?
    private var script: [Task<Void, Never>] = []
    private var isOver = false
    private var stopped: Moment?

    /// The configuration file.
    private final class ConfigurationOnDisk: @unchecked Sendable {
        var settings: ExporterSettings?
        var version = 0

        init(_ settings: ExporterSettings) { self.settings = settings }
    }

    private init(_ scene: Scene, isTold: Bool) {
        self.scene = scene
        let initial = scene.settings[0]
        let world = SimulatedWorld(seed: scene.seed, limits: initial.limits, isTold: isTold)
        self.world = world
        for server in scene.servers { world.server(server.name).turn(server.condition, at: world.moment) }
        let latest = LatestReports(
            initial.targets.filter { $0.discovery == nil }.map { LatestReports.Subject($0) }
        )
        let facts = ReloadableFacts(.current(startSeconds: 0))
        let witness = Witness(scene, world, latest, facts)
        self.witness = witness
        let file = ConfigurationOnDisk(initial)
        self.file = file
        let fleet = Fleet(
            latest: latest,
            budget: world.budget,
            facts: facts,
            world: world.polling,
            polled: { report, _, _ in witness.polled(report) },
            warn: { _ in }
        )
        let reloader = Reloader(
            initial,
            read: {
                guard let settings = file.settings else { throw Unusable() }
                witness.read.append(settings)
                return settings
            },
            clock: world.clock,
            stamp: { _ in FileStamp(inode: 0, size: file.version, seconds: 0, nanoseconds: 0) },
            fleet: fleet,
            latest: latest,
            facts: facts,
            tell: { _ in }
        )
        self.reloader = reloader
        let heartbeat = Heartbeat(scene, world, witness)
        self.heartbeat = heartbeat
        let watchdog = Watchdog(
            interval: scene.watchdogInterval,
            clock: world.clock,
            latest: latest,
            reloader: reloader,
            serverAnswers: { await heartbeat.serverAnswers() },
            tell: { heartbeat.told() },
            warn: { _ in heartbeat.withheld() }
        )
        duty = Duty(fleet: fleet, reloader: reloader, watchdog: watchdog, stopping: {})
    }

    /// What came of a scene.
    struct Outcome: Sendable {
        var findings: [String]
        var digest: UInt64
        var jobs: Int
        var goodPolls: Int
        var peak: Int
        var longestGap: Duration
    }

    /// Plays a scene to its end, or to what is wrong first.
    ///
    /// - Parameters:
    ///   - scene: the scene.
    ///   - isTold: whether everything that happens is printed.
    /// - Returns: what came of it.
    static func play(_ scene: Scene, isTold: Bool = false) -> Outcome {
        let simulation = Simulation(scene, isTold: isTold)
        simulation.begin()
        simulation.drive()
        let world = simulation.world
        return Outcome(
            findings: world.findings,
            digest: world.digest,
            jobs: world.executor.count,
            goodPolls: world.goodPolls,
            peak: world.peak,
            longestGap: world.longestGap
        )
    }

    private func begin() {
        root = Task(executorPreference: world.executor) {
            await self.duty.run(self.signals.stream)
            self.isOver = true
        }
        script = scene.acts.map { cue, acts in
            Task(executorPreference: world.executor) {
                await self.world.answer(cue.answer)
                if cue.delay > .zero { try? await self.world.clock.sleep(for: cue.delay) }
                for act in acts where !self.isOver {
                    if case .pause(let time) = act { try? await self.world.clock.sleep(for: time) }
                    self.perform(act)
                    if self.world.chance() < 0.5 { await Task.yield() }
                }
            }
        }
        script.append(
            Task(executorPreference: world.executor) {
                try? await self.world.clock.sleep(for: self.scene.end)
                if !self.isOver { self.stop() }
            }
        )
    }

    private func drive() {
        var lagHere: UInt64 = 0
        while world.findings.isEmpty {
            if world.executor.hasWork {
                world.executor.runOne()
                witness.look()
                if scene.slowness > 0, lagHere < 100_000_000, world.chance() * Double(scene.slowness) < 1 {
                    let lag = UInt64(world.chance() * 2e7)
                    lagHere += lag
                    world.clock.advance(to: world.clock.monotonicNanoseconds + lag, isLag: true)
                }
                continue
            }
            lagHere = 0
            if isOver { break }
            guard let next = world.clock.next else { return world.fail("nobody goes on, and nothing is awaited") }
            if !scene.isLarge {
                if world.chance() < 0.5 {
                    // Just before, so that nobody has had a chance to note what becomes old now.
                    if next > world.clock.monotonicNanoseconds { world.clock.advance(to: next - 1) }
                    if stopped == nil { witness.readReports() }
                }
            }
            if let stopped, world.moment.since(stopped) > .seconds(1) + scene.deafness {
                return world.fail("the stop has not ended after \(world.moment.since(stopped))")
            }
            world.clock.advance(to: next)
        }
        if isOver { checkEnd() }
        // What has not happened yet no longer does.
        isOver = true
        root?.cancel()
        for act in script { act.cancel() }
        world.fallSilent()
        while world.executor.hasWork { world.executor.runOne() }
    }

    private func perform(_ act: Scene.Act) {
        world.tell("\(act)".hasPrefix("write") ? "the file is written" : "\(act)")
        switch act {
        case .write(let settings):
            file.settings = settings
            file.version += 1
        case .signal: signals.continuation.yield(SIGHUP)
        case .request: _ = reloader.reload()
        case .turn(let server, let condition):
            if stopped == nil { witness.checkOverdue(on: server) }
            world.server(server).turn(condition, at: world.moment)
        case .databases(let server, let names): world.server(server).databases = names
        case .setTime(let nanoseconds): world.clock.wallOffset += nanoseconds
        case .web(let answers): heartbeat.webAnswers = answers
        case .pause: break
        }
    }

    private func stop() {
        witness.checkOverdue()
        heartbeat.checkOverdue()
        stopped = world.moment
        world.tell("stop by \(scene.stop)")
        switch scene.stop {
        case .signal: signals.continuation.yield(SIGTERM)
        case .endOfSignals: signals.continuation.finish()
        case .cancellation: root?.cancel()
        }
    }

    /// Everything is given back.
    private func checkEnd() {
        guard let stopped else { return world.fail("it has stopped by itself") }
        if scene.deafness == .zero, world.moment.since(stopped) > .zero {
            world.fail("the stop took \(world.moment.since(stopped))")
        }
        if world.budget.used != 0 { world.fail("\(world.budget.used) slots are out after the stop") }
        if world.budget.waitingCount != 0 { world.fail("\(world.budget.waitingCount) wait for slots after the stop") }
        if world.connections != 0 { world.fail("\(world.connections) connections are open after the stop") }
        if !world.all.isEmpty { world.fail("\(world.all.count) pollers are left after the stop") }
        var none = ExporterSettings.Limits()
        none.connections = 0
        world.budget.setLimits(none)
        if world.budget.isScarce("nobody") { world.fail("somebody has not left the budget after the stop") }
    }
}
