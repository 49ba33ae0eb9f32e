import MigrationSQL
import SchemaModel
import TargetReport

/// The forms that one object takes while a script runs, and which of them the database shows.
struct EffectChain {
    /// The object before the script and after each statement that changes it.
    private(set) var forms: [DatabaseSchema.Presence]
    /// The statements that made the forms, but for the first.
    private(set) var statements: [Int] = []
    /// The forms that the observed object can be.
    private(set) var candidates: Set<Int> = []
    /// What the database shows.
    private var observed: DatabaseSchema.Presence = .unknown

    /// The chain of an object that was `before` at the script's start.
    init(before: DatabaseSchema.Presence) { forms = [before] }

    /// Adds what a statement makes of the object.
    mutating func append(_ form: DatabaseSchema.Presence, by statement: Int) {
        forms.append(form)
        statements.append(statement)
    }

    /// Finds the forms that the observed object can be.
    mutating func observe(_ observed: DatabaseSchema.Presence) {
        self.observed = observed
        let facets = decisiveFacets
        var same: Set<Int> = []
        var similar: Set<Int> = []
        var unknown: Set<Int> = []
        for (index, form) in forms.enumerated() {
            switch Self.compare(form, observed, by: facets) {
            case .same: same.insert(index)
            case .similar: similar.insert(index)
            case .unknown: unknown.insert(index)
            case .other: break
            }
        }
        // A text that is the same decides against one that only may be.
        candidates = (same.isEmpty ? similar : same).union(unknown)
    }

    /// Whether the object certainly is as the script's end would have it.
    var isAsAfter: Bool { isCertainly(forms.count - 1) }
    /// Whether it certainly is as the script found it.
    var isAsBefore: Bool { isCertainly(0) }
    /// Whether the script's end leaves the object otherwise than its start found it.
    var changesAtAll: Bool { forms[0].weighty != forms[forms.count - 1].weighty }

    /// Whether the object, and with it what it held, goes on the way and comes back.
    var isMadeAnew: Bool { forms[0] != .absent && forms.dropFirst().dropLast().contains(.absent) }

    private func isCertainly(_ index: Int) -> Bool {
        !candidates.isEmpty && candidates.allSatisfy { forms[$0] == forms[index] } && forms[index] != .unknown
    }

    /// The form that the object has once the script's statements before `statement` have run.
    func form(before statement: Int) -> Int { statements.count { $0 < statement } }

    /// What the observed object tells of the statement that made form `index`.
    func presence(ofForm index: Int) -> EffectPresence {
        if candidates.isEmpty { return .different }
        if candidates.allSatisfy({ $0 >= index }) { return .present }
        return candidates.allSatisfy { $0 < index } ? .absent : .unverifiable
    }

    /// How the observed object differs from form `index`, in words; nil where it is not there or does not differ.
    func difference(fromForm index: Int) -> String? {
        guard case .present(let form) = forms[index], case .present(let found) = observed else { return nil }
        let differences = form.differences(from: found, by: decisiveFacets)
        return differences.isEmpty ? nil : differences.map(\.description).joined(separator: "; ")
    }

    // MARK: Comparing

    private enum Likeness {
        case same
        /// The same but for a text that the server may have rewritten.
        case similar
        case other
        case unknown
    }

    /// The properties to compare: those that change, or all where the object comes or goes.
    private var decisiveFacets: Set<SchemaObject.Facet> {
        var objects: [SchemaObject] = []
        var comesOrGoes = false
        for form in forms {
            if case .present(let object) = form { objects.append(object) } else { comesOrGoes = true }
        }
        let all = Set(objects.flatMap { $0.facets.keys })
        guard !comesOrGoes else { return all }
        return all.filter { facet in objects.contains { $0[facet] != objects[0][facet] } }
    }

    private static func compare(
        _ form: DatabaseSchema.Presence,
        _ observed: DatabaseSchema.Presence,
        by facets: Set<SchemaObject.Facet>
    ) -> Likeness {
        switch (form, observed) {
        case (.unknown, _), (_, .unknown): return .unknown
        case (.absent, .absent): return .same
        case (.absent, .present), (.present, .absent): return .other
        case (.present(let expected), .present(let found)):
            var likeness = Likeness.same
            for facet in facets {
                let (left, right) = (expected[facet], found[facet])
                switch left.compared(to: right) {
                case .same: break
                case .other: return .other
                case .undecided:
                    // What neither source was asked for can't decide between two forms, and need not.
                    let isUnknown = left == .unknown || right == .unknown
                    if !isUnknown {
                        likeness = .similar
                    } else if likeness == .same, left == .unknown {
                        likeness = .unknown
                    }
                }
            }
            return likeness
        }
    }
}

extension DatabaseSchema.Presence {
    /// The presence without the properties that no row and no query depends on.
    var weighty: DatabaseSchema.Presence {
        guard case .present(let object) = self else { return self }
        return .present(
            SchemaObject(object.facets.filter { !SchemaObject.Facet.minor.contains($0) }, dependencies: [])
        )
    }
}

extension SchemaObject.Facet {
    /// Properties that no row and no query depends on.
    static let minor: Set<SchemaObject.Facet> = [.ownedBy, .roles, .text]
}

extension ObjectID.Kind {
    /// Whether such an object holds rows, or a position, that a new one of its form would lack.
    var holdsData: Bool { [.table, .column, .sequence].contains(self) }

    /// Whether no row and no query depends on whether such an object is there.
    var isMinor: Bool { self == .comment || self == .rule }
}
