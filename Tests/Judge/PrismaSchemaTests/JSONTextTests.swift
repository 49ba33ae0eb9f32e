import Testing

@testable import PrismaSchema

@Suite struct JSONTextTests {
    @Test(arguments: [
        "{}", "[1, 2.5e3, -0]", #""\u00e9""#, " null ", #"{"a":{"b":[true,false]}}"#, "\t1", "\n1", "\r1", "[ ]", "{ }",
        "[1 ]", "[1 , 2]", #"{"a" :1}"#, #"{ "a": 1, "b": 2 }"#, #""\n\"\\\/\b\f\r\t""#, #""\ud83d\ude00""#, "1E5",
        "1e-5", "1e+5", "1e-999", "123456789012345678901234567890",
    ])
    func `JSON is recognised`(_ text: String) {
        #expect(JSONText.isValid(text))
    }

    @Test(arguments: [
        "", "{bad", "[1,]", "01", #"{"a"}"#, "nul", "\"\n\"", "1 2", #""\x""#, "tr_e", "nulL", "[tru]", "fals",
    ])
    func `what is no JSON is recognised`(_ text: String) {
        #expect(!JSONText.isValid(text))
    }

    @Test(arguments: [
        "\"a", "\"\n", "\"\\", #""\u"#, #""\u00e"#, "{", #"{"a""#, #"{"a":"#, #"{"a":1"#, "[", "[1", "[1,", "-",
    ])
    func `JSON that breaks off is none`(_ text: String) {
        #expect(!JSONText.isValid(text))
    }

    @Test(arguments: [#"{a":1}"#, "{\"\n:1}", #"{"a"1}"#, "[1 2]", #"{"a":1 "b":2}"#, "[1}", #"{"a":1]"#])
    func `members of JSON have their marks`(_ text: String) {
        #expect(!JSONText.isValid(text))
    }

    @Test(arguments: [
        #""\u00zz""#, #""\u+0e9""#, #""\udc00""#, #""\ud83d""#, #""\ud83dude00""#, #""\ud83d\de00""#,
        #""\ud83d\u0041""#,
    ])
    func `an escape that is no character is no JSON`(_ text: String) {
        #expect(!JSONText.isValid(text))
    }

    @Test(arguments: [".5", "1.", "1e", "1e+", "1e+-5", "+1", "1e999", "-1e999"])
    func `numbers are written as JSON writes them and fit 64 bits`(_ text: String) {
        #expect(!JSONText.isValid(text))
    }

    @Test(arguments: ["", "1", "{}"])
    func `JSON is nested no deeper than Prisma reads`(_ inside: String) {
        let most = inside == "{}" ? 126 : 127
        let nested = { (depth: Int) in
            String(repeating: "[", count: depth) + inside + String(repeating: "]", count: depth)
        }
        #expect(JSONText.isValid(nested(most)))
        #expect(!JSONText.isValid(nested(most + 1)))
    }

    @Test func `JSON of any depth ends`() {
        #expect(!JSONText.isValid(String(repeating: "[", count: 100_000)))
    }
}
