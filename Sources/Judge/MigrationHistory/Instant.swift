/// A point in time, as whole microseconds since 1970-01-01T00:00:00Z: PostgreSQL's own resolution.
package struct Instant: Sendable, Hashable, Comparable {
    /// Microseconds since the Unix epoch; negative before it.
    package var microseconds: Int64

    /// The instant that lies so many microseconds after the Unix epoch.
    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Seconds since the Unix epoch, with the fraction.
    package var unixSeconds: Double { Double(microseconds) / 1_000_000 }

    package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// Seconds from `other` to this instant; negative when `other` is later.
    package func seconds(since other: Instant) -> Double {
        let (difference, isTooLarge) = microseconds.subtractingReportingOverflow(other.microseconds)
        return isTooLarge ? unixSeconds - other.unixSeconds : Double(difference) / 1_000_000
    }
}
