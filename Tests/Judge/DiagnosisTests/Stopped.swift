import MigrationHistory
import MigrationSQL
import SchemaModel
import TargetReport

@testable import Diagnosis

/// A script that stopped somewhere, and the database that it left.
struct Stopped {
    /// The scripts that ran before it.
    var history = ""
    /// What else is in the database, made by hand before the script ran.
    var byHand = ""
    /// The script.
    var script: String
    /// Statements of it that ran; nil for all.
    var after: Int?
    /// What was done by hand since.
    var since = ""
    /// What else limits the inference.
    var circumstances = MigrationDiagnosis.Circumstances()

    /// What the evidence comes to.
    var diagnosis: MigrationDiagnosis {
        var known = ScriptReplay(defaultSchema: "public")
        known.replay(history, of: "1")
        let replayed = known.statements(of: script)
        let ran = replayed.prefix(after ?? replayed.count).map(\.text)
        let database = schema(after: [history, byHand, ran.joined(separator: ";\n"), since])
        return MigrationDiagnosis(of: replayed, observed: { database[$0] }, circumstances: circumstances)
    }

    /// The word for the finding.
    var verdict: Verdict { diagnosis.finding.verdict }
}

extension MigrationDiagnosis.Finding {
    /// The finding without its reason.
    var verdict: Verdict {
        switch self {
        case .applied: .applied
        case .notApplied: .notApplied
        case .partiallyApplied: .partiallyApplied
        case .undetermined: .undetermined
        }
    }

    /// Why the evidence does not decide; empty where it does.
    var reason: String { if case .undetermined(let reason) = self { reason } else { "" } }
}

extension MigrationDiagnosis.Circumstances {
    /// An error is recorded.
    static var error: Self {
        var circumstances = Self()
        circumstances.recordsError = true
        return circumstances
    }
}

/// A database in which those scripts ran one after the other.
func schema(after scripts: [String]) -> DatabaseSchema {
    var replay = ScriptReplay(defaultSchema: "public")
    for script in scripts { replay.replay(script, of: "") }
    return replay.schema
}

/// The one checksum of these tests, of every script in every form.
let digest = String(repeating: "ab", count: 32)
let checksums = ScriptChecksums(verbatim: digest, lineFeeds: digest, carriageReturns: digest)

/// An unfinished migration.
func unfinished(
    _ name: String = "2_it",
    state: MigrationState = .interrupted,
    sqlstate: String? = nil,
    steps: Int = 0,
    checksum: String = digest
) -> MigrationHistory.Unfinished {
    let row = MigrationRow(
        id: "1",
        name: name,
        checksum: checksum,
        startedAt: Instant(microseconds: 1),
        finishedAt: nil,
        rolledBackAt: nil,
        logs: state == .failed ? "an error" : nil,
        appliedStepsCount: steps
    )
    let message = state == .failed && sqlstate == nil ? "it went wrong" : nil
    return MigrationHistory.Unfinished(row: row, state: state, sqlstate: sqlstate, message: message, reason: "")
}

/// The report on a script that stopped, in a database that holds those rows.
func report(
    _ script: String,
    after history: String = "",
    on migration: MigrationHistory.Unfinished = unfinished(),
    rows: [CatalogRow] = []
) -> UnfinishedReport {
    var replay = ScriptReplay(defaultSchema: "public")
    replay.replay(history, of: "1")
    let replayed = ReplayedScript(statements: replay.statements(of: script), uncertain: [])
    return UnfinishedReport(
        migration,
        by: .init(script: .success(replayed), checksums: checksums, observed: .success(ObservedSchema(rows)))
    )
}

/// The catalog's rows of a table with columns of type text.
func rows(of table: String, _ columns: String..., estimate: Int? = nil) -> [CatalogRow] {
    let id = ObjectID(.table, schema: "public", name: table)
    return [CatalogRow(id: id, fields: ["false", "false", nil, nil, nil, estimate.map { "\($0)" }])]
        + columns.map { name in
            CatalogRow(
                id: id.member(.column, name),
                fields: ["pg_catalog", "text", "text", "false", "false", "", "", nil, "-1"]
            )
        }
}

/// The statements of a script, replayed on the schema that the history made.
func replayed(_ script: String, after history: String) -> [ReplayedStatement] {
    var replay = ScriptReplay(defaultSchema: "public")
    replay.replay(history, of: "1")
    return replay.statements(of: script)
}
