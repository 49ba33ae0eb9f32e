/// Numbers as both exposition formats write them.
enum NumberText {
    /// The shortest text that reads back as the same number; whole numbers below 2⁵³ without point or exponent.
    static func utf8(_ value: Double) -> some Sequence<UInt8> {
        text(value).utf8
    }

    private static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value.magnitude < 9_007_199_254_740_992, value.rounded(.towardZero) == value { return String(Int64(value)) }
        return value.description
    }
}
