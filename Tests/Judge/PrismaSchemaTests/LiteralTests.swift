import Testing

@testable import PrismaSchema

@Suite struct LiteralTests {
    @Test(arguments: [
        ("1e3", "1000"), ("-2.50E-4", "-0.000250"), ("1.50", "1.50"), ("+7", "7"), ("12.345e1", "123.45"),
        ("12.345e-1", "1.2345"), ("0e5", "0"), ("x", nil), ("1e", nil), ("", nil), ("1.2.3", nil), (".5", "0.5"),
        ("5.", "5"), ("-0.0", "0.0"), ("007", "7"), ("1_000", "1000"), ("1E5", "100000"), ("1e+2", "100"),
        ("1e9223372036854775807", nil), ("1e-9223372036854775808", nil), ("1e99999999999999999999", nil),
    ])
    func `an exponent is written out`(_ text: String, _ expected: String?) {
        #expect(DecimalText.expanded(text) == expected)
    }

    @Test(arguments: [
        ("aGVsbG8=", "hello"), ("", ""), ("YWJj", "abc"), ("aGVsbG8", nil), ("****", nil), ("YQ==", "a"),
        ("YR==", nil), ("YWK=", nil), ("====", nil),
    ])
    func `Base64 is read with its padding`(_ text: String, _ expected: String?) {
        #expect(Base64.decoded(text).map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test func `all letters of Base64 are read`() {
        #expect(Base64.decoded("+/+/") == [0xFB, 0xFF, 0xBF])
    }
}
