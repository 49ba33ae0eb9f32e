import Diagnosis
import MigrationHistory
import MigrationSQL
import TargetInspection
import TargetReport

/// The replays of one target's scripts that its diagnosis and its drift rest on, kept for as long as the scripts stay
/// the same.
actor ReplayedScripts {
    private let folder: MigrationsFolder?
    /// By the namespace of the history's table.
    private var replays: [String: SequenceReplays] = [:]

    /// Replays of the scripts in that folder; nil where none is configured.
    init(folder: MigrationsFolder?) { self.folder = folder }

    /// The schemas that a history's scripts lead to; nil where no folder is configured.
    func replay(_ plan: HistoryReplay.Plan) async -> HistoryReplay? {
        guard let folder else { return nil }
        let applied = await end(of: plan.upToApplied, folder)
        return HistoryReplay(plan, applied: applied, whole: await end(of: plan.whole, folder))
    }

    /// Replays what a history's drift and its first verdict rest on.
    ///
    /// - Parameters:
    ///   - history: the history.
    ///   - schema: the namespace of its table.
    ///   - directories: the migrations folder as the same poll read it; nil where none is configured.
    func begin(_ history: MigrationHistory, in schema: String, _ directories: [MigrationDirectory]?) async {
        guard let folder, let directories else { return }
        let plan = HistoryReplay.Plan(history, directories: directories, defaultSchema: schema)
        _ = await end(of: plan.upToApplied, folder)
        let first = history.unfinished.first.flatMap { migration in
            ReplayPlan(
                for: migration.row.name,
                in: history,
                scripts: MigrationScript.byName(directories),
                settled: ReplayPlan.Settled(),
                defaultSchema: schema
            )
        }
        if let first { _ = await end(of: first.upToScript, folder) }
    }

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
        // A table that could not be read this time shows nothing unfinished either: what was replayed may be asked for
        // again.
        guard !history.unfinished.isEmpty else { return [] }
        // The ends of the applied scripts and of all, and three of each unfinished migration.
        defer { replays[schema]?.keep(2 + 3 * history.unfinished.count) }
        let scripts = directories.map { MigrationScript.byName($0) }
        var reports: [UnfinishedReport] = []
        var settled = ReplayPlan.Settled()
        for migration in history.unfinished {
            let name = migration.row.name
            let directory = directories?.first { $0.name == name }
            let plan = scripts.flatMap { scripts in
                ReplayPlan(for: name, in: history, scripts: scripts, settled: settled, defaultSchema: schema)
            }
            let evidence = UnfinishedReport.Evidence(
                script: await replayed(plan, name, directory, isConfigured: directories != nil),
                checksums: directory?.checksums,
                observed: catalog?
                    .mapError { UnfinishedReport.NoEvidence("the catalogs could not be read: \($0.message)") }
                    ?? .failure(UnfinishedReport.NoEvidence("the catalogs were not read."))
            )
            let report = UnfinishedReport(migration, by: evidence)
            settled.add(report)
            reports.append(report)
        }
        return reports
    }

    private func replayed(
        _ plan: ReplayPlan?,
        _ name: String,
        _ directory: MigrationDirectory?,
        isConfigured: Bool
    ) async -> Result<ReplayedScript, UnfinishedReport.NoEvidence> {
        guard isConfigured, let folder else {
            return .failure(
                .init("there is no script to compare with the database: give the project's migrations folder.")
            )
        }
        guard let plan else {
            guard case .unreadable(let reason)? = directory?.script else {
                return .failure(.init("the migrations folder has no directory \(name)."))
            }
            return .failure(.init("\(reason)."))
        }
        let script = await end(of: plan.upToScript, folder)
        return .success(plan.judged(script, whole: await end(of: plan.whole, folder)))
    }

    private func end(of sequence: ScriptSequence, _ folder: MigrationsFolder) async -> ReplayedSequence {
        let schema = sequence.defaultSchema
        let unread = replays[schema, default: SequenceReplays()].unread(sequence)
        let texts = unread.isEmpty ? [:] : await folder.texts(of: unread)
        return replays[schema, default: SequenceReplays()].end(of: sequence, texts)
    }
}

extension MigrationDirectory {
    /// The digests of its script; nil where it can't be read.
    fileprivate var checksums: ScriptChecksums? {
        guard case .checksums(let checksums) = script else { return nil }
        return checksums
    }
}
