import Diagnosis
import MigrationHistory
import MigrationSQL
import TargetInspection
import TargetReport

/// The replays that one target's diagnosis needs, kept for as long as the scripts stay the same.
actor ReplayedScripts {
    private let folder: MigrationsFolder?
    private var known: [ReplayPlan: ReplayedScript] = [:]

    /// Replays of the scripts in that folder; nil where none is configured.
    init(folder: MigrationsFolder?) { self.folder = folder }

    /// The verdicts on a history's unfinished migrations, oldest first.
    ///
    /// - Parameters:
    ///   - history: the history.
    ///   - schema: the namespace of its table.
    ///   - directories: the migrations folder as the same poll read it; nil where none is configured.
    ///   - catalog: the database as the same poll saw it; nil where nothing asked for it.
    /// - Returns: one report a migration, in the order of the history.
    func verdicts(
        on history: MigrationHistory,
        schema: String,
        directories: [MigrationDirectory]?,
        catalog: Result<ObservedSchema, Downtime>?
    ) async -> [UnfinishedReport] {
        guard !history.unfinished.isEmpty else {
            known = [:]
            return []
        }
        var fresh: [ReplayPlan: ReplayedScript] = [:]
        var reports: [UnfinishedReport] = []
        var settled = ReplayPlan.Settled()
        for migration in history.unfinished {
            let script = await replayed(migration.row.name, history, schema, directories, settled, &fresh)
            let observed =
                catalog?.mapError { UnfinishedReport.NoEvidence("the catalogs could not be read: \($0.message)") }
                ?? .failure(UnfinishedReport.NoEvidence("the catalogs were not read."))
            let evidence = UnfinishedReport.Evidence(
                script: script,
                checksums: directories?.first { $0.name == migration.row.name }?.checksums,
                observed: observed
            )
            let report = UnfinishedReport(migration, by: evidence)
            settled.add(report)
            reports.append(report)
        }
        known = fresh
        return reports
    }

    private func replayed(
        _ name: String,
        _ history: MigrationHistory,
        _ schema: String,
        _ directories: [MigrationDirectory]?,
        _ settled: ReplayPlan.Settled,
        _ fresh: inout [ReplayPlan: ReplayedScript]
    ) async -> Result<ReplayedScript, UnfinishedReport.NoEvidence> {
        guard let directories, let folder else {
            return .failure(
                .init("there is no script to compare with the database: give the project's migrations folder.")
            )
        }
        let plan = ReplayPlan(
            for: name,
            in: history,
            directories: directories,
            settled: settled,
            defaultSchema: schema
        )
        guard let plan else {
            guard let directory = directories.first(where: { $0.name == name }),
                case .unreadable(let reason) = directory.script
            else { return .failure(.init("the migrations folder has no directory \(name).")) }
            return .failure(.init("\(reason)."))
        }
        if let known = known[plan] {
            fresh[plan] = known
            return .success(known)
        }
        let replayed = plan.replay(await folder.texts(of: plan.names))
        fresh[plan] = replayed
        return .success(replayed)
    }
}

extension MigrationDirectory {
    /// The digests of its script; nil where it can't be read.
    fileprivate var checksums: ScriptChecksums? {
        guard case .checksums(let checksums) = script else { return nil }
        return checksums
    }
}
