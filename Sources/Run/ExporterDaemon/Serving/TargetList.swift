import FoundationEssentials
import WebServer

/// The targets as Prometheus discovers them over HTTP (documentation, "HTTP SD"): each as `/probe` of this exporter.
enum TargetList {
    private struct Group: Encodable {
        var targets: [String]
        var labels: [String: String]
    }

    /// The document, ending in a line feed.
    ///
    /// - Parameters:
    ///   - names: the targets.
    ///   - address: where Prometheus reaches this exporter.
    ///   - isTLS: whether it is reached over TLS.
    /// - Returns: the document.
    /// - Throws: what `JSONEncoder` throws; it has no reason to with these values.
    static func json(_ names: [String], address: String, isTLS: Bool) throws -> [UInt8] {
        let groups = names.map { name in
            Group(
                targets: [address],
                labels: [
                    "__metrics_path__": "/probe", "__param_target": name, "__scheme__": isTLS ? "https" : "http",
                    "__meta_prisma_migrate_target": name,
                ]
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(groups) + [0x0A]
    }

    /// The value of `Host`, as far as it can be an address; nil otherwise.
    static func address(_ host: String?) -> String? {
        guard let host, !host.isEmpty, host.utf8.count <= 262 else { return nil }
        let isAddress = host.utf8.allSatisfy { byte in
            let isLetterOrDigit =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            return isLetterOrDigit || [0x2D, 0x2E, 0x3A, 0x5B, 0x5D, 0x5F].contains(byte)
        }
        return isAddress ? host : nil
    }
}
