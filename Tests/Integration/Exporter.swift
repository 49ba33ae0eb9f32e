import ExporterConfiguration
import ExporterDaemon
import MigrationHistory
import PostgresClient
import TargetReport
import TestProcess

/// One look at a database, as `diagnose` takes it.
func look(
    _ url: String,
    migrations: String? = nil,
    prismaSchema: String? = nil,
    timeout: String = "1m",
    scope: DriftScope = .prisma
) async throws -> TargetReport {
    await
        (try poller(
            of: url,
            migrations: migrations,
            prismaSchema: prismaSchema,
            timeout: timeout,
            scope: scope
        ))
        .pollOnce()
}

/// A poller that remembers what it saw from one look to the next.
func poller(
    of url: String,
    migrations: String? = nil,
    prismaSchema: String? = nil,
    timeout: String = "1m",
    scope: DriftScope = .prisma
) throws -> TargetPoller {
    let arguments =
        ["diagnose", "--poll.timeout=\(timeout)"] + (migrations.map { ["--migrations=\($0)"] } ?? [])
        + (prismaSchema.map { ["--schema=\($0)"] } ?? [])
    let settings = try ExporterSettings(
        Invocation(arguments: arguments),
        environment: ["DATABASE_URL": url],
        workingDirectory: "/",
        files: FileSystem()
    )
    var target = settings.targets[0]
    target.driftScope = scope
    return TargetPoller(target: target, world: .machine { _ in })
}

extension TargetReport {
    /// The history of a schema.
    func history(_ schema: String = "public") -> HistoryReport? {
        observation?.histories.first { $0.schema == schema }
    }

    /// The states of a schema's migrations.
    func states(_ schema: String = "public") -> [String: MigrationState] { history(schema)?.history.states ?? [:] }
}
