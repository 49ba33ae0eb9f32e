import Glibc
import Testing

/// The daemon's polling, reloading, watchdog and stop under a simulated clock, in worlds drawn from seeds.
///
/// `SEED=n` plays the scene of that seed alone and prints all that happens, `SEEDS=n` plays that many, from `FIRST=n` on.
@Suite(.serialized) struct SimulationTests {
    private static func number(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }

    @Test(arguments: 0..<20) func `whatever happens, what is promised holds`(_ part: UInt64) {
        let first = Self.number("FIRST") ?? 0
        let seeds = Self.number("SEED").map { $0..<$0 + 1 } ?? first..<first + (Self.number("SEEDS") ?? 2000)
        var failures = 0
        for seed in seeds where seed % 20 == part && failures < 3 {
            let outcome = Simulation.play(SceneWriter.scene(seed), isTold: Self.number("SEED") != nil)
            guard !outcome.findings.isEmpty else { continue }
            failures += 1
            Issue.record("SEED=\(seed): \(outcome.findings.joined(separator: "; "))")
        }
    }

    /// `TARGETS=n` takes that many.
    @Test func `a fleet where a fifth of the servers die keeps the others fresh`() {
        let count = Int(Self.number("TARGETS") ?? 500)
        let outcome = Simulation.play(Scene.large(count))
        #expect(outcome.findings.isEmpty)
        #expect(outcome.peak == count && outcome.goodPolls > count * 8)
        // An interval, and a deadline for the slots that are out when servers die.
        #expect(outcome.longestGap < .seconds(15 * 1.05 + 10 + 1))
        print("simulation: \(count) targets, \(outcome.goodPolls) good polls, at most \(outcome.longestGap) apart")
    }

    @Test func `a seed always plays the same`() {
        for seed: UInt64 in 0..<20 {
            let outcomes = (0..<2).map { _ in Simulation.play(SceneWriter.scene(seed)) }
            #expect(outcomes[0].digest == outcomes[1].digest && outcomes[0].jobs == outcomes[1].jobs, "SEED=\(seed)")
        }
    }
}
