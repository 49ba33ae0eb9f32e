package import ExporterConfiguration
import MigrationHistory
package import TargetReport

/// Polls one target for as long as its task runs, one poll at a time.
package struct TargetPoller: Sendable {
    private let target: ExporterSettings.Target
    private let observer: any TargetObserving
    private let world: PollingWorld

    /// The poller's place among the others.
    struct Turn: Sendable {
        /// What `LatestReports.generation(of:)` said when the poller began.
        var generation: UInt64
        /// 0 for the first of the pollers that began together, nearly 1 for the last.
        var place: Double
        /// How many began together.
        var count: Int
        /// Whom to ask for a connection.
        var budget: ConnectionBudget

        /// How long to wait before the first poll, so that many pollers don't knock at once.
        func firstWait(_ interval: Duration) -> Duration {
            min(interval, .milliseconds(15) * count) * place
        }
    }

    /// A poller of one target, with a connection of its own.
    ///
    /// - Parameters:
    ///   - target: whom to poll.
    ///   - world: what polling happens in.
    package init(target: ExporterSettings.Target, world: PollingWorld) {
        self.target = target
        self.world = world
        observer = world.observer(target)
    }

    /// Polls until the task is cancelled.
    ///
    /// - Parameters:
    ///   - latest: where reports go.
    ///   - turn: when to begin, and whom to ask for a connection.
    ///   - polled: called after each poll, with the report and the one before.
    func run(
        latest: LatestReports,
        turn: Turn,
        polled: @Sendable (TargetReport, TargetReport) -> Void
    ) async {
        var schedule = PollSchedule(interval: target.poll.interval, phase: turn.count > 1 ? turn.place : nil)
        var slot: ConnectionBudget.Slot?
        var isSuspect = false
        do { try await world.clock.sleep(for: turn.firstWait(target.poll.interval)) } catch { return }
        while !Task.isCancelled {
            let due = world.clock.monotonicNanoseconds
            if slot == nil {
                latest.noteWaiting(target.name, generation: turn.generation, at: due)
                slot = await turn.budget.take(target.server, isSuspect: isSuspect)
            }
            guard var held = slot else { break }
            let began = world.clock.monotonicNanoseconds
            latest.noteProgress(target.name, generation: turn.generation, at: began, within: target.poll.timeout)
            let outcome = await observe()
            let change = Task.isCancelled ? nil : finish(outcome, began: began, latest: latest, turn.generation)
            if let change { polled(change.after, change.before) }
            switch outcome {
            case .success: turn.budget.note(.well, on: &held)
            case .failure(let downtime): turn.budget.note(.init(downtime.reason), on: &held)
            }
            isSuspect = (try? outcome.get()) == nil
            if isSuspect || turn.budget.isScarce(target.server) {
                await observer.close()
                turn.budget.giveBack(held)
                slot = nil
            } else {
                slot = held
            }
            guard let change else { break }
            let delay = schedule.delay(afterSuccess: change.after.isUp, chance: world.chance())
            let ended = world.clock.monotonicNanoseconds
            let wait = max(.zero, delay - .nanoseconds(Int64(clamping: ended - due)))
            latest.noteProgress(target.name, generation: turn.generation, at: ended, within: wait)
            do { try await world.clock.sleep(for: wait) } catch { break }
        }
        await observer.close()
        if let slot { turn.budget.giveBack(slot) }
    }

    /// One poll and its report, for a run that polls once.
    package func pollOnce() async -> TargetReport {
        let began = world.clock.monotonicNanoseconds
        let outcome = await observe()
        await observer.close()
        let latest = LatestReports([LatestReports.Subject(target)])
        return finish(outcome, began: began, latest: latest)?.after ?? TargetReport(name: target.name)
    }

    private func finish(
        _ outcome: Result<TargetReport.Observation, Downtime>,
        began: UInt64,
        latest: LatestReports,
        _ generation: UInt64 = 0
    ) -> (before: TargetReport, after: TargetReport)? {
        let ended = world.clock.monotonicNanoseconds
        return latest.update(target.name, generation: generation, at: ended) { report in
            report.finishPoll(
                outcome,
                at: world.clock.now,
                seconds: Double(ended - began) / 1e9
            )
        }
    }

    /// Reads and judges, within the deadline of one poll.
    private func observe() async -> Result<TargetReport.Observation, Downtime> {
        await withTaskGroup(of: Result<TargetReport.Observation, Downtime>?.self) { group in
            group.addTask { await observer.observe() }
            group.addTask {
                do { try await world.clock.sleep(for: target.poll.timeout) } catch {}
                return nil
            }
            // Whichever comes first; the other is cancelled, which closes the connection of a late inspection.
            let outcome = await group.next() ?? nil
            group.cancelAll()
            return outcome
                ?? .failure(
                    Downtime(
                        reason: .timeout,
                        message:
                            "\(target.name): the poll did not end within \(DurationText.text(target.poll.timeout)); "
                            + "is the server reachable, and not overloaded?"
                    )
                )
        }
    }
}
