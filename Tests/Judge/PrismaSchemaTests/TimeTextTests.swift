import Testing

@testable import PrismaSchema

@Suite struct TimeTextTests {
    @Test(arguments: [
        "2024-01-02T03:04:05Z", "2024-02-29T03:04:05.123+02:00", "2024-01-02t03:04:05z", "2024-01-02 03:04:05Z",
        "2024-01-02T03:04:60Z", "2024-01-02T03:04:05.5Z", "2024-01-02T03:04:05-02:00", "2024-01-02T23:59:59+23:59",
    ])
    func `a time is a date, a time of day and an offset`(_ text: String) {
        #expect(TimeText.isValid(text))
    }

    @Test(arguments: [
        "2024-01-02", "2024-01-02T03:04:05", "202401-02T03:04:05Z", "2024-0102T03:04:05Z", "2024-01-0203:04:05Z",
        "2024-01-02T0304:05Z", "2024-01-02T03:0405Z", "2024-01-02T03:04Z", "2024-01-02T+3:04:05Z", "24-01-02T03:04:05Z",
        "2024-01-02T03:04:05.Z", "2024-01-02T03:04:05 Z",
    ])
    func `a time has all its parts and marks`(_ text: String) {
        #expect(!TimeText.isValid(text))
    }

    @Test(arguments: ["", "02:00", "+0200", "+02", "+02:0", "+02:00x", "Z1", "+24:00", "+02:60", "Z+02:00", "+24:00x"])
    func `an offset is Z, or hours and minutes with a sign`(_ offset: String) {
        #expect(!TimeText.isValid("2024-01-02T03:04:05\(offset)"))
    }

    @Test(arguments: ["24:00:00", "03:60:05", "03:04:61"])
    func `a time of day is one of a clock`(_ time: String) {
        #expect(!TimeText.isValid("2024-01-02T\(time)Z"))
    }

    @Test(arguments: [
        ("2024-01-31", true), ("2024-01-32", false), ("2024-01-00", false), ("2024-00-02", false),
        ("2024-13-02", false), ("2024-04-30", true), ("2024-04-31", false), ("2024-06-31", false),
        ("2024-09-31", false), ("2024-11-31", false), ("2024-12-31", true), ("2023-02-28", true),
        ("2023-02-29", false), ("2024-02-29", true), ("2024-02-30", false), ("2100-02-29", false),
        ("2000-02-29", true),
    ])
    func `a date is one of the calendar`(_ date: String, _ isValid: Bool) {
        #expect(TimeText.isValid("\(date)T03:04:05Z") == isValid)
    }
}
