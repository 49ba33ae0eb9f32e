package import ExporterConfiguration
import MigrationHistory
import PostgresClient
import TargetInspection
package import TargetReport

/// Polls one target for as long as its task runs, one poll at a time.
package struct TargetPoller: Sendable {
    private let target: ExporterSettings.Target
    private let settings: ExporterSettings
    private let session: PostgresSession
    private let inspector: TargetInspector
    private let folder: MigrationsFolder?
    private let scripts: ReplayedScripts

    /// A poller of one target of the settings, with a connection of its own.
    ///
    /// - Parameters:
    ///   - target: whom to poll.
    ///   - settings: intervals and deadlines.
    ///   - url: gives the target's URL at each connect.
    package init(target: ExporterSettings.Target, settings: ExporterSettings, url: RotatingURL) {
        self.target = target
        self.settings = settings
        let limits = InspectionLimits(within: settings.pollTimeout)
        session = PostgresSession(name: target.name, url: { try url.current() }, connectTimeout: limits.connect)
        inspector = TargetInspector(session: session, schema: target.schema, limits: limits)
        folder = target.migrations.map { MigrationsFolder(path: $0) }
        scripts = ReplayedScripts(folder: folder)
    }

    /// Polls until the task is cancelled; the first poll begins at once.
    ///
    /// - Parameters:
    ///   - latest: where reports go.
    ///   - polled: called after each poll, with the report and the one before.
    package func run(latest: LatestReports, polled: @Sendable (TargetReport, TargetReport) -> Void) async {
        var schedule = PollSchedule(interval: settings.pollInterval)
        while !Task.isCancelled {
            let began = MachineClock.monotonicNanoseconds
            latest.noteProgress(target.name, at: began)
            let outcome = await observe()
            guard !Task.isCancelled, let change = finish(outcome, began: began, latest: latest) else { break }
            polled(change.after, change.before)
            let delay = schedule.delay(afterSuccess: change.after.isUp, chance: Double.random(in: 0..<1))
            let spent = MachineClock.monotonicNanoseconds - began
            let wait = delay.nanoseconds > spent ? delay.nanoseconds - spent : 0
            latest.noteProgress(target.name, at: MachineClock.monotonicNanoseconds)
            do { try await Task.sleep(for: .nanoseconds(Int64(clamping: wait))) } catch { break }
        }
        await session.close()
    }

    /// One poll and its report, for a run that polls once.
    package func pollOnce() async -> TargetReport {
        let began = MachineClock.monotonicNanoseconds
        let outcome = await observe()
        await session.close()
        let latest = LatestReports(targets: [target.name])
        return finish(outcome, began: began, latest: latest)?.after ?? TargetReport(name: target.name)
    }

    private func finish(
        _ outcome: Result<TargetReport.Observation, Downtime>,
        began: UInt64,
        latest: LatestReports
    ) -> (before: TargetReport, after: TargetReport)? {
        let ended = MachineClock.monotonicNanoseconds
        return latest.update(target.name, at: ended) { report in
            report.finishPoll(
                outcome,
                at: MachineClock.now,
                seconds: Double(ended - began) / 1e9,
                staleAfter: settings.staleAfter.inSeconds
            )
        }
    }

    /// Reads and judges, within the deadline of one poll.
    private func observe() async -> Result<TargetReport.Observation, Downtime> {
        await withTaskGroup(of: Result<TargetReport.Observation, Downtime>?.self) { group in
            group.addTask { await inspect() }
            group.addTask {
                do { try await Task.sleep(for: settings.pollTimeout) } catch {}
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
                            "\(target.name): the poll did not end within \(DurationText.text(settings.pollTimeout)); "
                            + "is the server reachable, and not overloaded?"
                    )
                )
        }
    }

    private func inspect() async -> Result<TargetReport.Observation, Downtime> {
        let directories: MigrationsFolder.Contents?
        do {
            directories = try await folder?.read()
        } catch {
            return .failure(Downtime(reason: .configuration, message: "\(target.name): \(error)"))
        }
        do throws(PostgresError) {
            let inspection = try await inspector.inspect()
            let observation = await inspection.observation(
                expectedSchema: target.schema,
                directories: directories,
                scripts: scripts
            )
            return .success(observation)
        } catch {
            return .failure(Downtime(reason: error.reason, message: error.message))
        }
    }
}
