import ExporterConfiguration
import MigrationHistory
import PostgresClient
import TargetInspection
import TargetReport

/// What polls of one target ask, one after the other.
protocol TargetObserving: Sendable {
    /// Reads the target and judges what is there; cancelled, it ends soon, its connection closed.
    func observe() async -> Result<TargetReport.Observation, Downtime>
    /// Closes the connection; the next observation makes a new one.
    func close() async
}

/// Observes one target through its database and the project's files.
struct TargetObserver: TargetObserving {
    private let target: ExporterSettings.Target
    private let session: PostgresSession
    private let inspector: TargetInspector
    private let folder: MigrationsFolder?
    private let judgements = Judgements()
    private let scripts: ReplayedScripts
    private let drift: DriftWatch

    /// An observer of one target, with a connection of its own.
    ///
    /// - Parameters:
    ///   - target: whom to observe.
    ///   - url: gives the target's URL at each connect.
    ///   - archives: where archives of projects are unpacked.
    init(target: ExporterSettings.Target, url: RotatingURL, archives: ProjectArchives) {
        self.target = target
        let limits = InspectionLimits(within: target.poll.timeout)
        session = PostgresSession(name: target.name, url: { try url.current() }, connectTimeout: limits.connect)
        inspector = TargetInspector(session: session, schema: target.schema, limits: limits)
        folder = target.migrations.map { MigrationsFolder(path: $0, archives: archives) }
        scripts = ReplayedScripts(folder: folder)
        drift = DriftWatch(target: target, scripts: folder == nil ? nil : scripts, archives: archives)
    }

    func observe() async -> Result<TargetReport.Observation, Downtime> {
        let directories: MigrationsFolder.Contents?
        do {
            directories = try await folder?.read()
        } catch {
            return .failure(Downtime(reason: .configuration, message: "\(target.name): \(error)"))
        }
        do throws(PostgresError) {
            let inspection = try await inspector.inspect(await drift.interest()) { seen in
                async let schema: Void = drift.readSchema()
                for (table, history) in zip(seen.tables, await seen.histories(directories, judgements)) {
                    await scripts.begin(history, in: table.schema, directories?.directories)
                }
                await schema
            }
            let observation = await inspection.observation(
                expectedSchema: target.schema,
                directories: directories,
                judgements: judgements,
                scripts: scripts,
                drift: drift
            )
            return .success(observation)
        } catch {
            return .failure(Downtime(reason: error.reason, message: error.message))
        }
    }

    func close() async { await session.close() }
}
