import Diagnosis
import ExporterConfiguration
import MigrationHistory
import MigrationSQL
import PrismaSchema
import SchemaModel
import TargetInspection
import TargetReport

/// What one target's drift is judged by, kept for as long as it stays the same.
actor DriftWatch {
    /// The catalogs are read in full after so many polls, whatever their fingerprint says.
    private static let fullReadEvery = 40

    /// The replays of the project's migrations; nil where no folder is configured.
    private let scripts: ReplayedScripts?
    private let schemaFiles: PrismaSchemaFiles?
    private var settings: DriftSettings
    private var fingerprint: CatalogFingerprint?
    private var observed: Result<ObservedSchema, Downtime>?
    private var lacksExpressions = false
    private var pollsSinceRead = 0
    /// Grows with each catalog that is another than the one before, and where it can't be read.
    private var catalogVersion = 0
    private var datamodel: (version: PrismaSchemaFiles.Version, result: Result<Datamodel, PrismaSchemaError>)?
    private var reports: [String: Judged] = [:]
    private let keepsBaseline: Bool
    private var baseline: BaselineWatch?
    /// Why an earlier schema.prisma is in force instead of what is there now, one sentence; nil where that is.
    private(set) var outdatedSchema: String?

    /// All that a judgement rests on: where it is the same, so is the judgement.
    private struct Key: Hashable {
        /// Of the migrations folder; nil where none is configured.
        var folderVersion: Int?
        var history: MigrationHistory
        var catalogVersion: Int
        var schema: PrismaSchemaFiles.Version?
    }

    /// The judgement by the project's files.
    private struct Judged {
        var key: Key
        var drift: [DriftReport]
        /// The namespaces that the project is known to use.
        var namespaces: Set<String>
    }

    /// The watch of a target.
    ///
    /// - Parameters:
    ///   - target: the target.
    ///   - scripts: replays its migrations; nil where it has no migrations folder.
    ///   - archives: where archives are unpacked.
    init(target: ExporterSettings.Target, scripts: ReplayedScripts?, archives: ProjectArchives) {
        self.scripts = scripts
        schemaFiles = target.prismaSchema.map { PrismaSchemaFiles(path: $0, archives: archives) }
        var settings = DriftSettings()
        settings.scope = target.driftScope
        settings.ignored = target.ignore.map { IgnorePattern($0) }
        self.settings = settings
        keepsBaseline = target.baseline != nil
        baseline = target.baseline.map { BaselineWatch($0, target: target.name, settings: settings) }
    }

    /// Whether anything is configured that the schema can be held against.
    nonisolated var isWanted: Bool { scripts != nil || schemaFiles != nil || keepsBaseline }

    /// When the next inspection is to read the catalogs.
    func interest() -> CatalogInterest {
        guard isWanted else { return .never }
        pollsSinceRead += 1
        return .whenChanged(since: pollsSinceRead < Self.fullReadEvery ? fingerprint : nil)
    }

    /// Takes in what an inspection saw of the catalogs.
    ///
    /// - Returns: the database's schema as it stands, or why it is not known; nil where nothing asked.
    func take(_ inspection: Inspection) -> Result<ObservedSchema, Downtime>? {
        switch inspection.catalog {
        case .success(let catalog)?:
            let seen = ObservedSchema(catalog.rows)
            if case .success(let last)? = observed, last.rows == seen.rows {} else { catalogVersion += 1 }
            pollsSinceRead = 0
            lacksExpressions = catalog.lacksExpressions
            // What was seen in part is read again.
            fingerprint = catalog.lacksExpressions ? nil : inspection.fingerprint
            observed = .success(seen)
        case .failure(let downtime)?:
            catalogVersion += 1
            fingerprint = nil
            observed = .failure(downtime)
        case nil: break
        }
        return observed
    }

    /// The schema of one history held against its sources.
    ///
    /// - Parameters:
    ///   - history: the history.
    ///   - table: its table.
    ///   - inspection: what the poll read of the table's database.
    ///   - folder: the migrations folder as the same poll read it; nil where none is configured.
    /// - Returns: one report a source that is configured.
    func drift(
        of history: MigrationHistory,
        in table: Inspection.Table,
        of inspection: Inspection,
        folder: MigrationsFolder.Contents?
    ) async -> [DriftReport] {
        guard isWanted, let observed else { return [] }
        guard inspection.prismaContract == nil else { return moved }
        let files = await judged(history, observed, table.schema, folder)
        guard baseline != nil else { return files.drift }
        return files.drift + [byBaseline(history, table, inspection, observed, files.namespaces)]
    }

    /// Reads schema.prisma, where one is configured and another than before.
    func readSchema() {
        if let schemaVersion { _ = parsed(schemaVersion) }
    }

    private var schemaVersion: Result<PrismaSchemaFiles.Version, FolderError>? {
        schemaFiles.map { files in Result { () throws(FolderError) in try files.version() } }
    }

    /// What is said of a database that Prisma 8 manages.
    private var moved: [DriftReport] {
        let sources: [(DriftReport.Source, Bool)] = [
            (.migrations, scripts != nil), (.datamodel, schemaFiles != nil), (.baseline, keepsBaseline),
        ]
        return sources.filter(\.1)
            .map { source, _ in
                DriftReport(
                    source: source,
                    notJudged: "This database has moved to Prisma 8, whose contract says what it is to be."
                )
            }
    }

    private func byBaseline(
        _ history: MigrationHistory,
        _ table: Inspection.Table,
        _ inspection: Inspection,
        _ observed: Result<ObservedSchema, Downtime>,
        _ namespaces: Set<String>
    ) -> DriftReport {
        switch observed {
        case .failure(let downtime): return unseen(.baseline, downtime)
        case .success(let observed):
            guard !lacksExpressions else {
                let reason =
                    "Another session locks tables, so that texts of defaults, policies and views were not seen."
                return DriftReport(source: .baseline, notJudged: reason)
            }
            let sight = BaselineWatch.Sight(
                schema: table.schema,
                rows: table.rows,
                unfinished: history.unfinished.map(\.row.name),
                observed: observed,
                catalogVersion: catalogVersion,
                namespaces: namespaces.union([table.schema]),
                databaseTime: inspection.databaseTime,
                serverVersion: inspection.serverVersion / 10000
            )
            return baseline?.report(sight) ?? DriftReport(source: .baseline)
        }
    }

    private func judged(
        _ history: MigrationHistory,
        _ observed: Result<ObservedSchema, Downtime>,
        _ schema: String,
        _ folder: MigrationsFolder.Contents?
    ) async -> Judged {
        let version = schemaVersion
        outdatedSchema = (try? version?.get())?.fault
        let key = Key(
            folderVersion: folder?.version,
            history: history,
            catalogVersion: catalogVersion,
            schema: try? version?.get()
        )
        if let known = reports[schema], known.key == key { return known }
        var drift: [DriftReport] = []
        let plan = folder.map { HistoryReplay.Plan(history, directories: $0.directories, defaultSchema: schema) }
        var replay: HistoryReplay?
        if let plan { replay = await scripts?.replay(plan) }
        let schemaFile = version.map { parsed($0) }
        settings.withConditions = (try? schemaFile?.get())?.declaresConditions ?? false
        if let replay { drift.append(migrations(history, replay, observed, schema)) }
        if let schemaFile {
            var report = datamodel(schemaFile, replay, observed, schema)
            if let outdatedSchema { report.remarks.append(outdatedSchema) }
            drift.append(report)
        }
        var namespaces = replay?.namespaces ?? []
        if case .success(let datamodel)? = self.datamodel?.result { namespaces.formUnion(datamodel.schemas) }
        let judged = Judged(key: key, drift: drift, namespaces: namespaces)
        reports[schema] = judged
        return judged
    }

    private func migrations(
        _ history: MigrationHistory,
        _ replay: HistoryReplay,
        _ observed: Result<ObservedSchema, Downtime>,
        _ schema: String
    ) -> DriftReport {
        switch observed {
        case .failure(let downtime): unseen(.migrations, downtime)
        case .success(let observed):
            DriftReport(migrations: history, replay, observed: observed, defaultSchema: schema, settings: settings)
        }
    }

    private func datamodel(
        _ parsed: Result<Datamodel, Reason>,
        _ replay: HistoryReplay?,
        _ observed: Result<ObservedSchema, Downtime>,
        _ schema: String
    ) -> DriftReport {
        switch (parsed, observed) {
        case (.failure(let reason), _): DriftReport(source: .datamodel, notJudged: reason.text)
        case (_, .failure(let downtime)): unseen(.datamodel, downtime)
        case (.success(let datamodel), .success(let observed)):
            DriftReport(datamodel: datamodel, replay, observed: observed, defaultSchema: schema, settings: settings)
        }
    }

    private func unseen(_ source: DriftReport.Source, _ downtime: Downtime) -> DriftReport {
        DriftReport(source: source, notJudged: "The catalogs could not be read: \(downtime.message)")
    }

    private struct Reason: Error { var text: String }

    /// schema.prisma as it is; parsed once a version.
    private func parsed(_ version: Result<PrismaSchemaFiles.Version, FolderError>) -> Result<Datamodel, Reason> {
        guard let files = schemaFiles else { return .failure(Reason(text: "There is no schema.prisma.")) }
        do {
            let version = try version.get()
            if datamodel?.version != version {
                let texts = try files.read(version)
                datamodel = (version, Result { () throws(PrismaSchemaError) in try Datamodel(files: texts) })
            }
        } catch {
            return .failure(Reason(text: "\(error)"))
        }
        switch datamodel?.result {
        case .success(let model)?: return .success(model)
        case .failure(let error)?:
            let more = error.faults.count > 1 ? " (and \(error.faults.count - 1) more faults)" : ""
            let first = error.faults.first.map { "\($0.place): \($0.sentence)" } ?? "schema.prisma can't be read."
            return .failure(Reason(text: first + more))
        case nil: return .failure(Reason(text: "There is no schema.prisma."))
        }
    }
}
