import Testing

@testable import MigrationHistory

@Suite struct InstantTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (1, "1970-01-01T00:00:00.000001Z"), (-1, "1969-12-31T23:59:59.999999Z"),
            (-1_000_000, "1969-12-31T23:59:59.000000Z"), (1_769_790_207_169_838, "2026-01-30T16:23:27.169838Z"),
            (Int64.max, "294247-01-10T04:00:54.775807Z"),
        ] as [(Int64, String)]
    )
    func `an instant is written with its microseconds, before 1970 and after`(_ microseconds: Int64, _ text: String) {
        #expect(Instant(microseconds: microseconds).iso8601 == text)
    }

    @Test func `the earliest instant that can be held can be written`() {
        #expect(Instant(microseconds: .min).iso8601.hasSuffix("-12-21T19:59:05.224192Z"))
    }

    @Test func `the time between two instants has a sign, and does not overflow`() {
        #expect(at(3).seconds(since: at(1.5)) == 1.5)
        #expect(at(1.5).seconds(since: at(3)) == -1.5)
        #expect(Instant(microseconds: .max).seconds(since: Instant(microseconds: .min)) > 1.8e13)
        #expect(Instant(microseconds: 2_500_000).unixSeconds == 2.5)
    }

    @Test func `an instant is not earlier than itself, and a microsecond is not lost between two`() {
        #expect(at(1) < at(2) && !(at(1) < at(1)) && !(at(2) < at(1)))
        let one = Instant(microseconds: 1_767_225_600_000_001)
        #expect(one.seconds(since: at(0)) == 0.000001)
    }
}
