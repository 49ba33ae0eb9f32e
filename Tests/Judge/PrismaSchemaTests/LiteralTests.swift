import Testing

@testable import PrismaSchema

@Suite struct LiteralTests {
    @Test(arguments: [
        ("1e3", "1000"), ("-2.50E-4", "-0.000250"), ("1.50", "1.50"), ("+7", "7"), ("12.345e1", "123.45"),
        ("12.345e-1", "1.2345"), ("0e5", "0"), ("x", nil), ("1e", nil), ("", nil), ("1.2.3", nil), (".5", "0.5"),
        ("5.", "5"), ("-0.0", "0.0"), ("007", "7"), ("1_000", "1000"),
    ])
    func `an exponent is written out`(_ text: String, _ expected: String?) {
        #expect(DecimalText.expanded(text) == expected)
    }

    @Test(arguments: [("aGVsbG8=", "hello"), ("", ""), ("aGVsbG8", nil), ("****", nil), ("YQ==", "a"), ("====", nil)])
    func `Base64 is read with its padding`(_ text: String, _ expected: String?) {
        #expect(Base64.decoded(text).map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test(arguments: ["{}", "[1, 2.5e3, -0]", "\"\\u00e9\"", " null ", "{\"a\":{\"b\":[true,false]}}"])
    func `JSON is recognised`(_ text: String) {
        #expect(JSONText.isValid(text))
    }

    @Test(arguments: ["", "{bad", "[1,]", "01", "{\"a\"}", "nul", "\"\n\"", "1 2", "\"\\x\""])
    func `what is no JSON is recognised`(_ text: String) {
        #expect(!JSONText.isValid(text))
    }

    @Test func `JSON of any depth ends`() {
        #expect(!JSONText.isValid(String(repeating: "[", count: 100_000)))
    }

    @Test(arguments: [
        ("2024-01-02T03:04:05Z", true), ("2024-02-29T03:04:05.123+02:00", true), ("2023-02-29T03:04:05Z", false),
        ("2024-01-02", false), ("2024-01-02T03:04:05", false), ("2024-01-02T25:04:05Z", false),
    ])
    func `a time needs a date and an offset`(_ text: String, _ isValid: Bool) {
        #expect(TimeText.isValid(text) == isValid)
    }
}
