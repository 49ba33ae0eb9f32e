import TestProcess
import Testing

@testable import MetricsExposition

@Suite struct RenderedPageTests {
    private func text(_ families: [MetricFamily], _ format: ExpositionFormat = .text004, at now: UInt64 = 0) -> String {
        String(decoding: RenderedPage(families, format: format).text(at: now), as: UTF8.self)
    }

    @Test func `a family is written once, with help, type and samples`() {
        let family = MetricFamily(
            name: "x_seconds",
            help: "Back\\slash and\nline.",
            unit: "seconds",
            samples: [Sample([Label("a", "1"), Label("b", "2")], 1.5), Sample([], 3)]
        )
        #expect(
            text([family]) == """
                # HELP x_seconds Back\\\\slash and\\nline.
                # TYPE x_seconds gauge
                x_seconds{a="1",b="2"} 1.5
                x_seconds 3

                """
        )
    }

    @Test func `OpenMetrics has units, counters without their ending, creation times and an end`() {
        let family = MetricFamily(
            name: "x_total",
            help: "Said \"so\".",
            kind: .counter,
            samples: [Sample([Label("a", "b")], 2, created: 17.5)]
        )
        let gauge = MetricFamily(name: "y_bytes", help: "Y.", unit: "bytes", samples: [Sample([], 1)])
        #expect(
            text([family, gauge], .openMetrics100) == """
                # HELP x Said \\"so\\".
                # TYPE x counter
                x_total{a="b"} 2
                x_created{a="b"} 17.5
                # HELP y_bytes Y.
                # TYPE y_bytes gauge
                # UNIT y_bytes bytes
                y_bytes 1
                # EOF

                """
        )
    }

    @Test func `a family without samples is left out`() {
        #expect(text([MetricFamily(name: "x", help: "X.")]).isEmpty)
    }

    @Test(
        arguments: [
            (0.0, "0"), (-0.0, "0"), (1, "1"), (1_795_472_214.776915, "1795472214.776915"), (1e-7, "1e-07"),
            (1e300, "1e+300"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (9_007_199_254_740_991, "9007199254740991"),
            (-2.5, "-2.5"),
        ] as [(Double, String)]
    ) func `numbers are exact`(_ value: Double, _ expected: String) {
        #expect(text([MetricFamily(name: "x", help: "X.", samples: [Sample([], value)])]).hasSuffix("x \(expected)\n"))
    }

    @Test func `a growing value moves between renderings`() {
        let family = MetricFamily(
            name: "x",
            help: "X.",
            samples: [Sample([], .growing(seconds: 10, since: 1_000_000_000)), Sample([], 1)]
        )
        let page = RenderedPage([family], format: .text004)
        #expect(String(decoding: page.text(at: 1_000_000_000), as: UTF8.self).hasSuffix("x 10\nx 1\n"))
        #expect(String(decoding: page.text(at: 3_500_000_000), as: UTF8.self).hasSuffix("x 12.5\nx 1\n"))
        #expect(String(decoding: page.text(at: 0), as: UTF8.self).hasSuffix("x 10\nx 1\n"))
    }

    /// Parses a page with prometheus_client and prints each label value of family `m` as hexadecimal UTF-8.
    private static let parser = """
        import sys
        from prometheus_client import parser
        from prometheus_client.openmetrics import parser as openmetrics
        text = open(sys.argv[1], encoding="utf-8", newline="").read()
        parse = openmetrics.text_string_to_metric_families if sys.argv[2] == "om" else parser.text_string_to_metric_families
        for family in parse(text):
            for sample in family.samples:
                if "v" in sample.labels:
                    print(sample.labels["v"].encode().hex())
        """

    static let hostile = [
        "plain", "quo\"te", "back\\slash", "trailing\\", "new\nline", "\\n", "\\\"", "a\\\nb", "🦄 émoji", "\u{202E}rtl",
        "tab\t",
        "} 1", "{x=\"y\"}", "# HELP m x", "", String(repeating: "é", count: 255), "\u{1}\u{7F}", "comma,equals=", " ",
    ]

    @Test(
        .enabled(if: TestProcess.isInstalled("python3"), "python3 with prometheus_client is not installed"),
        arguments: [ExpositionFormat.text004, .openMetrics100]
    )
    func `any label value survives an independent parser`(_ format: ExpositionFormat) async throws {
        let folder = try TemporaryFolder()
        let family = MetricFamily(name: "m", help: "H.", samples: Self.hostile.map { Sample([Label("v", $0)], 1) })
        try folder.write(text([family], format), to: "page")
        try folder.write(Self.parser, to: "parse.py")
        let result = try await TestProcess.run([
            "python3", "\(folder.path)/parse.py", "\(folder.path)/page", format.isOpenMetrics ? "om" : "text",
        ])
        #expect(result.status == 0, "\(result.error)")
        let expected = Self.hostile.map { value in value.utf8.map { String($0 + 0, radix: 16).leftPadded }.joined() }
        #expect(
            result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
                == expected
        )
        await folder.remove()
    }
}

extension String {
    fileprivate var leftPadded: String { count == 1 ? "0" + self : self }
}
