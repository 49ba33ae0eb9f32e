import MigrationHistory
import Testing

@testable import TargetReport

@Suite struct UnfinishedReportTests {
    private static func unfinished(
        _ state: MigrationState = .interrupted,
        name: String = "1_a",
        steps: Int = 0,
        logs: String? = nil
    ) -> MigrationHistory.Unfinished {
        let row = MigrationRow(
            id: "",
            name: name,
            checksum: "",
            startedAt: nil,
            finishedAt: nil,
            rolledBackAt: nil,
            logs: logs,
            appliedStepsCount: steps
        )
        return MigrationHistory.Unfinished(row: row, state: state, sqlstate: nil, message: nil, reason: "")
    }

    @Test(arguments: [
        (MigrationState.interrupted, 1, nil, Verdict.applied), (.interrupted, 1, "", .applied),
        (.interrupted, 0, nil, .undetermined), (.failed, 1, "a database error", .undetermined),
        (.running, 1, nil, .undetermined), (.running, 0, nil, .undetermined),
    ])
    func `the row alone tells of a script that ran to its end`(
        _ state: MigrationState,
        _ steps: Int,
        _ logs: String?,
        _ verdict: Verdict
    ) {
        let report = UnfinishedReport(byRowAlone: Self.unfinished(state, steps: steps, logs: logs))
        #expect(report.verdict == verdict)
        #expect(report.reason.contains("still running") == (state == .running))
    }

    @Test(arguments: [
        (Verdict.applied, Advice.resolveApplied, ["npx prisma migrate resolve --applied '1 a'"]),
        (
            .notApplied, .resolveRolledBack,
            ["npx prisma migrate resolve --rolled-back '1 a'", "npx prisma migrate deploy"]
        ),
        (.partiallyApplied, .repairManually, []), (.undetermined, .investigate, []),
    ])
    func `a verdict says what to do, and gives commands only where they are safe`(
        _ verdict: Verdict,
        _ advice: Advice,
        _ commands: [String]
    ) {
        let report = UnfinishedReport(migration: Self.unfinished(name: "1 a"), verdict: verdict, reason: "")
        #expect(verdict.advice == advice)
        #expect(report.commands == commands)
    }

    @Test(arguments: [
        ("20240130000000_add_sla", "20240130000000_add_sla"), ("a/b:c@d%e+f=g.h-1", "a/b:c@d%e+f=g.h-1"), ("", "''"),
        ("-rf", "'-rf'"), ("it's", "'it'\\''s'"), ("a b", "'a b'"), ("$(id)", "'$(id)'"), ("é", "'é'"), ("٣", "'٣'"),
    ])
    func `a name is one word of a shell, whatever it holds`(_ name: String, _ word: String) {
        #expect(name.shellQuoted == word)
    }

    @Test func `effects are counted by what is seen of them`() {
        var effects = UnfinishedReport.Effects()
        for (count, presence) in EffectPresence.allCases.enumerated() { effects[presence] = count + 1 }
        #expect(EffectPresence.allCases.map { effects[$0] } == [1, 2, 3, 4])
        #expect([effects.present, effects.absent, effects.different, effects.unverifiable] == [1, 2, 3, 4])
        #expect(effects.total == 10)
    }
}
