import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis
@testable import MigrationSQL

/// What is known of objects that come and go with others.
@Suite struct ChainBuildingTests {
    private typealias Form = DatabaseSchema.Presence

    private static let table = ObjectID(.table, schema: "public", name: "b")
    private static let column = table.member(.column, "c")
    private static let whole = Form.present(SchemaObject([.persistence: .text("permanent")]))
    private static let int = Form.present(SchemaObject([.type: .type(TypeReference(name: "int4"))]))
    private static let text = Form.present(SchemaObject([.type: .type(TypeReference(name: "text"))]))

    private func effect(_ id: ObjectID, _ before: Form, _ after: Form, _ owner: ObjectID? = nil)
        -> ReplayedStatement.Effect
    {
        ReplayedStatement.Effect(id: id, before: before, after: after, owner: owner)
    }

    /// What shows of the effects of the last of those statements.
    private func presence(
        _ statements: [[ReplayedStatement.Effect]],
        losing lost: Set<ObjectID> = [],
        in database: [ObjectID: Form]
    ) -> [EffectPresence] {
        let script = statements.enumerated()
            .map { index, effects in
                ReplayedStatement(
                    kind: "",
                    text: "",
                    line: 1,
                    effects: effects,
                    outcome: ScriptReplay.Outcome(),
                    lostInPart: index == 0 ? lost : [],
                    references: []
                )
            }
        let diagnosis = MigrationDiagnosis(
            of: script,
            observed: { database[$0] ?? .absent },
            circumstances: .error
        )
        return diagnosis.statements.last?.effects.map(\.presence) ?? []
    }

    @Test func `what is taken for given within a table that the script makes comes with the table`() {
        let made = effect(Self.table, .absent, Self.whole)
        let changed = effect(Self.column, Self.int, Self.text, Self.table)
        #expect(presence([[made], [changed]], in: [:]) == [.absent])
        #expect(presence([[made], [changed]], in: [Self.table: Self.whole, Self.column: Self.int]) == [.absent])
        #expect(presence([[made], [changed]], in: [Self.table: Self.whole, Self.column: Self.text]) == [.present])
        #expect(presence([[made], [changed]], in: [Self.table: Self.whole]) == [.absent])
    }

    @Test func `what is within a table that was there, or that the same statement makes, did not come with it`() {
        let altered = effect(Self.table, Self.whole, .present(SchemaObject([.persistence: .text("unlogged")])))
        let changed = effect(Self.column, Self.int, Self.text, Self.table)
        #expect(presence([[altered], [changed]], in: [Self.table: Self.whole]) == [.different])
        let made = effect(Self.table, .absent, Self.whole)
        let both = presence([[made, changed]], in: [Self.table: Self.whole])
        #expect(both.contains(.different) && both.contains(.present))
    }

    @Test(arguments: [
        (ObjectID(.index, schema: "public", name: "i"), EffectPresence.unverifiable),
        (ObjectID(.sequence, schema: "public", name: "i"), .unverifiable),
        (ObjectID(.view, schema: "public", name: "i"), .unverifiable),
        (ObjectID(.materializedView, schema: "public", name: "i"), .unverifiable),
        (ObjectID(.table, schema: "public", name: "i"), .present),
        (ObjectID(.function, schema: "public", name: "i()"), .present),
        (ObjectID(.index, schema: "s", name: "i"), .present),
        (ObjectID(.trigger, schema: "public", owner: "g", name: "t"), .unverifiable),
        (ObjectID(.trigger, schema: "public", owner: "h", name: "t"), .present),
        (ObjectID(.trigger, schema: "s", owner: "g", name: "t"), .present),
    ])
    func `what a table known in part may have held went with it`(_ id: ObjectID, _ expected: EffectPresence) {
        let given = ObjectID(.table, schema: "public", name: "g")
        let script = [[effect(given, .unknown, .absent)], [effect(id, .absent, Self.whole)]]
        #expect(presence(script, losing: [given], in: [id: Self.whole]) == [expected])
        #expect(presence(script, in: [id: Self.whole]) == [.present])
        let changed = [[effect(given, .unknown, .absent)], [effect(id, Self.int, Self.text)]]
        #expect(presence(changed, losing: [given], in: [id: Self.text]) == [.present])
    }

    @Test func `what a table known in part may have held is not new within one made in its place`() {
        let given = ObjectID(.table, schema: "public", name: "g")
        let trigger = given.member(.trigger, "t")
        let script = [
            [effect(given, .unknown, .absent)], [effect(given, .absent, Self.whole)],
            [effect(trigger, .absent, Self.whole, given)],
        ]
        #expect(presence(script, losing: [given], in: [trigger: Self.whole]) == [.unverifiable])
    }

    @Test func `a view made anew is not what it itself may have held`() {
        let view = ObjectID(.view, schema: "public", name: "v")
        let other = ObjectID(.table, schema: "public", name: "g")
        let script = [[effect(other, .unknown, .absent)], [effect(view, .absent, Self.whole)]]
        #expect(presence(script, losing: [view], in: [view: Self.whole]) == [.present])
    }

