package import TargetReport

/// Why a statement or a connection failed.
package struct PostgresError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The class of the failure.
    package var reason: DownReason
    /// The server's five-character code; nil where the server said nothing.
    package var sqlstate: String?
    /// What happened, to whom, and what to do next; never holds a secret.
    package var message: String
    /// Whether the connection is gone.
    package var isConnectionLost: Bool
    /// The results of the statements of the message before the one that failed.
    package var completed: [ResultSet] = []

    /// A failure of that class.
    package init(reason: DownReason, sqlstate: String? = nil, message: String, isConnectionLost: Bool = false) {
        self.reason = reason
        self.sqlstate = sqlstate
        self.message = message
        self.isConnectionLost = isConnectionLost
    }

    /// The message.
    package var description: String { message }
}

extension DownReason {
    /// The class of a SQLSTATE (PostgreSQL documentation, appendix "PostgreSQL Error Codes").
    init(sqlstate: String) {
        switch sqlstate {
        case "3D000": self = .noDatabase
        case "42501": self = .denied
        case "55P03": self = .lockTimeout
        case "57014", "25P03", "57P05": self = .timeout
        case "57P03", "53300": self = .refused
        case "57P01", "57P02": self = .protocolError
        default:
            switch sqlstate.prefix(2) {
            case "28": self = .auth
            case "08": self = .protocolError
            default: self = .other
            }
        }
    }

    /// The class of a failure to connect, by libpq's own words.
    ///
    /// libpq gives no code for failures of its own; its messages are English as long as the process keeps the C
    /// locale, which it does. What the server said carries a SQLSTATE instead.
    init(connectionFailure text: String) {
        let text = text.lowercased()
        let classes: [(DownReason, [String])] = [
            (
                .configuration,
                [
                    "invalid sslmode", "invalid channel_binding", "invalid integer value", "invalid ssl_m",
                    "invalid target_session",
                ]
            ),
            (.dns, ["could not translate host name", "could not parse network address"]),
            (.tls, ["ssl", "certificate", "tls "]),
            (.timeout, ["timeout expired", "timed out"]),
            (.denied, ["permission denied"]),
            (
                .refused,
                ["connection refused", "no such file or directory", "no route to host", "network is unreachable"]
            ),
            (.auth, ["no password supplied", "password", "authentication method", "channel binding", "scram"]),
            (
                .protocolError,
                [
                    "closed the connection", "invalid response", "expected authentication request", "protocol",
                    "reset by peer",
                ]
            ),
        ]
        self = classes.first { $0.1.contains(where: text.contains) }?.0 ?? .other
    }

    /// What a person can do about it, as the second half of a sentence.
    var nextStep: String {
        switch self {
        case .refused: "is the server running, and does it accept connections there?"
        case .timeout: "is the server reachable, and not overloaded?"
        case .dns: "check the host's name and the resolver"
        case .tls: "check sslmode, the certificates and their dates"
        case .auth: "check user, password and pg_hba.conf"
        case .noDatabase: "check the database's name in the URL"
        case .denied: "grant the exporter's role what it lacks (deploy/role.sql)"
        case .lockTimeout: "another session, perhaps a migration, holds a lock; the next poll tries again"
        case .protocolError: "did the server restart, or is something else listening there?"
        case .configuration: "correct the target's settings"
        case .other: "see the server's log"
        }
    }
}
