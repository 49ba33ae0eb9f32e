import FoundationEssentials
import MigrationHistory
import SchemaModel
package import TargetReport

/// The JSON of `diagnose --format json` and `/api/v1/diagnosis`: one document, one entry a history.
package enum DiagnosisDocument {
    /// The document as UTF-8, ending in a line feed.
    ///
    /// - Parameters:
    ///   - targets: what the last polls saw.
    ///   - expectedSchemas: by target name, the schema to name where nothing was seen; `public` where it has none.
    /// - Returns: the document.
    /// - Throws: what `JSONEncoder` throws; it has no reason to with these values.
    package static func json(_ targets: [TargetReport], expectedSchemas: [String: String] = [:]) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let entries = targets.flatMap { target -> [Entry] in
            let histories = target.observation?.histories ?? []
            guard !histories.isEmpty else { return [Entry(target, schema: expectedSchemas[target.name] ?? "public")] }
            return histories.map { Entry(target, $0) }
        }
        return try encoder.encode(Document(targets: entries)) + [0x0A]
    }

    private struct Document: Encodable {
        var targets: [Entry]
    }

    private struct Entry: Encodable {
        var target: String
        var schema: String
        var up: Bool
        @Nullable var error: String?
        @Nullable var down_reason: String?
        var table_present: Bool
        var migrations: [String: Int]
        var history: History
        var unfinished: [Unfinished]
        var remarks: [String]
        var drift: [String: Drift]
        @Nullable var prisma_contract: Contract?

        init(_ target: TargetReport, schema: String) {
            self.init(target, HistoryReport(schema: schema, tablePresent: false))
        }

        init(_ target: TargetReport, _ report: HistoryReport) {
            let problem = target.downtime ?? report.problem
            let history = report.history
            self.target = target.name
            schema = report.schema
            up = target.isUp
            error = problem?.message
            down_reason = problem?.reason.rawValue
            table_present = report.tablePresent
            migrations = Dictionary(
                uniqueKeysWithValues: MigrationState.allCases.map { ($0.rawValue, history.counts[$0, default: 0]) }
            )
            self.history = History(
                edited: history.edited,
                missing_directory: history.missingDirectory,
                out_of_order: history.outOfOrder
            )
            unfinished = report.unfinished.map { Unfinished($0, at: target.observation) }
            remarks = history.remarks
            prisma_contract = target.observation?.prismaContract.map { Contract($0) }
            drift = Dictionary(
                uniqueKeysWithValues: DriftReport.Source.allCases.map { source in
                    let found = report.drift.first { $0.source == source }
                    return (source.rawValue, found.map { Drift($0) } ?? Drift(notConfigured: source))
                }
            )
        }
    }

    private struct History: Encodable {
        var edited: [String]
        var missing_directory: [String]
        var out_of_order: [String]
    }

    private struct Unfinished: Encodable {
        var migration: String
        var state: String
        @Nullable var started_at: String?
        @Nullable var age_seconds: Double?
        @Nullable var sqlstate: String?
        @Nullable var message: String?
        var state_reason: String
        var verdict: String
        var advice: String
        var reason: String
        var effects: [String: Int]
        var missing: [String]
        var statements: [Statement]
        var runbook: [String]
        var finish: [String]
        var undo: [String]
        var commands: [String]

        init(_ report: UnfinishedReport, at observation: TargetReport.Observation?) {
            let row = report.migration.row
            migration = row.name
            state = report.migration.state.rawValue
            started_at = row.startedAt?.iso8601
            age_seconds = row.startedAt.flatMap { started in
                observation.map { max(0, $0.databaseTime.seconds(since: started)) }
            }
            sqlstate = report.migration.sqlstate
            message = report.migration.message
            state_reason = report.migration.reason
            verdict = report.verdict.rawValue
            advice = report.verdict.advice.rawValue
            reason = report.reason
            effects = [
                "total": report.effects.total, "present": report.effects.present, "absent": report.effects.absent,
                "different": report.effects.different, "unverifiable": report.effects.unverifiable,
            ]
            missing = report.missing
            statements = report.statements.map { Statement($0) }
            runbook = report.runbook
            finish = report.finish
            undo = report.undo
            commands = report.commands
        }
    }

    private struct Statement: Encodable {
        var line: Int
        var sql: String
        var conclusion: String
        var unverifiable: [String]
        var effects: [Effect]

        init(_ evidence: StatementEvidence) {
            line = evidence.line
            sql = evidence.text
            conclusion = evidence.conclusion.rawValue
            unverifiable = evidence.unverifiable
            effects = evidence.effects.map { Effect($0) }
        }
    }

    private struct Effect: Encodable {
        var kind: String
        var object: String
        var change: String
        var presence: String
        @Nullable var difference: String?

        init(_ effect: StatementEvidence.Effect) {
            kind = effect.object.kind.rawValue
            object = effect.object.description
            change = effect.change
            presence = effect.presence.rawValue
            difference = effect.difference
        }
    }
}

/// An optional that is written as `null` instead of being left out.
@propertyWrapper
struct Nullable<Value: Encodable>: Encodable {
    var wrappedValue: Value?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}