    @Test func `a namespace known in part may have held whatever was in it`() {
        let namespace = ObjectID(.schema, schema: "", name: "s")
        for (schema, expected) in [("s", EffectPresence.unverifiable), ("public", .present)] {
            let id = ObjectID(.table, schema: schema, name: "t")
            let script = [[effect(namespace, .unknown, .absent)], [effect(id, .absent, Self.whole)]]
            #expect(presence(script, losing: [namespace], in: [id: Self.whole]) == [expected])
        }
    }

    @Test func `that something is not within a table that is not there tells nothing, unless the script makes it`() {
        let added = effect(Self.column, .absent, Self.int, Self.table)
        #expect(presence([[added]], in: [:]) == [.unverifiable])
        #expect(presence([[added]], in: [Self.table: Self.whole]) == [.absent])
        #expect(presence([[effect(Self.table, .absent, Self.whole)], [added]], in: [:]) == [.absent])
    }

    /// The evidence of one statement with that effect, over that database.
    private func evidence(
        _ outcome: ScriptReplay.Outcome = ScriptReplay.Outcome(),
        uncertain: Set<ObjectID> = [],
        in database: [ObjectID: Form]
    ) -> StatementEvidence {
        var chain = EffectChain(before: .absent)
        chain.append(Self.int, by: 0)
        chain.observe(database[Self.column] ?? .absent)
        let statement = ReplayedStatement(
            kind: "",
            text: "",
            line: 1,
            effects: [effect(Self.column, .absent, Self.int)],
            outcome: outcome,
            lostInPart: [],
            references: []
        )
        return StatementEvidence(statement, at: 0, chains: [Self.column: chain], uncertain: uncertain)
    }

    @Test func `a statement is done, not done or neither by what shows of it`() {
        let done = evidence(in: [Self.column: Self.int])
        #expect(done.conclusion == .done && done.effects[0].presence == .present)
        let notDone = evidence(in: [:])
        #expect(notDone.conclusion == .notDone && notDone.effects[0].presence == .absent)
        let differs = evidence(in: [Self.column: Self.text])
        #expect(differs.conclusion == .differs && differs.effects[0].difference == "type: expected int4, found text")
        let open = evidence(in: [Self.column: .unknown])
        #expect(open.conclusion == .open && open.effects[0].presence == .unverifiable)
        #expect([done, notDone, open].allSatisfy { $0.effects[0].difference == nil })
    }

    @Test func `what is uncertain, doubtful or may have been skipped is not verified by what shows`() {
        for database in [[:], [Self.column: Self.int], [Self.column: Self.text]] {
            #expect(evidence(uncertain: [Self.column], in: database).effects[0].presence == .unverifiable)
            var doubtful = ScriptReplay.Outcome()
            doubtful.doubt = "it is there already"
            let found = evidence(doubtful, in: database)
            #expect(found.effects[0].presence == .unverifiable && found.conclusion == .open)
            #expect(found.unverifiable == ["by the scripts before it, it is there already"])
        }
        var conditional = ScriptReplay.Outcome()
        conditional.isConditional = true
        #expect(evidence(conditional, in: [:]).effects[0].presence == .unverifiable)
        #expect(evidence(conditional, in: [Self.column: Self.int]).effects[0].presence == .present)
        #expect(evidence(conditional, in: [Self.column: Self.text]).effects[0].presence == .different)
    }

    @Test func `what shows of a statement is not overruled by what it names not being there`() {
        var table = EffectChain(before: .absent)
        table.append(Self.whole, by: 0)
        table.observe(.absent)
        func script(_ references: Set<ObjectID>) -> [ReplayedStatement] {
            [Set<ObjectID>(), references, references]
                .map {
                    ReplayedStatement(
                        kind: "",
                        text: "",
                        line: 1,
                        effects: [],
                        outcome: ScriptReplay.Outcome(),
                        lostInPart: [],
                        references: $0
                    )
                }
        }
        let (shown, open) = (evidence(in: [Self.column: Self.int]), evidence(in: [Self.column: .unknown]))
        for (references, last) in [([], StatementEvidence.Conclusion.open), ([Self.table], .notDone)] {
            var statements = [evidence(in: [:]), shown, open]
            statements.inferFromReferences(script(Set(references)), [Self.table: table])
            #expect(statements.map(\.conclusion) == [.notDone, .done, last])
        }
    }

    @Test func `what the order says of a statement fills in what does not show of it, and nothing else`() {
        let open = evidence(in: [Self.column: .unknown])
        let seen = evidence(in: [Self.column: Self.text])
        var idle = open
        (idle.conclusion, idle.effects) = (.noEffect, [])
        for (hasRun, conclusion, presence) in [
            (true, StatementEvidence.Conclusion.done, EffectPresence.present), (false, .notDone, .absent),
            (nil, .open, .unverifiable),
        ] as [(Bool?, StatementEvidence.Conclusion, EffectPresence)] {
            var statements = [open, seen, idle]
            statements.infer([hasRun, hasRun, hasRun])
            #expect(statements[0].conclusion == conclusion && statements[0].effects[0].presence == presence)
            #expect(statements[1].conclusion == (hasRun == nil ? .differs : conclusion))
            #expect(statements[1].effects[0].presence == .different)
            #expect(statements[2].conclusion == .noEffect)
        }
    }
}
