import ExporterConfiguration
import TargetReport

@testable import ExporterDaemon

/// Watches a simulation, and says where it breaks what is promised.
///
/// Only the thread that drives the simulation touches it.
final class Witness: @unchecked Sendable {
    private let scene: Scene
    private let world: SimulatedWorld
    let latest: LatestReports
    let facts: ReloadableFacts
    /// All settings that were read well, in their order, the first ones included.
    var read: [ExporterSettings]
    /// The last of them that polling goes by; nil before it began.
    private var place: Int?
    private(set) var inForce: [String: ExporterSettings.Target] = [:]
    /// By target, the first number of a way whose reports count.
    private var firstNumber: [String: Int] = [:]
    /// By target, when it came into force as it is.
    private var entered: [String: Moment] = [:]
    /// By target, the last good poll: when, by whom.
    private var good: [String: (moment: Moment, author: Int)] = [:]
    private var lastUsed = 0
    private let freshness: Freshness

    init(_ scene: Scene, _ world: SimulatedWorld, _ latest: LatestReports, _ facts: ReloadableFacts) {
        self.scene = scene
        self.world = world
        self.latest = latest
        self.facts = facts
        read = [scene.settings[0]]
        freshness = Freshness(scene, world)
    }

    /// Reports as they are shown now.
    private var reports: [TargetReport] { latest.reports(at: world.clock.monotonicNanoseconds) }

    /// A poll has ended.
    func polled(_ report: TargetReport) {
        let name = report.name
        guard report.isUp, let observation = report.observation else { return }
        world.goodPolls += 1
        let author = Observed.author(observation)
        world.note(author, 3)
        guard let way = world.given[name]?.first(where: { $0.number == author }) else {
            return world.fail("\(name) shows what nobody saw")
        }
        guard !name.contains("/") else { return }
        if !counts(way) { world.fail("an old poller's report of \(name) was taken") }
        let last = good[name].flatMap { $0.author == author ? $0.moment : nil }
        if let finding = freshness.finding(way, since: last ?? way.made, isFirst: last == nil) { world.fail(finding) }
        good[name] = (world.moment, author)
    }

    /// A job has been run.
    func look() {
        checkBudget()
        while facts.migrationLimit != place.map({ Scene.number(read[$0]) }) {
            guard place.map({ $0 + 1 < read.count }) ?? true else {
                if place != nil { world.fail("settings are in force that nobody read") }
                return
            }
            guard place != nil || read.contains(where: { Scene.number($0) == facts.migrationLimit }) else { return }
            enter()
        }
    }

    private func checkBudget() {
        let used = world.budget.used
        if world.connections > used { world.fail("\(world.connections) connections on \(used) slots") }
        guard let place else { return }
        if used > lastUsed, used > most(place, \.connections) { world.fail("\(used) slots are out") }
        lastUsed = used
        guard !scene.isLarge else { return }
        for server in world.servers {
            let used = world.budget.used(of: server.name)
            if used > server.slots, used > most(place, \.connectionsPerServer) {
                world.fail("\(used) slots of \(server.name) are out")
            }
            server.slots = used
        }
    }

    /// A limit, where several settings came into force in one job the widest of them.
    private func most(_ place: Int, _ limit: KeyPath<ExporterSettings.Limits, Int>) -> Int {
        read[place...].map { $0.limits[keyPath: limit] }.max() ?? 0
    }

    /// The next settings come into force.
    private func enter() {
        let next = place.map { $0 + 1 } ?? 0
        let settings = read[next]
        let targets = Dictionary(settings.targets.map { ($0.name, $0) }) { first, _ in first }
        for (name, target) in targets where !(inForce[name].map { $0.isPolledLike(target) } ?? false) {
            // Ways that are made from here on count.
            if place != nil { firstNumber[name] = world.count + 1 }
            entered[name] = world.moment
            good[name] = nil
        }
        for name in inForce.keys where targets[name] == nil { good[name] = nil }
        world.disturb()
        world.tell("settings \(Scene.number(settings)) with \(settings.targets.map(\.name)), \(settings.limits)")
        let isLast = Scene.number(settings) == facts.migrationLimit
        place = next
        inForce = targets
        if isLast { checkReports(settings) }
    }

