import ExporterConfiguration
import SeededGenerator

@testable import ExporterConfiguration

/// What happens in one simulation: the settings, and each thing that becomes of them and of the servers.
struct Scene: Sendable {
    /// Something that happens.
    enum Act: Sendable {
        /// The configuration file is written; nil makes it unusable.
        case write(ExporterSettings?)
        /// SIGHUP arrives.
        case signal
        /// A request asks for a reload.
        case request
        /// A server's condition changes.
        case turn(String, ScriptedServer.Condition)
        /// Databases of a server come or go.
        case databases(String, [String])
        /// Somebody sets the wall clock, by nanoseconds.
        case setTime(Int64)
        /// The web server answers, or no longer does.
        case web(answers: Bool)
        /// Some time passes.
        case pause(Duration)
    }

    /// When something happens.
    struct Cue: Sendable {
        /// The answer of some server on which it waits, counted from 1; 0 for none.
        var answer = 0
        /// How long after that, or after the beginning.
        var delay: Duration
    }

    /// How the stop comes.
    enum Stop: CaseIterable, Sendable {
        /// SIGTERM.
        case signal
        /// No signal can arrive any more.
        case endOfSignals
        /// The task is cancelled.
        case cancellation
    }

    var seed: UInt64
    /// All settings that the configuration file ever holds; each has a number of its own.
    var settings: [ExporterSettings] = []
    var servers: [(name: String, condition: ScriptedServer.Condition)] = []
    /// What happens one thing after the other, from each cue on.
    var acts: [(cue: Cue, acts: [Act])] = []
    var end = Duration.zero
    var stop = Stop.signal
    var watchdogInterval = Duration.seconds(10)
    /// One in so many jobs takes time.
    var slowness = 0
    /// Whether bounds are checked where they change only, for very many targets.
    var isLarge = false

    /// The number that tells settings apart.
    static func number(_ settings: ExporterSettings) -> Int { settings.limits.migrationSeries }

    /// A scene of that many targets on servers of 50 each, a tenth of which swallow every connection, and another tenth
    /// from some time on.
    static func large(_ count: Int) -> Scene {
        var scene = Scene(seed: UInt64(count))
        let servers = max(10, count / 50)
        var settings = ExporterSettings(targets: [])
        settings.limits.connections = max(4, count / 100)
        settings.targets = (0..<count)
            .map { ExporterSettings.Target(name: "t\($0)", url: .file(path: ""), server: "s\($0 % servers)") }
        scene.settings = [settings]
        scene.servers = (0..<servers).map { ("s\($0)", $0 % 10 == 0 ? .silent : .well(within: .milliseconds(40))) }
        scene.acts = (0..<servers).filter { $0 % 10 == 1 }
            .map { (Cue(delay: .seconds(100)), [.turn("s\($0)", .silent)]) }
        scene.end = .seconds(200)
        scene.isLarge = true
        return scene
    }

    /// Every condition that a server is ever in.
    var conditions: [ScriptedServer.Condition] {
        let turns = acts.flatMap(\.acts).compactMap { if case .turn(_, let condition) = $0 { condition } else { nil } }
        return servers.map(\.condition) + turns
    }

    /// The longest that somebody can be deaf.
    var deafness: Duration {
        conditions.compactMap { if case .deaf(let time) = $0 { time } else { nil } }.max() ?? .zero
    }
}

/// Draws a scene from a seed.
struct SceneWriter {
    private var generator: SeededGenerator
    private var scene: Scene
    private var interval = Duration.seconds(15)
    private var names: [String] = []

    /// The scene of that seed.
    static func scene(_ seed: UInt64) -> Scene {
        var writer = SceneWriter(seed)
        writer.write()
        return writer.scene
    }

    private init(_ seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        scene = Scene(seed: seed)
    }

    private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

    private mutating func part(of duration: Duration) -> Duration {
        duration * Double.random(in: 0..<1, using: &generator)
    }

    private mutating func sometime() -> Scene.Cue { Scene.Cue(delay: part(of: scene.end)) }

    private mutating func write() {
        interval = .seconds([1, 5, 15, 15, 60, 900][below(6)])
        scene.servers = (0...below(4)).map { ("s\($0)", condition(isFirst: true)) }
        names = (0...below(generator.once(in: 4) ? 14 : 6)).map { "t\($0)" }
        scene.settings = [first()]
        scene.end = interval * (1 + below(24)) + part(of: interval)
        scene.stop = Scene.Stop.allCases[below(3)]
        scene.watchdogInterval = interval * [0.2, 0.5, 2][below(3)]
        scene.slowness = generator.once(in: 2) ? 0 : 16
        for _ in 0..<below(8) {
            let name = scene.servers[below(scene.servers.count)].name
            scene.acts.append((sometime(), [.turn(name, condition(isFirst: false))]))
        }
        if generator.once(in: 4) { outage() }
        for _ in 0..<below(4) {
            // Many fall together with the end of a poll.
            let cue = generator.once(in: 2) ? Scene.Cue(answer: 1 + below(60), delay: .zero) : sometime()
            if generator.once(in: 4) { comeAndGo(at: cue) } else { reload(at: cue) }
        }
        if generator.once(in: 4) {
            for _ in 0...below(3) {
                let step = [-7200, -60, 60, 7200, 86400 * 365][below(5)]
                scene.acts.append((sometime(), [.setTime(Int64(step) * 1_000_000_000)]))
            }
        }
        if generator.once(in: 8) {
            scene.acts.append((sometime(), [.web(answers: false), .pause(interval), .web(answers: true)]))
        }
        for server in scene.servers where generator.once(in: 2) {
            for _ in 0...below(3) {
                let found = (0..<4).filter { _ in generator.once(in: 2) }.map { "d\($0)" }
                scene.acts.append((sometime(), [.databases(server.name, found)]))
            }
        }
    }

