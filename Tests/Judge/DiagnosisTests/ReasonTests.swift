import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

/// Why the evidence does not decide, in the words that a person reads.
@Suite struct ReasonTests {
    private let history = "CREATE TABLE a (id int PRIMARY KEY, x int, y text); CREATE TYPE e AS ENUM ('p')"

    private func reason(
        _ script: String,
        after: Int? = nil,
        since: String = "",
        _ circumstances: MigrationDiagnosis.Circumstances = .init()
    ) -> String {
        Stopped(history: history, script: script, after: after, since: since, circumstances: circumstances).diagnosis
            .finding.reason
    }

    @Test func `a script without a statement, or without any effect, decides nothing`() {
        #expect(reason("") == "the script holds no statement.")
        #expect(reason("", .error) == "the script holds no statement.")
        #expect(reason("SET search_path TO public") == "nothing of what the script does shows in the catalog.")
    }

    @Test func `the first statement that the catalog can't tell of is named, with what shows`() {
        let update = "UPDATE a SET x = 1"
        let nothing =
            "nothing of what the script does shows in the catalog, but the catalog can't tell of line 1: \(update)"
        #expect(reason(update) == "\(nothing) (changes data).")
        #expect(reason("ALTER TABLE a ADD z int;\n\(update)").hasPrefix("all that shows in the catalog is there, but"))
        #expect(reason("ALTER TABLE a ADD z int;\n\(update)").contains("tell of line 2: \(update)"))
        let absent = reason("\(update); ALTER TABLE a ADD z int", after: 0)
        #expect(absent.hasPrefix("nothing that shows in the catalog is there, but"))
        #expect(!reason(update).contains("more"))
        #expect(reason("\(update); DELETE FROM a; \(update)").contains(" and 2 more"))
        #expect(reason(update).hasSuffix("."))
    }

    @Test func `why the order of the script proves nothing is told`() {
        let script = "UPDATE a SET x = 1; ALTER TABLE a ADD z int"
        #expect(
            reason(script, .error)
                .hasSuffix(", and an error is recorded, so that the order of the script proves nothing.")
        )
        let own = reason("BEGIN; \(script); COMMIT")
        #expect(own.hasSuffix(", and the script controls its own transactions, so that its order proves nothing."))
    }

    @Test func `what is missing though no row depends on it is named`() {
        let script = "ALTER TABLE a ADD z int; COMMENT ON TABLE a IS 'rows'"
        let one = reason(script, after: 1, .error)
        #expect(one.contains("only create comment"), "\(one)")
        #expect(one.contains("is missing, on which no row depends; run it by hand first"), "\(one)")
    }

    @Test func `what contradicts the order of the script is told with what is missing`() {
        let comment = "COMMENT ON TABLE a IS 'x'; ALTER TABLE a ADD z int"
        let found = "what is there and what is not does not decide: "
        #expect(
            reason(comment, since: "COMMENT ON TABLE a IS NULL")
                == "\(found)only create comment public.table a is missing, on which no row depends; run it by hand first, and "
                + "what is there contradicts the order of the script."
        )
        #expect(
            reason("ALTER TABLE a ADD z int; ALTER TABLE a DROP z", after: 1, .error)
                == "\(found)missing are drop column public.a.z, and an error is recorded, so that the order of the "
                + "script proves nothing."
        )
    }

    @Test func `effects are counted by what shows of them, a statement that can't be seen as one`() {
        let diagnosis = Stopped(history: history, script: "ALTER TABLE a ADD z int; UPDATE a SET x = 1").diagnosis
        #expect(diagnosis.count(.present) == 1)
        #expect(diagnosis.count(.unverifiable) == 1)
        #expect(diagnosis.count(.absent) == 0 && diagnosis.count(.different) == 0)
        let collated = "SET lock_timeout = '5s'; ALTER TABLE a ALTER y TYPE varchar(5) COLLATE \"C\""
        let seen = Stopped(history: history, script: collated).diagnosis
        #expect(seen.count(.present) == 1 && seen.count(.unverifiable) == 0)
    }

    @Test func `an object in neither form is named with the number of others`() {
        let script = "ALTER TABLE a ADD z int, ADD w int"
        let stopped = Stopped(
            history: history,
            byHand: "ALTER TABLE a ADD z text, ADD w text",
            script: script,
            after: 0
        )
        let reason = stopped.diagnosis.finding.reason
        #expect(
            reason.contains(
                " and 1 more is neither as before the script nor as after it (type: expected int4, found text)."
            )
        )
        let one = Stopped(
            history: history,
            byHand: "ALTER TABLE a ADD z text",
            script: "ALTER TABLE a ADD z int",
            after: 0
        )
        #expect(one.diagnosis.finding.reason.hasPrefix("column public.a.z is neither as before"))
    }

    @Test func `a statement is cut to one line of sixty characters`() {
        #expect("SELECT\n  1".excerpt == "SELECT 1")
        let whole = String(repeating: "x", count: 60)
        #expect(whole.excerpt == whole)
        #expect((whole + "y").excerpt == String(repeating: "x", count: 57) + "…")
    }

    @Test func `of what is missing three are named and the others counted`() {
        func reason(_ columns: [String]) -> String {
            let comments = columns.map { "COMMENT ON COLUMN a.\($0) IS 'r'" }.joined(separator: "; ")
            return self.reason("ALTER TABLE a ADD z int; \(comments)", after: 1, .error)
        }
        #expect(!reason(["x", "y", "z"]).contains("more is missing"))
        #expect(reason(["x", "y", "z", "id"]).contains(" and 1 more is missing"))
    }
}