    /// The reports are those of the settings, and nothing is lost or kept that should not be.
    private func checkReports(_ settings: ExporterSettings) {
        let shown = reports
        let wanted = settings.targets.filter { $0.discovery == nil }
        let own = shown.filter { !$0.name.contains("/") }
        if own.map(\.name) != wanted.map(\.name) {
            world.fail("reports of \(own.map(\.name)) for targets \(wanted.map(\.name))")
        }
        for report in shown where report.name.contains("/") {
            let server = String(report.name.prefix { $0 != "/" })
            let database = String(report.name.dropFirst(server.count + 1))
            if inForce[server]?.discovery?.selected([database]) != [database] {
                world.fail("\(report.name) is still shown")
            }
        }
        for (report, target) in zip(own, wanted) {
            if report.labels != target.labels { world.fail("\(target.name) has other labels than configured") }
            checkState(report)
        }
    }

    /// The report is that of the polls that count.
    private func checkState(_ report: TargetReport) {
        let name = report.name
        let ways = (world.given[name] ?? []).filter(counts)
        if let author = report.observation.map(Observed.author), !ways.contains(where: { $0.number == author }) {
            world.fail("\(name) shows what an old poller saw")
        }
        if report.polls > ways.reduce(0, { $0 + $1.count }) { world.fail("\(name) counts an old poller's polls") }
        if good[name] != nil, report.lastSuccess == nil { world.fail("\(name) has lost its state") }
    }

    /// Whether reports of that poller can be the target's: it was made for the target as it is now.
    private func counts(_ way: ScriptedTarget) -> Bool {
        guard let target = inForce[way.target.name], way.number >= firstNumber[target.name, default: 0] else {
            return false
        }
        return way.target.isPolledLike(target)
    }

    /// Somebody reads the reports at some moment.
    func readReports() {
        let now = world.moment
        for report in reports {
            guard !report.name.contains("/"), let target = inForce[report.name] else { continue }
            checkState(report)
            guard let seen = good[report.name] else {
                if showsState(report) { world.fail("\(report.name) shows something that nobody saw") }
                continue
            }
            let limit =
                report.isUp
                ? max(target.poll.staleAfter, target.poll.interval * 2 + target.poll.timeout) : target.poll.staleAfter
            let age = Duration.nanoseconds(Int64(now.time - seen.moment.time))
            if showsState(report), age > limit { world.fail("\(report.name) shows what is \(age) old") }
            if !showsState(report), age <= target.poll.staleAfter {
                world.fail("\(report.name) has dropped what is \(age) old only")
            }
        }
    }

    /// Whether the report shows what a good poll saw.
    private func showsState(_ report: TargetReport) -> Bool {
        report.observation?.histories.contains { $0.problem == nil } ?? false
    }

    /// Whoever should have been polled well by now was, of one server or of all.
    func checkOverdue(on server: String? = nil) {
        for (name, target) in inForce where target.discovery == nil && server ?? target.server == target.server {
            guard let way = world.given[name]?.last(where: counts) else {
                if let since = entered[name], world.moment.since(since) > .zero { world.fail("nobody polls \(name)") }
                continue
            }
            let last = good[name]?.moment
            if let finding = freshness.finding(way, since: last ?? way.made, isFirst: last == nil) {
                world.fail("\(finding), and still waits")
            }
        }
    }

    /// Whether a poll that counts has been under way for longer than that beyond its deadline; of those that no longer
    /// count, too, where asked.
    func hangs(by time: Duration, amongAll: Bool) -> Bool {
        let now = world.moment
        return world.all.values.contains { way in
            // What has just ended has not been noted yet.
            if amongAll, let ended = way.hungUntil, now.time - ended < 200_000_000 { return true }
            guard let began = way.began, amongAll || isCounted(way) else { return false }
            return Duration.nanoseconds(Int64(now.time - began.time)) > way.target.poll.timeout + time
        }
    }

    private func isCounted(_ way: ScriptedTarget) -> Bool {
        guard inForce[way.target.name]?.discovery == nil, counts(way) else { return false }
        // Of two that were made for the same target, one has been stopped.
        return world.given[way.target.name]?.filter(counts).count == 1
    }
}

extension ExporterSettings.Target {
    /// Whether a poller goes on where this target becomes the other.
    fileprivate func isPolledLike(_ other: ExporterSettings.Target) -> Bool {
        var other = other
        other.labels = labels
        return self == other
    }
}
