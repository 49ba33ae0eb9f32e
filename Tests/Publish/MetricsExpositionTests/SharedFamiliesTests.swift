import Testing

@testable import MetricsExposition

@Suite struct SharedFamiliesTests {
    /// Two families, as a subject of that name says them with that value.
    private static func families(_ name: String, _ value: Double?, _ age: Double? = nil) -> [MetricFamily] {
        [
            MetricFamily(name: "fixed", help: "F.", samples: [Sample([Label("name", name)], 1)]),
            MetricFamily(name: "value", help: "V.", samples: value.map { [Sample([Label("name", name)], $0)] } ?? []),
            MetricFamily(
                name: "age",
                help: "A.",
                samples: age.map { [Sample([Label("name", name)], .growing(seconds: $0, since: 0))] } ?? []
            ),
        ]
    }

    private static func text(_ shared: SharedFamilies, at now: UInt64 = 0) -> String {
        var page: [UInt8] = []
        for family in shared.families { family.text.write(at: now, to: &page) }
        return String(decoding: page, as: UTF8.self)
    }

    /// What the families of all subjects read when they are rendered at once.
    private static func whole(_ subjects: [[MetricFamily]], at now: UInt64 = 0) -> String {
        var families = subjects[0]
        for place in families.indices { families[place].samples = subjects.flatMap { $0[place].samples } }
        return String(decoding: RenderedPage(families, format: .text004).text(at: now), as: UTF8.self)
    }

    @Test func `whatever comes, changes and goes, the page reads as if it were rendered at once`() {
        var shared = SharedFamilies(format: .text004)
        func update(_ subjects: [(String, UInt64, [MetricFamily])]) {
            shared.update(
                subjects.map { name, revision, said in
                    SharedFamilies.Subject(name: name, revision: revision) { said }
                }
            )
            for now: UInt64 in [0, 1_500_000_000] {
                #expect(Self.text(shared, at: now) == Self.whole(subjects.map(\.2), at: now))
            }
        }
        update([("a", 1, Self.families("a", 1)), ("b", 1, Self.families("b", nil))])
        update([("a", 1, Self.families("a", 1)), ("b", 2, Self.families("b", 2, 30))])
        update([
            ("b", 2, Self.families("b", 2, 30)), ("a", 3, Self.families("a", 1, 5)), ("c", 1, Self.families("c", 3)),
        ])
        update([("c", 1, Self.families("c", 3))])
        update([("c", 2, Self.families("c", nil))])
    }

    @Test func `only who changed is rendered again, and only the families that read otherwise are new`() {
        var shared = SharedFamilies(format: .text004)
        func update(_ values: [(String, UInt64, Double)]) {
            shared.update(
                values.map { name, revision, value in
                    SharedFamilies.Subject(name: name, revision: revision) { Self.families(name, value) }
                }
            )
        }
        update([("a", 1, 1), ("b", 1, 1)])
        #expect(shared.rendered == 2)
        let before = shared.families.map(\.revision)
        update([("a", 1, 1), ("b", 1, 1)])
        #expect(shared.rendered == 2 && shared.families.map(\.revision) == before)
        update([("a", 1, 1), ("b", 2, 7)])
        #expect(shared.rendered == 3)
        #expect(shared.families.map(\.revision) == [before[0], before[1] + 1, before[2]])
        // The same said anew.
        update([("a", 2, 1), ("b", 2, 7)])
        #expect(shared.rendered == 4 && shared.families[1].revision == before[1] + 1)
    }
}
