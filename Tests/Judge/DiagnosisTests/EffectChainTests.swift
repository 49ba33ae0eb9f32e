import SchemaModel
import TargetReport
import Testing

@testable import Diagnosis

@Suite struct EffectChainTests {
    private typealias Form = DatabaseSchema.Presence

    private static let int = FacetValue.type(TypeReference(name: "int4"))
    private static let text = FacetValue.type(TypeReference(name: "text"))

    private func form(_ facets: Facets) -> Form { .present(SchemaObject(facets)) }
    private func column(_ type: FacetValue, _ notNull: Bool = false) -> Form {
        form([.type: type, .notNull: .flag(notNull)])
    }
    private func defaulting(_ sql: String) -> Form { form([.defaultValue: .expression(sql)]) }

    /// The chain of those forms, each but the first made by the statement of its place, over what is observed.
    private func chain(_ forms: [Form], _ observed: Form) -> EffectChain {
        var chain = EffectChain(before: forms[0])
        for (index, form) in forms.dropFirst().enumerated() { chain.append(form, by: index) }
        chain.observe(observed)
        return chain
    }

    @Test func `an object that comes is as before or as after, and nothing is certain of one that can't be seen`() {
        let forms = [Form.absent, column(Self.int)]
        let before = chain(forms, .absent)
        #expect(before.candidates == [0] && before.isAsBefore && !before.isAsAfter)
        #expect(before.presence(ofForm: 1) == .absent)
        let after = chain(forms, column(Self.int))
        #expect(after.candidates == [1] && !after.isAsBefore && after.isAsAfter)
        #expect(after.presence(ofForm: 1) == .present)
        let unseen = chain(forms, .unknown)
        #expect(unseen.candidates == [0, 1] && !unseen.isAsBefore && !unseen.isAsAfter)
        #expect(unseen.presence(ofForm: 1) == .unverifiable)
        let neither = chain(forms, column(Self.text))
        #expect(neither.candidates.isEmpty && !neither.isAsBefore && !neither.isAsAfter)
        #expect(neither.presence(ofForm: 1) == .different)
    }

    @Test func `a form that was not known is certainly nothing`() {
        let forms = [Form.unknown, .absent]
        let there = chain(forms, column(Self.int))
        #expect(there.candidates == [0] && !there.isAsBefore && !there.isAsAfter)
        let gone = chain(forms, .absent)
        #expect(gone.candidates == [0, 1] && !gone.isAsBefore && !gone.isAsAfter)
    }

    @Test func `what ends as it began is as before and as after`() {
        let forms = [column(Self.int), column(Self.text), column(Self.int)]
        let end = chain(forms, column(Self.int))
        #expect(end.candidates == [0, 2] && end.isAsBefore && end.isAsAfter && !end.changesAtAll)
        #expect(end.presence(ofForm: 1) == .unverifiable && end.presence(ofForm: 2) == .unverifiable)
        let middle = chain(forms, column(Self.text))
        #expect(middle.candidates == [1] && !middle.isAsBefore && !middle.isAsAfter)
        #expect(middle.presence(ofForm: 1) == .present && middle.presence(ofForm: 2) == .absent)
        #expect(chain([.absent, column(Self.int)], .absent).changesAtAll)
    }

    @Test(arguments: [SchemaObject.Facet.ownedBy, .roles, .text])
    func `a property that no row depends on is no change`(_ facet: SchemaObject.Facet) {
        let forms = [form([facet: .text("x")]), form([facet: .text("y")])]
        #expect(!chain(forms, forms[1]).changesAtAll)
        #expect(chain(forms, forms[1]).isAsAfter)
        #expect(chain([form([.type: Self.int]), form([.type: Self.text])], .absent).changesAtAll)
    }

    @Test func `only what the script changes of an object is compared, all of it where it comes or goes`() {
        let changed = [column(Self.int, false), column(Self.int, true)]
        #expect(chain(changed, column(Self.text, true)).candidates == [1])
        #expect(chain([.absent, column(Self.int, true)], column(Self.text, true)).candidates.isEmpty)
    }

    @Test func `a text that is the same decides against one that may be`() {
        let forms = [defaulting("(x + 1)"), defaulting("(1 + x)")]
        #expect(chain(forms, defaulting("(x + 1)")).candidates == [0])
        #expect(chain(forms, defaulting("(1 + x)")).candidates == [1])
        #expect(chain(forms, defaulting("(x + 2 - 1)")).candidates == [0, 1])
        #expect(chain([.unknown, defaulting("(1 + x)")], defaulting("(x + 1)")).candidates == [0, 1])
        #expect(chain([defaulting("(x + 1)"), form([:])], defaulting("(x + 2)")).candidates == [0, 1])
    }

    @Test func `what the database does not say of an object takes nothing from what it says`() {
        let forms = [
            form([.defaultValue: .expression("(x + 1)"), .notNull: .flag(true)]),
            form([.defaultValue: .expression("(1 + x)"), .notNull: .flag(false)]),
        ]
        #expect(chain(forms, defaulting("(x + 1)")).candidates == [0])
    }

    @Test func `a form known in part is no better than its text`() {
        var whole: Facets = [:]
        for facet in SchemaObject.Facet.allCases { whole[facet] = .flag(true) }
        whole[.defaultValue] = .expression("(x + 1)")
        let observed = form(whole)
        #expect(chain([observed, defaulting("(1 + x)")], observed).candidates == [0])
    }

    @Test func `the form before a statement is the one that the statements before it made`() {
        var chain = EffectChain(before: .absent)
        chain.append(column(Self.int), by: 1)
        chain.append(column(Self.text), by: 4)
        #expect([0, 1, 2, 4, 5].map { chain.form(before: $0) } == [0, 0, 1, 1, 2])
        #expect(chain.statements == [1, 4] && chain.forms.count == 3)
    }

    @Test func `a difference is told where the object is there and differs`() {
        let forms = [Form.absent, column(Self.int)]
        #expect(chain(forms, column(Self.text)).difference(fromForm: 1) == "type: expected int4, found text")
        #expect(chain(forms, column(Self.int)).difference(fromForm: 1) == nil)
        #expect(chain(forms, .absent).difference(fromForm: 1) == nil)
        #expect(chain(forms, column(Self.text)).difference(fromForm: 0) == nil)
        let both = chain(forms, column(Self.text, true)).difference(fromForm: 1)
        #expect(both == "type: expected int4, found text; not null: expected no, found yes")
    }

    @Test func `a comment or a rule is minor, a table is not`() {
        #expect(Set(ObjectID.Kind.allCases.filter(\.isMinor)) == [.comment, .rule])
    }
}
