import Testing

@testable import MetricsExposition

@Suite struct NegotiationTests {
    @Test(arguments: [
        (nil, ExpositionFormat.text004), ("", .text004), ("*/*", .text004), ("text/plain", .text004),
        ("garbage;;;=,", .text004), ("application/json", .text004),
        ("application/openmetrics-text", .openMetrics001),
        ("application/openmetrics-text;version=1.0.0", .openMetrics100),
        ("Application/OpenMetrics-Text ; Version=\"1.0.0\" ; charset=utf-8", .openMetrics100),
        ("application/openmetrics-text;version=2.0.0", .text004),
        ("application/openmetrics-text;version=1.0.0;q=0", .text004),
        ("application/openmetrics-text;version=1.0.0;q=0.2,text/plain;version=0.0.4;q=0.5", .text004),
        ("text/plain;version=0.0.4;q=0.5,application/openmetrics-text;version=1.0.0;q=0.6", .openMetrics100),
        ("application/openmetrics-text;version=1.0.0;q=7", .text004),
        // Prometheus 2.x.
        (
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .openMetrics100
        ),
        // Prometheus 3.x.
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", .openMetrics100
        ),
    ]) func `the Accept header chooses the format`(_ accept: String?, _ format: ExpositionFormat) {
        #expect(ExpositionFormat.negotiate(accept: accept) == format)
    }

    @Test(arguments: [
        (nil, ContentCoding.identity), ("gzip", .gzip), ("GZIP", .gzip), ("br, gzip;q=0.5", .gzip),
        ("gzip;q=0", .identity),
        ("identity", .identity), ("*", .gzip), ("*;q=0", .identity), ("gzip;q=0, *", .identity), ("", .identity),
    ]) func `Accept-Encoding chooses the coding`(_ header: String?, _ coding: ContentCoding) {
        #expect(ContentCoding.negotiate(acceptEncoding: header) == coding)
    }

    @Test(arguments: 0..<50) func `no header stops the server`(_ seed: UInt64) {
        var state = seed &+ 99
        let pieces = [
            "application/openmetrics-text", "text/plain", ";", ",", "=", "q", "0.5", "version", "1.0.0", "\"", "*/*",
            " ", "é",
        ]
        let header = (0..<60)
            .map { _ -> String in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return pieces[Int(state >> 33) % pieces.count]
            }
            .joined()
        #expect(ExpositionFormat.allCases.contains(ExpositionFormat.negotiate(accept: header)))
    }
}
