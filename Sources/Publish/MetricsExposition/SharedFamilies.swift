/// Families to which many subjects have samples, of which few change at a time.
///
/// What a subject has to say is rendered when that changes, and a family is put together again when one of its samples
/// reads otherwise.
package struct SharedFamilies: Sendable {
    /// One family of all subjects.
    package struct Family: Sendable {
        fileprivate var head: RenderedText
        /// Head and samples; empty while there is no sample.
        package fileprivate(set) var text = RenderedText()
        /// Grows when the text becomes another.
        package fileprivate(set) var revision: UInt64 = 0
    }

    /// Who has samples.
    package struct Subject: Sendable {
        fileprivate var name: String
        fileprivate var revision: UInt64
        fileprivate var render: @Sendable () -> [MetricFamily]

        /// A subject.
        ///
        /// - Parameters:
        ///   - name: tells it from the others.
        ///   - revision: another where it has another thing to say.
        ///   - render: what it has to say: the same families in the same order at each call and for each subject.
        package init(name: String, revision: UInt64, render: @escaping @Sendable () -> [MetricFamily]) {
            self.name = name
            self.revision = revision
            self.render = render
        }
    }

    private struct Rendering {
        var revision: UInt64
        /// The samples, a text a family.
        var samples: [RenderedText]
    }

    private let format: ExpositionFormat
    private var order: [String] = []
    private var renderings: [String: Rendering] = [:]
    /// The families in the order of exposition.
    package private(set) var families: [Family] = []
    /// How many times a subject's samples have been rendered.
    package private(set) var rendered = 0

    /// No subject.
    package init(format: ExpositionFormat) { self.format = format }

    /// Takes in what the subjects have to say now.
    package mutating func update(_ subjects: [Subject]) {
        let names = subjects.map(\.name)
        var stale = Set<Int>()
        var isStale = names != order
        if isStale {
            order = names
            let kept = Set(names)
            renderings = renderings.filter { kept.contains($0.key) }
        }
        for subject in subjects where renderings[subject.name]?.revision != subject.revision {
            let said = subject.render()
            rendered += 1
            if said.count != families.count {
                families = said.map { Family(head: RenderedText(headOf: $0, format: format)) }
                isStale = true
            }
            let samples = said.map { RenderedText(samplesOf: $0, format: format) }
            let before = renderings[subject.name]?.samples
            for place in samples.indices where before?[place] != samples[place] { stale.insert(place) }
            renderings[subject.name] = Rendering(revision: subject.revision, samples: samples)
        }
        for place in families.indices where isStale || stale.contains(place) { assemble(place) }
    }

    private mutating func assemble(_ place: Int) {
        var text = families[place].head
        var hasSamples = false
        text.reserve(families[place].text.size)
        for name in order {
            guard let samples = renderings[name]?.samples[place], !samples.isEmpty else { continue }
            hasSamples = true
            text.append(samples)
        }
        families[place].text = hasSamples ? text : RenderedText()
        families[place].revision += 1
    }
}
