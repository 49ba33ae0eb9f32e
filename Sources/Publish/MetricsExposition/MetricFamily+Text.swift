extension RenderedText {
    /// What is said of a family before its samples.
    init(headOf family: MetricFamily, format: ExpositionFormat) {
        self.init()
        let name = family.exposedName(format)
        append("# HELP \(name) ")
        appendEscaped(family.help, quote: format.isOpenMetrics)
        append("\n# TYPE \(name) \(family.kind == .counter ? "counter" : "gauge")\n")
        if format.isOpenMetrics, let unit = family.unit { append("# UNIT \(name) \(unit)\n") }
    }

    /// The samples of a family.
    init(samplesOf family: MetricFamily, format: ExpositionFormat) {
        self.init()
        for sample in family.samples {
            append(family.name)
            appendLabels(sample.labels)
            append(" ")
            append(sample.value)
            append("\n")
            guard format.isOpenMetrics, family.kind == .counter, let created = sample.created else { continue }
            append(family.exposedName(format) + "_created")
            appendLabels(sample.labels)
            append(" ")
            append(.fixed(created))
            append("\n")
        }
    }

    private mutating func appendLabels(_ labels: [Label]) {
        guard !labels.isEmpty else { return }
        for (index, label) in labels.enumerated() {
            append(index == 0 ? "{" : ",")
            append(label.name)
            append("=\"")
            appendEscaped(label.value, quote: true)
            append("\"")
        }
        append("}")
    }
}

extension MetricFamily {
    /// The name in HELP and TYPE: OpenMetrics names a counter without its ending.
    fileprivate func exposedName(_ format: ExpositionFormat) -> String {
        format.isOpenMetrics && kind == .counter ? String(name.dropLast("_total".count)) : name
    }
}
