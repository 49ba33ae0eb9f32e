import Testing

@testable import MigrationSQL

@Suite struct SQLTreeTests {
    private func node(_ json: String) -> SQLNode? { json.withCString { SQLNode(json: $0) } }

    @Test func `texts are read with what backslashes stand for`() {
        let tree = node(
            #" {"plain": "Größe", "all": "\b\f\n\r\t\"\\\/", "codes": "\u0041\ud83d\ude00\u00fc", "none": ""} "#
        )
        #expect(tree?.text("plain") == "Größe")
        #expect(tree?.text("all") == "\u{8}\u{C}\n\r\t\"\\/")
        #expect(tree?.text("codes") == "A😀ü")
        #expect(tree?.text("none") == "")
        #expect(tree?.text("missing") == nil)
        #expect(node(#""\u00fc\n\u0041""#)?.text == "ü\nA")
    }

    @Test func `numbers, truths, lists and objects are told apart`() {
        let tree = node(
            #"{"number":-12,"part":2.9,"large":9007199254740993,"digits":"12","yes":true,"no":false,"nil":null,"list":[1,{"A":{}},[]],"A":{"b":{"C":3}}}"#
        )
        #expect(tree?.int("number") == -12)
        #expect(tree?.int("part") == 2)
        #expect(tree?.int("large") == 9_007_199_254_740_993)
        #expect(tree?.int("digits") == 0)
        #expect(tree?.int("yes") == 0)
        #expect(tree?.flag("yes") == true)
        #expect(tree?.flag("no") == false)
        #expect(tree?.flag("nil") == false)
        #expect(tree?.list("list").count == 3)
        #expect(tree?.list("list")[1].typed?.kind == "A")
        #expect(tree?["list"]?.typed == nil)
        #expect(tree?["A", "b"]?.int("C") == 3)
        #expect(tree?["A"]?.fields.map(\.name) == ["b"])
        #expect(tree?["list", "A"] == nil)
        #expect(tree?.typed == nil)
        #expect(node("12")?.number == 12)
    }

    @Test(
        arguments: [
            "", "{", "[1,", "[1,]", "[1 2]", #"{"a"}"#, #"{"a":}"#, #"{a:1}"#, #""open"#, "truth", "nul", "1 2", "]",
            "trux", "[tru]", "[fals]", "[1;2]", "[1;", #"{a":1}"#, #"{"a"12}"#,
        ]
    )
    func `what is no JSON gives no tree`(_ json: String) { #expect(node(json) == nil) }

    @Test func `a tree that is nested too deeply is refused`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(node(nested(SQLTree.depthLimit)) != nil)
        #expect(node(nested(SQLTree.depthLimit + 1)) == nil)
    }
}
