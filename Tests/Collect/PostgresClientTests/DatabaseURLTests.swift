import TargetReport
import Testing

@testable import PostgresClient

@Suite struct DatabaseURLTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var parameters: [String: String]
        var schema: String?
        var testDescription: String { text }
    }

    static let cases = [
        Case(
            text: "postgresql://u:p@db:5433/shop?schema=app",
            parameters: ["user": "u", "password": "p", "host": "db", "port": "5433", "dbname": "shop"],
            schema: "app"
        ),
        Case(
            text: " \"postgres://u%40x:p%2F%3A%40@[::1]/d%20b\"\n",
            parameters: ["user": "u@x", "password": "p/:@", "host": "::1", "dbname": "d b"]
        ),
        Case(
            text:
                "postgresql://u@h/d?connection_limit=1&pool_timeout=0&pgbouncer=true&socket_timeout=3&statement_cache_size=0"
                + "&connect_timeout=9&nonsense=1&application_name=x",
            parameters: ["user": "u", "host": "h", "dbname": "d", "application_name": "x"]
        ),
        Case(
            text: "postgresql://u@localhost/d?host=/run/postgresql",
            parameters: ["user": "u", "host": "/run/postgresql", "dbname": "d"]
        ),
        Case(text: "postgresql:///d", parameters: ["dbname": "d"]),
        Case(
            text: "postgresql://u@a:1,b:2/d?target_session_attrs=read-write",
            parameters: [
                "user": "u", "host": "a,b", "port": "1,2", "dbname": "d", "target_session_attrs": "read-write",
            ]
        ),
        Case(
            text: "postgresql://u@h/d?sslmode=require&sslcert=/ca.pem&sslaccept=strict",
            parameters: ["user": "u", "host": "h", "dbname": "d", "sslmode": "verify-full", "sslrootcert": "/ca.pem"]
        ),
        Case(
            text: "postgresql://u@h/d?sslmode=require&sslcert=/ca.pem&sslaccept=accept_invalid_certs",
            parameters: ["user": "u", "host": "h", "dbname": "d", "sslmode": "require"]
        ),
        Case(
            text: "postgresql://u@h/d?sslmode=verify-full&sslrootcert=/ca&sslcert=/c&sslkey=/k",
            parameters: [
                "user": "u", "host": "h", "dbname": "d", "sslmode": "verify-full", "sslrootcert": "/ca",
                "sslcert": "/c", "sslkey": "/k",
            ]
        ),
        Case(
            text: "host=h port=5 dbname='a b' user=u password=p connect_timeout=3",
            parameters: ["user": "u", "password": "p", "host": "h", "port": "5", "dbname": "a b"]
        ),
    ]

    @Test(arguments: cases) func `a URL becomes what libpq understands`(_ sample: Case) throws {
        let url = try DatabaseURL(sample.text)
        #expect(url.parameters == sample.parameters)
        #expect(url.schema == sample.schema)
    }

    @Test(arguments: [
        ("", "empty"), ("  \n", "empty"), ("prisma://x?api_key=canary", "direct URL"),
        ("prisma+postgres://canary@x", "direct URL"),
        ("mysql://u:canary@h/d", "mysql:// is not PostgreSQL"), ("canary", "no database URL"),
        ("postgresql://u:ca/nary@h/d", "percent-encode"),
        ("postgresql://u:canary%zz@h/d", "hexadecimal"), ("postgresql://u:canary@h:port/d", "port"),
        ("postgresql://u:canary@h:99999/d", "port"),
        ("postgresql://u:canary@h/d?sslidentity=/x.p12", "openssl pkcs12"),
        ("password=canary nonsense=1", "no database URL"),
        ("postgresql://u:canary@h:1:2/d", "percent-encode"),
    ]) func `what is unusable is said without its secret`(_ text: String, _ part: String) {
        let error = #expect(throws: DatabaseURLError.self) { try DatabaseURL(text) }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("nary") == false)
    }

    @Test(arguments: [
        "postgresql://u:canary@h/d", "postgresql://canary:canary@h/d", "postgresql://u:can%61ry@h/d",
        "postgresql://u@h/d?password=canary",
        "postgresql://u@h/d?sslpassword=canary&sslkey=/k&sslcert=/c", "host=h user=u password=canary dbname=d",
        "postgresql://h/d?user=u&password=canary",
        "postgresql://u@h/d?options=canary", "postgresql://u:canary@/d?host=/tmp",
    ]) func `nothing that prints a URL shows a secret`(_ text: String) throws {
        let url = try DatabaseURL(text)
        var dumped = ""
        dump(url, to: &dumped)
        for printed in [
            "\(url)", String(reflecting: url), String(describing: url), dumped, "\([url])", "\(Optional(url) as Any)",
        ] {
            #expect(!printed.lowercased().contains("canary"), "\(printed)")
        }
        #expect(url.description.hasSuffix("/d"))
    }

    @Test(arguments: 0..<200) func `a broken URL never gives its secret away`(_ seed: UInt64) {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var text = Array("postgresql://user:canary@host:5432/db?schema=public&sslmode=prefer")
        for _ in 0...next(4) {
            let place = next(text.count)
            switch next(3) {
            case 0: text.remove(at: place)
            case 1: text.insert(["/", "@", ":", "?", "#", "%", " ", "[", "'"][next(9)], at: place)
            default: text.swapAt(place, next(text.count))
            }
        }
        do {
            let url = try DatabaseURL(String(text))
            // The place of the secret decides: where it is taken for a host or a database's name it may be shown.
            if url.parameters["password"]?.contains("canary") == true { #expect(!"\(url)".contains("canary")) }
        } catch {
            #expect(!error.description.contains("canary"))
        }
    }

    @Test(arguments: [
        ("28P01", DownReason.auth), ("28000", .auth), ("3D000", .noDatabase), ("42501", .denied),
        ("55P03", .lockTimeout), ("57014", .timeout),
        ("57P03", .refused), ("53300", .refused), ("57P01", .protocolError), ("08006", .protocolError),
        ("XX000", .other), ("42P01", .other),
    ]) func `a SQLSTATE has one reason`(_ sqlstate: String, _ reason: DownReason) {
        #expect(DownReason(sqlstate: sqlstate) == reason)
    }
}
