import ExporterConfiguration
import MigrationHistory
import PostgresClient
import TargetInspection
import TargetReport

/// Polls one target for as long as its task runs, one poll at a time.
package struct TargetPoller: Sendable {
    private let target: ExporterSettings.Target
    private let settings: ExporterSettings
    private let session: PostgresSession
    private let inspector: TargetInspector
    private let folder: MigrationsFolder?

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
    }

    /// Polls until the task is cancelled; the first poll begins at once.
    ///
    /// - Parameters:
    ///   - latest: where reports go.
    ///   - polled: called after each poll, with the report.
    package func run(latest: LatestReports, polled: @Sendable (TargetReport) -> Void) async {
        var schedule = PollSchedule(interval: settings.pollInterval)
        while !Task.isCancelled {
            let began = MachineClock.monotonicNanoseconds
            latest.noteProgress(target.name, at: began)
            let report = await poll(latest: latest)
            guard !Task.isCancelled else { break }
            polled(report)
            let delay = schedule.delay(afterSuccess: report.isUp, chance: Double.random(in: 0..<1))
            let spent = MachineClock.monotonicNanoseconds - began
            let wait = delay.nanoseconds > spent ? delay.nanoseconds - spent : 0
            latest.noteProgress(target.name, at: MachineClock.monotonicNanoseconds)
            do { try await Task.sleep(for: .nanoseconds(Int64(clamping: wait))) } catch { break }
        }
        await session.close()
    }

    /// One poll: read, judge, report.
    ///
    /// - Returns: the target's report as it stands afterwards.
    package func poll(latest: LatestReports) async -> TargetReport {
        let began = MachineClock.monotonicNanoseconds
        let outcome = await observe()
        let ended = MachineClock.monotonicNanoseconds
        let now = MachineClock.now
        var result = TargetReport(name: target.name)
        latest.update(target.name, at: ended) { report in
            report.finishPoll(
                outcome,
                at: now,
                seconds: Double(ended - began) / 1e9,
                staleAfter: settings.staleAfter.inSeconds
            )
            result = report
        }
        return result
    }

    /// Closes the connection.
    package func close() async { await session.close() }

    private func observe() async -> Result<TargetReport.Observation, Downtime> {
        let directories: MigrationsFolder.Contents?
        do {
            directories = try await folder?.read()
        } catch {
            return .failure(Downtime(reason: .configuration, message: "\(error)"))
        }
        do throws(PostgresError) {
            let inspection = try await inspector.inspect()
            return .success(inspection.observation(expectedSchema: target.schema, directories: directories))
        } catch {
            return .failure(Downtime(reason: error.reason, message: error.message))
        }
    }
}

extension Downtime: Error {}