    private mutating func condition(isFirst: Bool) -> ScriptedServer.Condition {
        switch below(isFirst ? 10 : 16) {
        case 0: .refusing
        case 1: .silent
        case 2: .moody(within: interval)
        case 4: .locked(within: .milliseconds(below(200)))
        case 3 where generator.once(in: 3): .deaf(for: part(of: interval * 4))
        default: .well(within: .milliseconds(below(200)))
        }
    }

    /// One or several reloads, close to each other or at the same moment.
    private mutating func reload(at cue: Scene.Cue) {
        var acts: [Scene.Act] = []
        for _ in 0...(generator.once(in: 2) ? below(4) : 0) {
            let isBroken = generator.once(in: 6)
            if !isBroken { scene.settings.append(next()) }
            acts.append(.write(isBroken ? nil : scene.settings[scene.settings.count - 1]))
            if below(4) > 0 || scene.settings[0].watch == nil {
                acts.append(generator.once(in: 2) ? .signal : .request)
            }
            if generator.once(in: 3) { acts.append(.pause(part(of: .milliseconds(300)))) }
        }
        scene.acts.append((cue, acts))
    }

    /// A target goes and comes back.
    private mutating func comeAndGo(at cue: Scene.Cue) {
        let before = scene.settings[scene.settings.count - 1]
        guard !before.targets.isEmpty else { return }
        var without = before
        without.targets.remove(at: below(before.targets.count))
        without.limits.migrationSeries += 1
        var after = before
        after.limits.migrationSeries += 2
        scene.settings += [without, after]
        scene.acts.append((cue, [.write(without), .request, .write(after), .request]))
    }

    /// All servers are away for a while, and come back.
    private mutating func outage() {
        let dead: ScriptedServer.Condition = generator.once(in: 2) ? .refusing : .silent
        let names = scene.servers.map(\.name)
        scene.acts.append(
            (
                sometime(),
                names.map { .turn($0, dead) } + [.pause(part(of: interval * 3))]
                    + names.map { .turn($0, .well(within: .milliseconds(20))) }
            )
        )
    }

    private mutating func first() -> ExporterSettings {
        var settings = ExporterSettings(targets: [])
        settings.poll = PollTimes(interval: interval)
        settings.limits = limits()
        settings.limits.migrationSeries = 1000
        for name in names where below(3) > 0 { settings.targets.append(target(name)) }
        if generator.once(in: 2) { settings.watch = ExporterSettings.Watch(path: "c", interval: interval / 2) }
        return settings
    }

    private mutating func limits() -> ExporterSettings.Limits {
        var limits = ExporterSettings.Limits()
        limits.connections = [1, 2, 3, 8, 100, max(2, names.count)][below(6)]
        limits.connectionsPerServer = [1, 2, 4, 10][below(4)]
        return limits
    }

    /// Settings that differ from the last ones somewhere.
    private mutating func next() -> ExporterSettings {
        var settings = scene.settings[scene.settings.count - 1]
        settings.limits.migrationSeries += 1
        for name in names where generator.once(in: 3) {
            let place = settings.targets.firstIndex { $0.name == name }
            switch (place, below(4)) {
            case (let place?, 0): settings.targets.remove(at: place)
            case (let place?, 1): settings.targets[place] = target(name)
            case (let place?, 2): settings.targets[place].labels = ["label": "\(below(9))"]
            case (nil, _): settings.targets.insert(target(name), at: below(settings.targets.count + 1))
            default: break
            }
        }
        if generator.once(in: 3) {
            let number = settings.limits.migrationSeries
            settings.limits = limits()
            settings.limits.migrationSeries = number
        }
        return settings
    }

    private mutating func target(_ name: String) -> ExporterSettings.Target {
        let server = scene.servers[below(scene.servers.count)].name
        var target = ExporterSettings.Target(name: name, url: .file(path: "\(below(2))"), server: server)
        let own = generator.once(in: 4) ? interval * (1 + below(3)) : interval
        let staleAfter: Duration? = generator.once(in: 3) ? part(of: own * 4) : nil
        target.poll = PollTimes(interval: own, staleAfter: staleAfter)
        if generator.once(in: 8), let wanted = NamePattern(["d.", "d[01]"][below(2)]) {
            target.discovery = ExporterSettings.Discovery(databases: wanted)
        }
        return target
    }
}
