import SeededGenerator

/// Runs the jobs of a simulation's tasks on the thread that drives it, in an order drawn from the seed.
///
/// Only that thread touches it.
final class SimulatedExecutor: TaskExecutor, @unchecked Sendable {
    private var ready: [UnownedJob] = []
    private var generator: SeededGenerator
    /// Jobs run so far.
    private(set) var count = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// Whether a job can run now.
    var hasWork: Bool { !ready.isEmpty }

    func enqueue(_ job: consuming ExecutorJob) { ready.append(UnownedJob(job)) }

    /// Runs one of the jobs that can run now.
    func runOne() {
        let place = Int(generator.next() % UInt64(ready.count))
        ready.swapAt(place, ready.count - 1)
        count += 1
        ready.removeLast().runSynchronously(on: asUnownedTaskExecutor())
    }
}
