/// A database's address and credentials, written in Prisma's URL dialect, as a libpq URI, or as a libpq conninfo.
///
/// Nothing that prints it shows more than host, port and database.
package struct DatabaseURL: Sendable, Hashable {
    /// The namespace of `?schema=`; nil where the URL names none.
    package private(set) var schema: String?
    /// What libpq is told, by its keyword.
    private(set) var parameters: [String: String]

    /// The URL in that text; white space and quotes around it are taken off.
    ///
    /// - Throws: `DatabaseURLError`, whose text holds nothing of the URL but its scheme.
    package init(_ text: String) throws(DatabaseURLError) {
        let text = Self.unwrapped(text)
        guard !text.isEmpty else { throw .empty }
        var parts: ConnectionParts
        if let scheme = text.firstRange(of: "://").map({ String(text[..<$0.lowerBound]) }), !scheme.contains("=") {
            switch scheme.lowercased() {
            case "postgres", "postgresql": parts = try ConnectionParts(uri: text)
            case "prisma", "prisma+postgres": throw .accelerate(scheme.lowercased())
            default: throw .foreignScheme(scheme.allSatisfy { $0.isLetter || "+.-".contains($0) } ? scheme : "?")
            }
        } else {
            parts = try ConnectionParts(conninfo: text)
        }
        schema = parts.options.removeValue(forKey: "schema").flatMap { $0.isEmpty ? nil : $0 }
        parameters = try parts.libpqParameters()
    }

    /// The database's name; the role's where the URL leaves it out, as libpq would.
    package var database: String { parameters["dbname"] ?? parameters["user"] ?? "postgres" }

    /// The same server, credentials and parameters with another database.
    package func replacing(database: String) -> DatabaseURL {
        var url = self
        url.parameters["dbname"] = database
        return url
    }

    /// The hosts named, each a host name, an address or a socket directory; empty for libpq's default socket.
    var hosts: [String] { Self.list(parameters["host"]) }

    static func list(_ text: String?) -> [String] {
        text.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
    }

    private static func unwrapped(_ text: String) -> String {
        var text = text.trimmed()
        for mark in ["\"", "'"] where text.count >= 2 && text.hasPrefix(mark) && text.hasSuffix(mark) {
            text = String(text.dropFirst().dropLast()).trimmed()
        }
        return text
    }
}

extension DatabaseURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Host, port and database, such as `db.example:5432/shop` or `/run/postgresql/shop`.
    package var description: String { "\(server)/\(database)" }

    /// Hosts and ports, such as `db.example:5432` or `/run/postgresql`.
    package var server: String {
        let ports = Self.list(parameters["port"])
        let places = hosts.enumerated()
            .map { index, host in
                let port = index < ports.count ? ports[index] : ports.last ?? ""
                if host.hasPrefix("/") { return host }
                let name = host.contains(":") ? "[\(host)]" : host
                return "\(name):\(port.isEmpty ? "5432" : port)"
            }
        return places.isEmpty ? "local socket" : places.joined(separator: ",")
    }

    /// The same as `description`.
    package var debugDescription: String { description }

    /// A mirror that shows `description` alone.
    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

/// A text that is no usable database URL.
package struct DatabaseURLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and what would be right; nothing of the URL but its scheme.
    package let description: String

    static let empty = DatabaseURLError(description: "the database URL is empty")
    static let notAURL = DatabaseURLError(
        description: "this is no database URL: postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=public is wanted"
    )
    static let unencoded = DatabaseURLError(
        description: "the database URL can't be taken apart: percent-encode / ? # @ : in user and password"
    )
    static let badEncoding = DatabaseURLError(
        description: "a % in the database URL is not followed by two hexadecimal digits; write %25 for a plain %"
    )
    static let badPort = DatabaseURLError(description: "the port in the database URL is not a number from 1 to 65535")
    static let identity = DatabaseURLError(
        description: "sslidentity names a PKCS #12 file, which libpq can't read: convert it with openssl pkcs12 and "
            + "give sslcert and sslkey"
    )

    static func accelerate(_ scheme: String) -> DatabaseURLError {
        DatabaseURLError(
            description: "\(scheme):// goes through Prisma's proxy: use the database's direct URL (postgresql://…)"
        )
    }

    static func foreignScheme(_ scheme: String) -> DatabaseURLError {
        DatabaseURLError(description: "\(scheme):// is not PostgreSQL: postgresql:// is wanted")
    }
}

extension StringProtocol {
    /// The text without white space and line ends around it.
    func trimmed() -> String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
