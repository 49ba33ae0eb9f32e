import ExporterConfiguration

@testable import ExporterDaemon

/// How long a target whose server is well may go without a good poll, by what the world's delays explain.
///
/// Only the thread that drives the simulation touches it.
final class Freshness: @unchecked Sendable {
    private let world: SimulatedWorld
    private let connections: Int
    private let perServer: Int
    /// The most that one server could ever take.
    private let mostPerServer: Int
    private let longestInterval: Duration
    private let longestPoll: Duration
    private let longestAnswer: Duration
    /// Whether every server is either well or dead, so that who takes long is known to be down.
    private let isPlain: Bool

    init(_ scene: Scene, _ world: SimulatedWorld) {
        self.world = world
        let targets = scene.settings.flatMap(\.targets)
        connections = scene.settings.map(\.limits.connections).min() ?? 1
        perServer = scene.settings.map(\.limits.connectionsPerServer).min() ?? 1
        mostPerServer = scene.settings.map(\.limits.connectionsPerServer).max() ?? 1
        longestInterval = targets.map(\.poll.interval).max() ?? .zero
        longestPoll = max(targets.map(\.poll.timeout).max() ?? .zero, scene.deafness)
        let conditions = scene.conditions
        longestAnswer = conditions.compactMap { if case .well(let limit) = $0 { limit } else { nil } }.max() ?? .zero
        isPlain = conditions.allSatisfy { condition in
            switch condition {
            case .well, .refusing, .silent: true
            case .moody, .locked, .deaf: false
            }
        }
    }

    /// What is wrong with a target's last good poll having been then, or with none since the poller was made; nil where
    /// nothing is.
    func finding(_ way: ScriptedTarget, since moment: Moment, isFirst: Bool) -> String? {
        guard let answer = way.server.answerLimit else { return nil }
        let isRecovered = way.server.since.time > moment.time
        let start = isRecovered ? way.server.since : moment
        let gap = world.moment.since(start)
        if !isRecovered { world.longestGap = max(world.longestGap, gap) }
        let interval = way.target.poll.interval
        // What a poll that was under way at a recovery takes, and then the wait of a poller that had failed.
        let allowance = isRecovered || isFirst ? longestPoll + interval : .zero
        let bound = interval * 1.05 + answer + allowance + wait(way, start, isPlainStart: !isRecovered && !isFirst)
        guard gap > bound + .milliseconds(1) else { return nil }
        return "\(way.target.name) on \(way.server.name) has had no good poll for \(gap), \(bound) at most"
    }

    /// The longest wait for a slot.
    private func wait(_ way: ScriptedTarget, _ start: Moment, isPlainStart: Bool) -> Duration {
        let suspects = max(1, connections / 2)
        // There always were slots for all, and for those that are down half of them.
        if world.peak <= connections, way.server.peak <= perServer {
            return world.peak <= suspects ? .zero : longestPoll * (world.peak / suspects + 1)
        }
        let own = way.server.workers
        let turns = own / perServer + 1
        // Slots that are kept between polls, from before there were too few.
        let settling = longestInterval * 1.1 + longestPoll * 2
        let isSettled = start.time > world.disturbed.time && start.since(world.disturbed) > settling
        let slots = max(1, min(suspects, connections - suspects))
        let anyhow = (longestPoll * (world.peak / slots + turns + 2)) * 2
        guard isPlainStart, isSettled else { return anyhow + settling }
        let isOwnSettled = start.since(way.server.since) > settling
        let answer = way.server.answerLimit ?? .zero
        let demand = world.servers.reduce(0) { $0 + min(mostPerServer, $1.workers) }
        if demand <= connections, isOwnSettled { return own <= perServer ? .zero : answer * turns }
        let isSteady = world.servers.allSatisfy {
            start.time > $0.since.time && start.since($0.since) > settling + anyhow
        }
        guard isPlain, isSteady, connections > suspects else { return anyhow }
        return (longestAnswer * (world.peak / (connections - suspects) + turns + 1)) * 2
    }
}
