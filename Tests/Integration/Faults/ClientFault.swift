import TestProcess
import Testing

/// What a client does that no good one would, and what it gets for it.
struct ClientFault: Sendable, CustomTestStringConvertible {
    /// The fault in words.
    var name: String
    /// What is sent, as Python writes bytes.
    var sent: String
    /// The status codes that come back.
    var answers: [Int]
    /// How many clients do it side by side.
    var clients = 1
    /// Whether the client says that it will send no more.
    var ends = false
    /// What becomes of the connection, in words.
    var connection: String

    var testDescription: String { name }

    /// The row of the table.
    private var row: String {
        let said = answers.isEmpty ? "none" : answers.map { "\($0)" }.joined(separator: ", ")
        return "| \(name) | \(said) | \(connection) |"
    }

    /// The table of these faults.
    static func table(_ faults: [ClientFault]) -> String {
        """
        | fault | answer | connection |
        |---|---|---|

        """ + faults.map(\.row).joined(separator: "\n")
    }
}

extension ClientFault {
    private static let request = "GET /metrics HTTP/1.1\\r\\nHost: h\\r\\n"
    private static let last = "Connection: close\\r\\n\\r\\n"
    private static let place = "closed once another needs its place, or after 15 s of silence"

    private static func method(_ name: String) -> ClientFault {
        ClientFault(
            name: "the method `\(name)`",
            sent: "b'\(name) /metrics HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 0\\r\\n\(last)'",
            answers: [405],
            connection: "closed, as the request asks"
        )
    }

    static let all =
        [
            ClientFault(
                name: "10,000 connections that say nothing",
                sent: "b''",
                answers: [],
                clients: 10_000,
                connection: place
            ),
            ClientFault(
                name: "300 requests that never end (slow loris)",
                sent: "b'\(request)X: '",
                answers: [],
                clients: 300,
                connection: place
            ),
            ClientFault(
                name: "300 greetings of TLS that never end, where none is spoken",
                sent: "b'\\x16\\x03\\x01\\x02\\x00\\x01'",
                answers: [],
                clients: 300,
                connection: place
            ),
            ClientFault(
                name: "three requests at once (pipelining), of which the last says `Connection: close`",
                sent: "b'\(request)\\r\\n' * 2 + b'\(request)\(last)'",
                answers: [200, 200, 200],
                connection: "closed, as the last one asks"
            ),
            ClientFault(
                name: "a header of 40 kB",
                sent: "b'\(request)X: ' + b'a' * 40000 + b'\\r\\n\(last)'",
                answers: [431],
                connection: "closed"
            ),
            ClientFault(
                name: "a thousand headers",
                sent: "b'\(request)' + b'X: aaaaaaaaaaaaaaaa\\r\\n' * 1000 + b'\(last)'",
                answers: [431],
                connection: "closed"
            ),
            ClientFault(
                name: "an address of 40 kB",
                sent: "b'GET /' + b'a' * 40000 + b' HTTP/1.1\\r\\nHost: h\\r\\n\(last)'",
                answers: [414],
                connection: "closed"
            ),
            ClientFault(
                name: "a body of 40 kB",
                sent: "b'POST /metrics HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 40000\\r\\n\\r\\n' + b'a' * 40000",
                answers: [413],
                connection: "closed"
            ),
            ClientFault(name: "half a request", sent: "b'GET /metr'", answers: [], ends: true, connection: "closed"),
            ClientFault(name: "half a header", sent: "b'\(request)Acc'", answers: [], ends: true, connection: "closed"),
            ClientFault(
                name: "bytes that are no text",
                sent: "bytes(range(256)) * 4 + b'\\r\\n\\r\\n'",
                answers: [],
                connection: "closed"
            ),
            ClientFault(
                name: "words that are no HTTP",
                sent: "b'this is no HTTP\\r\\n\\r\\n'",
                answers: [400],
                connection: "closed"
            ),
            ClientFault(
                name: "the preface of HTTP/2",
                sent: "b'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n'",
                answers: [505],
                connection: "closed"
            ),
            ClientFault(
                name: "two lengths of a body",
                sent: "b'\(request)Content-Length: 0\\r\\nContent-Length: 9\\r\\n\(last)'",
                answers: [400],
                connection: "closed"
            ),
            ClientFault(
                name: "`Accept` of nothing but commas, colons and qualities",
                sent: "b'\(request)Accept: ' + b',;q=,*/*;q=9e99;q=nan,;;=\\xff/' * 400 + b'\\r\\n\(last)'",
                answers: [200],
                connection: "closed, as the request asks"
            ),
            ClientFault(
                name: "`Accept` and `Accept-Encoding` that take nothing",
                sent: "b'\(request)Accept: a/b;q=0\\r\\nAccept-Encoding: *;q=0, identity;q=0\\r\\n\(last)'",
                answers: [200],
                connection: "closed, as the request asks"
            ),
        ] + ["POST", "DELETE", "TRACE", "BREW"].map(method)
}
