@testable import ExporterDaemon

/// The service manager's side of the watchdog: it hears from it at every interval, unless there is a reason.
///
/// Only the thread that drives the simulation touches it.
final class Heartbeat: @unchecked Sendable {
    private let world: SimulatedWorld
    private let witness: Witness
    private let interval: Duration
    private var last: Moment
    var webAnswers = true

    /// The longest answer of the web server.
    private static let answer = Duration.milliseconds(100)

    init(_ scene: Scene, _ world: SimulatedWorld, _ witness: Witness) {
        self.world = world
        self.witness = witness
        interval = scene.watchdogInterval
        last = world.moment
    }

    func serverAnswers() async -> Bool {
        try? await world.clock.sleep(for: Self.answer * world.chance())
        return webAnswers
    }

    func told() {
        checkOverdue()
        last = world.moment
        // Five seconds of patience, and what passes between the look and the word.
        if witness.hangs(by: .seconds(6), amongAll: false) { world.fail("the watchdog is told while a poll hangs") }
    }

    func withheld() {
        last = world.moment
        if webAnswers, !witness.hangs(by: .zero, amongAll: true) {
            world.fail("the watchdog is not told though everything goes on")
        }
    }

    func checkOverdue() {
        let silence = world.moment.since(last)
        if silence > interval + Self.answer + .milliseconds(1) { world.fail("the watchdog was silent for \(silence)") }
    }
}
