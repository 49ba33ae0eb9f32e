import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

/// How far a script has come whose objects were perhaps there before, or perhaps skipped.
@Suite struct ProgressTests {
    private typealias Conclusion = StatementEvidence.Conclusion

    /// What is known of each statement of a script about a table that no script made.
    private func diagnosis(_ script: String, over database: String, history: String = "") -> MigrationDiagnosis {
        let end = schema(after: [database])
        return MigrationDiagnosis(
            of: replayed(script, after: history),
            observed: { end[$0] },
            circumstances: MigrationDiagnosis.Circumstances()
        )
    }

    @Test func `a column that was there before, or was added, says nothing of how far the script came`() {
        let script = "ALTER TABLE given ADD COLUMN IF NOT EXISTS c int; ALTER TABLE given ADD z int"
        let whole = diagnosis(script, over: "CREATE TABLE given (c int, z int)")
        #expect(whole.finding == .applied)
        #expect(whole.statements.map(\.conclusion) == [.done, .done])
        let half = diagnosis(script, over: "CREATE TABLE given (c int)")
        #expect(half.finding.verdict == .undetermined)
        #expect(half.statements.map(\.conclusion) == [.open, .notDone])
    }

    @Test func `a column in the form that a skipped statement would have given it may have had that before`() {
        let script = "ALTER TABLE given ADD COLUMN IF NOT EXISTS c int; ALTER TABLE given ALTER c TYPE text"
        let diagnosis = diagnosis(script, over: "CREATE TABLE given (c int)")
        #expect(diagnosis.finding.verdict == .undetermined)
        #expect(diagnosis.statements.map(\.conclusion) == [.open, .notDone])
    }

    @Test func `what may have been there before is no obstacle to what a later statement proves`() {
        let script = """
            UPDATE given SET z = 1; CREATE TABLE IF NOT EXISTS t (id int); ALTER TABLE given ADD w int
            """
        let history = "ALTER TABLE given ADD z int"
        let database = "CREATE TABLE given (z int); CREATE TABLE t (id int)"
        #expect(
            diagnosis(script, over: "\(database); ALTER TABLE given ADD w int", history: history).finding == .applied
        )
        #expect(diagnosis(script, over: database, history: history).finding.verdict == .undetermined)
    }

    @Test func `a statement that may have been skipped hides how far the script came only up to the next one`() {
        let history = "CREATE TABLE a (x int)"
        let skipped = "DO $$ BEGIN ALTER TABLE a ALTER x TYPE int8; EXCEPTION WHEN others THEN NULL; END $$"
        let script = "\(skipped); ALTER TABLE a ALTER x TYPE text; UPDATE a SET x = 1"
        #expect(
            diagnosis(script, over: history, history: history).statements.map(\.conclusion)
                == [.open, .notDone, .notDone]
        )
    }
}
