/// A metrics page rendered once, in which growing values still move.
package struct RenderedPage: Sendable {
    /// The last line of a page in OpenMetrics, which nothing may follow.
    package static let endOfOpenMetrics = Array("# EOF\n".utf8)

    /// The families' text, without the end that OpenMetrics wants.
    package private(set) var body = RenderedText()
    private let format: ExpositionFormat

    /// Renders the families in the given order; families without samples are left out.
    package init(_ families: [MetricFamily], format: ExpositionFormat) {
        self.format = format
        for family in families where !family.samples.isEmpty {
            body.append(RenderedText(headOf: family, format: format))
            body.append(RenderedText(samplesOf: family, format: format))
        }
    }

    /// The page as it reads at one moment.
    ///
    /// - Parameter monotonicNanoseconds: the monotonic clock, the one that `Sample.Value.growing` refers to.
    /// - Returns: the page in UTF-8.
    package func text(at monotonicNanoseconds: UInt64) -> [UInt8] {
        var page: [UInt8] = []
        body.write(at: monotonicNanoseconds, to: &page)
        return format.isOpenMetrics ? page + Self.endOfOpenMetrics : page
    }
}
