/// All samples of one metric name, with what the exposition says of them.
package struct MetricFamily: Sendable, Hashable {
    /// The kinds of families that are exposed.
    package enum Kind: Sendable, Hashable {
        /// A value that goes up and down.
        case gauge
        /// A value that only grows; its name ends in `_total`.
        case counter
    }

    /// The name of the samples, `_total` of a counter included.
    package var name: String
    /// One line for people.
    package var help: String
    /// What kind of values these are.
    package var kind: Kind
    /// The unit that ends the name, such as `seconds`; nil for a plain number.
    package var unit: String?
    /// The samples, in the order of exposition.
    package var samples: [Sample]

    /// A family with those samples.
    package init(name: String, help: String, kind: Kind = .gauge, unit: String? = nil, samples: [Sample] = []) {
        self.name = name
        self.help = help
        self.kind = kind
        self.unit = unit
        self.samples = samples
    }
}

/// One labelled value of a family.
package struct Sample: Sendable, Hashable {
    /// A value, fixed until the next rendering or moving with time.
    package enum Value: Sendable, Hashable {
        /// The value itself.
        case fixed(Double)
        /// A number of seconds that grows by one each second.
        ///
        /// It had the value `seconds` when the monotonic clock stood at `since` nanoseconds.
        case growing(seconds: Double, since: UInt64)
    }

    /// The labels, in the order of exposition; values may be any text.
    package var labels: [Label]
    /// The value.
    package var value: Value
    /// For a counter, when it began, in Unix seconds; nil where that is unknown.
    package var created: Double?

    /// A sample with that value.
    package init(_ labels: [Label] = [], _ value: Value, created: Double? = nil) {
        self.labels = labels
        self.value = value
        self.created = created
    }

    /// A sample with a fixed value.
    package init(_ labels: [Label] = [], _ value: Double, created: Double? = nil) {
        self.init(labels, .fixed(value), created: created)
    }
}

/// A label of a sample.
package struct Label: Sendable, Hashable {
    /// The label's name.
    package var name: String
    /// The label's value, any text.
    package var value: String

    /// A label with that value.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
