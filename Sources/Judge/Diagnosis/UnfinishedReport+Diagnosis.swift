package import MigrationHistory
package import MigrationSQL
package import TargetReport

extension UnfinishedReport {
    /// What there is to judge an unfinished migration by.
    package struct Evidence: Sendable {
        /// Its script, replayed; or why there is none, one sentence.
        package var script: Result<ReplayedScript, NoEvidence>
        /// The checksums of the script; nil where there is none.
        package var checksums: ScriptChecksums?
        /// What the database holds; or why that could not be seen, one sentence.
        package var observed: Result<ObservedSchema, NoEvidence>

        /// Evidence.
        package init(
            script: Result<ReplayedScript, NoEvidence>,
            checksums: ScriptChecksums?,
            observed: Result<ObservedSchema, NoEvidence>
        ) {
            self.script = script
            self.checksums = checksums
            self.observed = observed
        }
    }

    /// Why a part of the evidence is not to be had.
    package struct NoEvidence: Error, Sendable, Hashable {
        /// One sentence.
        package var reason: String

        /// A reason.
        package init(_ reason: String) { self.reason = reason }
    }

    /// The verdict on an unfinished migration.
    package init(_ migration: MigrationHistory.Unfinished, by evidence: Evidence) {
        self.init(byRowAlone: migration)
        guard migration.state != .running else { return }
        let ranToItsEnd = verdict == .applied
        switch (evidence.script, evidence.observed) {
        case (.failure(let missing), _), (.success, .failure(let missing)):
            if !ranToItsEnd { reason = missing.reason }
        case (.success(let script), .success(let observed)):
            var circumstances = MigrationDiagnosis.Circumstances()
            circumstances.recordsError = migration.row.recordsError
            circumstances.uncertain = script.uncertain
            circumstances.scriptDoubt = Self.doubt(migration.row, evidence.checksums)
            let diagnosis = MigrationDiagnosis(
                of: script.statements,
                observed: { observed[$0] },
                circumstances: circumstances
            )
            for presence in EffectPresence.allCases { effects[presence] = diagnosis.count(presence) }
            statements = diagnosis.statements
            missing = diagnosis.missing
            if ranToItsEnd {
                if !missing.isEmpty { reason += " Since then \(missing.count) of its effects have gone." }
            } else {
                take(diagnosis.finding)
            }
            if verdict == .partiallyApplied {
                let repair = RepairScripts(of: script.statements, statements, rows: observed.estimatedRows(of:))
                (finish, undo) = (repair.finish, repair.undo)
            }
        }
        runbook = Runbook(self).steps
    }

    private mutating func take(_ finding: MigrationDiagnosis.Finding) {
        let total = statements.count { $0.conclusion != .noEffect }
        switch finding {
        case .applied:
            verdict = .applied
            reason = "all \(total) statements have taken effect."
            if migration.row.recordsError {
                reason += Self.earlierObjects(migration.sqlstate)
            }
        case .notApplied:
            verdict = .notApplied
            reason = "none of its \(total) statements has taken effect."
        case .partiallyApplied:
            verdict = .partiallyApplied
            let done = statements.count { $0.conclusion == .done }
            reason = "\(done) of \(total) statements have taken effect; \(missing.count) effects are missing"
            reason += missing.first.map { ", first: \($0)." } ?? "."
        case .undetermined(let why):
            reason = why
        }
    }

    /// What an error says that is recorded although everything is there.
    private static func earlierObjects(_ sqlstate: String?) -> String {
        let wereThere = ["42P07", "42710", "42701", "42P06", "42723"].contains(sqlstate ?? "")
        return wereThere
            ? " The recorded error says that an object was there before this attempt: somebody ran the SQL, or an "
                + "earlier attempt did. That the objects are the script's is seen; who made them, and when, is not."
            : " An error is recorded all the same: the objects were there before, or somebody ran the rest of the script."
    }

    /// Why the script may not be the one that ran; nil where its checksum is the row's.
    private static func doubt(_ row: MigrationRow, _ checksums: ScriptChecksums?) -> String? {
        guard let checksums, let stored = StoredChecksum(row.checksum) else {
            return "the row holds no checksum to know the script by, so that another one may have run."
        }
        guard !stored.accepts(checksums) else { return nil }
        return "migration.sql is not the script that ran: its checksum differs from the row's."
    }
}
