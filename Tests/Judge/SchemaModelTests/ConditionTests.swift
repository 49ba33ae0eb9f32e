import Testing

@testable import SchemaModel

/// Conditions of indexes; `{a}` stands for a column here.
@Suite struct ConditionTests {
    private func compared(_ left: String, _ right: String) -> [FacetValue.Comparison] {
        let values = [left, right]
            .map { text in
                FacetValue.expression(text.replacing("{", with: "\u{ab}").replacing("}", with: "\u{bb}"))
            }
        return [values[0].compared(asConditionTo: values[1]), values[1].compared(asConditionTo: values[0])]
    }

    @Test(arguments: [
        ("({n} > '1')", "({m} > '1')"), ("({n} > '1')", "({n} > '2')"), ("({n} > '1')", "({n} < '1')"),
        ("({n} >= '1')", "({n} <= '1')"), ("({n} = '1')", "({n} <> '1')"),
        ("(({n} = '1') AND ({m} = '1'))", "(({n} = '1') OR ({m} = '1'))"),
        ("({n} = ANY ['1', '2'])", "({n} = ALL ['1', '2'])"), ("({n} = ANY ['1', '2'])", "({n} = ANY ['1'])"),
        ("({n} IS_NULL)", "({n} IS_NOT_NULL)"), ("({s} = 'OPEN')", "({s} = 'SHUT')"),
        ("({s} = 'OK')", "({s} = 'OPEN')"), ("{s} = 'OPEN'", "{s} = 'SHUT'"),
    ])
    func `other columns, comparisons, numbers and words make another condition`(_ left: String, _ right: String) {
        #expect(compared(left, right) == [.other, .other])
    }

    @Test(arguments: [
        "true", "false", "yes", "no", "on", "off", "now", "today", "tomorrow", "yesterday", "epoch", "infinity", "nan",
        "inf", "allballs", "zulu", "TRUE", "t", "f",
    ])
    func `a word that some type reads as something else decides nothing`(_ word: String) {
        #expect(compared("({s} = '\(word)')", "({s} = 'OPEN')") == [.undecided, .undecided])
    }

    @Test(arguments: [
        ("({n} = ANY ['1', '2'])", "({n} = ANY ['2', '1'])"), ("(lower({s}) = 'a')", "(lower({s}) = 'b')"),
        ("({s} = 'a''b')", "({s} = 'OPEN')"), ("({s} = 'open", "({s} = 'OPEN')"),
        ("({d} > '2001-02-03')", "({d} > '2001-02-04 00:00')"),
    ])
    func `what the server may have rewritten decides nothing`(_ left: String, _ right: String) {
        #expect(compared(left, right) == [.undecided, .undecided])
    }

    @Test func `equal conditions are the same`() {
        #expect(compared("({n} > '1')", "({n} > '1')") == [.same, .same])
        #expect(FacetValue.text("").compared(asConditionTo: .text("")) == .same)
        #expect(FacetValue.text("").compared(asConditionTo: .expression("a")) == .other)
    }
}
