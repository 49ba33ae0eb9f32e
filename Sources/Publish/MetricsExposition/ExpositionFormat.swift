/// The formats in which a page can be exposed.
package enum ExpositionFormat: Sendable, Hashable, CaseIterable {
    /// Prometheus' text format, version 0.0.4.
    case text004
    /// OpenMetrics 0.0.1, which differs from 1.0.0 in nothing that is exposed here.
    case openMetrics001
    /// OpenMetrics 1.0.0.
    case openMetrics100

    /// Whether this is one of OpenMetrics' versions.
    package var isOpenMetrics: Bool { self != .text004 }

    /// The value of `Content-Type`.
    package var contentType: String {
        switch self {
        case .text004: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics001: "application/openmetrics-text; version=0.0.1; charset=utf-8"
        case .openMetrics100: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The format that an `Accept` header likes best; the text format where it names none that is spoken here.
    ///
    /// - Parameter accept: the header's value; nil where the request has none.
    /// - Returns: the choice.
    package static func negotiate(accept: String?) -> ExpositionFormat {
        var best: (format: ExpositionFormat, quality: Double)?
        for entry in AcceptEntry.list(accept ?? "") {
            guard let format = format(for: entry), entry.quality > (best?.quality ?? 0) else { continue }
            best = (format, entry.quality)
        }
        return best?.format ?? .text004
    }

    private static func format(for entry: AcceptEntry) -> ExpositionFormat? {
        let version = entry.parameters["version"]
        switch entry.name {
        case "application/openmetrics-text":
            switch version {
            case "1.0.0": return .openMetrics100
            case "0.0.1", nil: return .openMetrics001
            default: return nil
            }
        case "text/plain": return version == nil || version == "0.0.4" ? .text004 : nil
        case "*/*", "text/*": return .text004
        default: return nil
        }
    }
}

/// How a body may be encoded.
package enum ContentCoding: Sendable, Hashable {
    /// As it is.
    case identity
    /// gzip.
    case gzip

    /// The coding that an `Accept-Encoding` header allows; gzip where it does.
    ///
    /// - Parameter acceptEncoding: the header's value; nil where the request has none.
    /// - Returns: the choice.
    package static func negotiate(acceptEncoding: String?) -> ContentCoding {
        let entries = AcceptEntry.list(acceptEncoding ?? "")
        let chosen = entries.first { $0.name == "gzip" || $0.name == "x-gzip" } ?? entries.first { $0.name == "*" }
        return (chosen?.quality ?? 0) > 0 ? .gzip : .identity
    }
}
