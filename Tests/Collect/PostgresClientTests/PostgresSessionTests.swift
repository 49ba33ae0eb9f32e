import PostgresServer
import Synchronization
import TargetReport
import TestProcess
import Testing

@testable import PostgresClient

@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct PostgresSessionTests {
    private static func session(
        _ url: String,
        connectTimeout: Duration = .seconds(20),
        answerLimit: Int = 16 << 20
    ) -> PostgresSession {
        PostgresSession(
            name: "shop",
            url: { try DatabaseURL(url) },
            connectTimeout: connectTimeout,
            answerLimit: answerLimit
        )
    }

    private static func failure(
        _ session: PostgresSession,
        _ sql: String = "SELECT 1",
        timeout: Duration = .seconds(20)
    ) async -> PostgresError? {
        do {
            _ = try await session.query(sql, timeout: timeout)
            return nil
        } catch {
            return error
        }
    }

    private static func backends(_ server: PostgresServer) async throws -> String {
        try await server.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
        )
    }

    @Test(arguments: PostgresServer.versions) func `one message gives one result a statement, on every version`(
        _ version: Int
    ) async throws {
        let server = try await PostgresServer(version: version)
        for url in [
            server.url("postgres"),
            "postgresql://postgres@localhost:\(server.port)/postgres?host=\(server.folder.path)",
        ] {
            let session = Self.session(url)
            let results = try await session.query(
                "BEGIN READ ONLY; SELECT 1 AS a, NULL AS b, 'ä''' AS c; SELECT 2 WHERE false; COMMIT",
                timeout: .seconds(20)
            )
            #expect(results.map(\.columns) == [[], ["a", "b", "c"], ["?column?"], []])
            #expect(results[1].rows == [["1", nil, "ä'"]] && results[2].rows.isEmpty)
            await session.close()
        }
        await server.remove()
    }

    @Test func `an error or too long an answer leaves no transaction open and the session usable`() async throws {
        let server = try await PostgresServer()
        let session = Self.session(server.url("postgres"), answerLimit: 1 << 20)
        let large = await Self.failure(session, "BEGIN; SELECT repeat('a', 1024) FROM generate_series(1, 1025)")
        #expect(
            large?.message
                == "shop (127.0.0.1:\(server.port)/postgres): the answer is larger than 1 MB; nothing of it was used"
        )
        #expect(
            try await session.query("SELECT now() = statement_timestamp()", timeout: .seconds(20))[0].rows == [["t"]]
        )
        let error = await Self.failure(session, "BEGIN; SELECT 1; SELECT * FROM nowhere; COMMIT")
        #expect(error?.sqlstate == "42P01" && error?.reason == .other && error?.isConnectionLost == false)
        #expect(error?.message.contains("shop (127.0.0.1:\(server.port)/postgres)") == true)
        #expect(try await session.query("SELECT pg_current_xact_id_if_assigned()", timeout: .seconds(20)).count == 1)
        #expect(
            try await server.execute(
                "SELECT state FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
            ) == "idle"
        )
        await session.close()
        await server.remove()
    }

    @Test func `passwords are checked, and a rotated one is found without a restart`() async throws {
        let server = try await PostgresServer(
            settings: ["password_encryption = 'scram-sha-256'"],
            access: ["local all all trust", "host all all all scram-sha-256"]
        )
        try await server.execute("CREATE ROLE reader LOGIN PASSWORD 'canary-1'", "CREATE DATABASE shop")
        let folder = try TemporaryFolder()
        try folder.write(server.url("shop", user: "reader", password: "canary-1"), to: "url")
        let session = PostgresSession(
            name: "shop",
            url: { try DatabaseURL(TestProcess.text(of: "\(folder.path)/url")) },
            connectTimeout: .seconds(20)
        )
        #expect(await Self.failure(session) == nil)
        try await server.execute(
            "ALTER ROLE reader PASSWORD 'canary-2'",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'"
        )
        try await eventually("the backend is gone") { try await Self.backends(server) == "0" }
        var error = await Self.failure(session)
        #expect(error?.isConnectionLost == true)
        error = await Self.failure(session)
        #expect(error?.reason == .auth && error?.sqlstate == "28P01")
        #expect(error?.message.contains("canary") == false)
        try folder.write(server.url("shop", user: "reader", password: "canary-2"), to: "url")
        #expect(await Self.failure(session) == nil)
        #expect(
            await Self.failure(Self.session(server.url("shop", user: "reader")))
                == PostgresError(
                    reason: .auth,
                    message:
                        "shop (127.0.0.1:\(server.port)/shop): authentication failed; check user, password and pg_hba.conf",
                    isConnectionLost: true
                )
        )
        await session.close()
        await server.remove()
        await folder.remove()
    }

    @Test func `a password that was rotated in the meantime is tried at once, the same one only once`() async throws {
        let server = try await PostgresServer(access: ["local all all trust", "host all all all scram-sha-256"])
        try await server.execute("CREATE ROLE reader LOGIN PASSWORD 'canary-2'")
        let reads = Mutex(0)
        let old = server.url("postgres", user: "reader", password: "canary-1")
        let new = server.url("postgres", user: "reader", password: "canary-2")
        let session = PostgresSession(
            name: "shop",
            url: {
                try DatabaseURL(
                    reads.withLock { count -> String in
                        count += 1
                        return count <= 3 ? old : new
                    }
                )
            },
            connectTimeout: .seconds(20)
        )
        #expect(await Self.failure(session)?.reason == .auth)
        #expect(reads.withLock { $0 } == 2)
        #expect(await Self.failure(session) == nil)
        #expect(reads.withLock { $0 } == 4)
        let attempts = server.log.split(separator: "\n").count { $0.contains("password authentication failed") }
        #expect(attempts == 2)
        await session.close()
        await server.remove()
    }

    @Test func `failures to connect have their reasons`() async throws {
        let server = try await PostgresServer(
            settings: ["max_connections = 5", "superuser_reserved_connections = 0"],
            access: ["local all all trust", "host all all all trust", "host all all all reject"]
        )
        let port = PostgresServer.freePort()
        let cases: [(String, DownReason)] = [
            ("postgresql://postgres@127.0.0.1:\(port)/postgres", .refused),
            ("postgresql://postgres@h/postgres?host=/nowhere", .refused),
            ("postgresql://postgres@nowhere.invalid/postgres", .dns), (server.url("nodb"), .noDatabase),
            (server.url("postgres", user: "nobody"), .auth),
            (server.url("postgres", parameters: "sslmode=require"), .tls),
            (server.url("postgres", parameters: "sslmode=verify-full&sslrootcert=/nowhere"), .tls),
            ("mysql://x", .configuration), (server.url("postgres", parameters: "sslmode=sometimes"), .configuration),
        ]
        for (url, reason) in cases {
            let error = await Self.failure(Self.session(url))
            #expect(error?.reason == reason, "\(url): \(String(describing: error))")
        }
        var sessions: [PostgresSession] = []
        var last: PostgresError?
        for _ in 0..<8 where last == nil {
            let session = Self.session(server.url("postgres"))
            last = await Self.failure(session)
            sessions.append(session)
        }
        #expect(last?.reason == .refused && last?.sqlstate == "53300")
        for session in sessions { await session.close() }
        await server.remove()
    }

    @Test func `a peer that never answers and one that talks nonsense are told apart`() async throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            import socket, sys, threading
            def listen(answer):
                s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(50)
                def serve():
                    held = []
                    while True:
                        c, _ = s.accept(); held.append(c)
                        if answer: c.recv(8); c.sendall(answer); c.close()
                threading.Thread(target=serve, daemon=True).start()
                return s.getsockname()[1]
            print(listen(None), listen(b"HTTP/1.1 400 Bad Request\\r\\n\\r\\n"), flush=True)
            sys.stdin.read()
            """,
            to: "peer.py"
        )
        let peer = try TestProcess(["python3", "\(folder.path)/peer.py"], holdsInput: true)
        try await eventually("the peer listens") { peer.outputSoFar.contains("\n") }
        let ports = peer.outputSoFar.split(whereSeparator: \.isWhitespace)
        let silent = await Self.failure(
            Self.session("postgresql://u@127.0.0.1:\(ports[0])/d?sslmode=disable", connectTimeout: .milliseconds(200))
        )
        #expect(silent?.reason == .timeout && silent?.isConnectionLost == true)
        let foreign = await Self.failure(Self.session("postgresql://u@127.0.0.1:\(ports[1])/d?sslmode=disable"))
        #expect(foreign?.reason == .protocolError)
        peer.closeInput()
        _ = await peer.wait()
        await folder.remove()
    }

    @Test func `a statement beyond its deadline closes the connection, and timeouts of the server have their reasons`()
        async throws
    {
        let server = try await PostgresServer()
        let session = Self.session(server.url("postgres"))
        let late = await Self.failure(session, "SELECT pg_sleep(60)", timeout: .milliseconds(200))
        #expect(late?.reason == .timeout && late?.isConnectionLost == true)
        #expect(
            await Self.failure(session, "BEGIN; SET LOCAL statement_timeout = 50; SELECT pg_sleep(60)")?.reason
                == .timeout
        )
        try await server.execute("CREATE TABLE held (a int)")
        let blocker = try TestProcess(server.psql([], database: "postgres"), holdsInput: true)
        blocker.write("BEGIN; LOCK TABLE held; SELECT 'locked';\n")
        try await eventually("the table is locked") { blocker.outputSoFar.contains("locked") }
        let locked = await Self.failure(session, "BEGIN; SET LOCAL lock_timeout = 50; SELECT * FROM held")
        #expect(locked?.reason == .lockTimeout && locked?.sqlstate == "55P03")
        blocker.closeInput()
        _ = await blocker.wait()
        #expect(await Self.failure(session, "SELECT * FROM held") == nil)
        await session.close()
        await server.remove()
    }

    @Test func `a connection that died between two polls is made again, one that dies within is told`() async throws {
        let server = try await PostgresServer()
        let session = Self.session(server.url("postgres"))
        #expect(await Self.failure(session) == nil)
        try await server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
        )
        try await eventually("the backend is gone") { try await Self.backends(server) == "0" }
        #expect(
            try await session.query("BEGIN; SELECT 1; COMMIT", timeout: .seconds(20), mayReconnect: true).count == 3
        )
        async let pending = Self.failure(session, "SELECT pg_sleep(60)")
        try await eventually("the query runs") {
            try await server.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND state = 'active' AND pid <> pg_backend_pid()"
            ) == "1"
        }
        try await server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND pid <> pg_backend_pid()"
        )
        let error = await pending
        #expect(error?.isConnectionLost == true && error?.reason == .protocolError)
        await server.stop("QUIT")
        #expect(await Self.failure(session)?.reason == .refused)
        try await server.start()
        #expect(await Self.failure(session) == nil)
        await session.close()
        await server.remove()
    }

    @Test func `a second query while one runs is refused, a cancelled one ends at once`() async throws {
        let server = try await PostgresServer()
        let session = Self.session(server.url("postgres"))
        let running = Task { await Self.failure(session, "SELECT pg_sleep(60)") }
        try await eventually("the query runs") {
            try await server.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND state = 'active'"
            ) == "1"
        }
        #expect(await Self.failure(session)?.message == "shop: a query is still under way on this connection")
        running.cancel()
        #expect(await running.value?.isConnectionLost == true)
        #expect(await Self.failure(session) == nil)
        await session.close()
        await server.remove()
    }

    @Test func `many queries and reconnects leave nothing behind`() async throws {
        let server = try await PostgresServer()
        let session = Self.session(server.url("postgres"))
        func descriptors() async throws -> Int {
            try await TestProcess.run(["sh", "-c", "ls /proc/$PPID/fd | wc -l"]).output.split(separator: "\n").first
                .flatMap { Int($0) } ?? 0
        }
        _ = await Self.failure(session)
        for _ in 0..<200 { #expect(await Self.failure(session) == nil) }
        #expect(try await Self.backends(server) == "1")
        for _ in 0..<50 {
            await session.close()
            #expect(await Self.failure(session) == nil)
        }
        try await eventually("one backend is left") { try await Self.backends(server) == "1" }
        await session.close()
        try await eventually("none is left") { try await Self.backends(server) == "0" }
        await server.remove()
    }

    @Test(.enabled(if: TestProcess.isInstalled("openssl"), "openssl is not installed"))
    func `certificates are verified in both directions`() async throws {
        let folder = try TemporaryFolder()
        let made = try await TestProcess.run([
            "sh", "-ec",
            """
            cd \(folder.path)
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.crt
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout other.key -out other.crt
            for name in localhost reader; do
                openssl req -newkey rsa:2048 -nodes -subj /CN=$name -keyout $name.key -out $name.csr
                openssl x509 -req -in $name.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out $name.crt
            done
            chmod 600 *.key; mkdir server; cp localhost.key localhost.crt ca.crt server
            [ "$(id -u)" != 0 ] || chown -R postgres server
            """,
        ])
        #expect(made.status == 0, "\(made.error)")
        let server = try await PostgresServer(
            settings: [
                "ssl = on", "ssl_cert_file = '\(folder.path)/server/localhost.crt'",
                "ssl_key_file = '\(folder.path)/server/localhost.key'",
                "ssl_ca_file = '\(folder.path)/server/ca.crt'", "listen_addresses = '127.0.0.1'",
            ],
            access: ["local all all trust", "hostssl all reader all cert", "hostssl all postgres all trust"]
        )
        try await server.execute("CREATE ROLE reader LOGIN")
        func reason(_ user: String, _ host: String, _ parameters: String) async -> DownReason? {
            await Self.failure(Self.session("postgresql://\(user)@\(host):\(server.port)/postgres?\(parameters)"))?
                .reason
        }
        let verified = "sslmode=verify-full&sslrootcert=\(folder.path)/ca.crt"
        #expect(await reason("postgres", "localhost", verified) == nil)
        #expect(
            await reason("postgres", "localhost", "sslmode=require&sslaccept=strict&sslcert=\(folder.path)/ca.crt")
                == nil
        )
        #expect(await reason("postgres", "127.0.0.1", verified) == .tls)
        #expect(
            await reason("postgres", "localhost", "sslmode=verify-full&sslrootcert=\(folder.path)/other.crt") == .tls
        )
        #expect(
            await reason(
                "reader",
                "localhost",
                verified + "&sslcert=\(folder.path)/reader.crt&sslkey=\(folder.path)/reader.key"
            ) == nil
        )
        #expect(await reason("reader", "localhost", verified) == .auth)
        #expect(await reason("postgres", "localhost", "sslmode=disable") == .auth)
        await server.remove()
        await folder.remove()
    }

    @Test(.enabled(if: TestProcess.isInstalled("pgbouncer"), "pgbouncer is not installed"))
    func `PgBouncer in transaction mode may stand between`() async throws {
        let server = try await PostgresServer()
        let folder = try TemporaryFolder()
        let port = PostgresServer.freePort()
        try folder.write(
            """
            [databases]
            * = host=127.0.0.1 port=\(server.port)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = trust
            auth_file = \(folder.path)/users
            pool_mode = transaction
            default_pool_size = 1
            max_db_connections = 1
            logfile = \(folder.path)/log
            """,
            to: "pgbouncer.ini"
        )
        try folder.write("\"postgres\" \"\"\n", to: "users")
        _ = try await TestProcess.run([
            "sh", "-c",
            "touch \(folder.path)/log; chmod 666 \(folder.path)/log; chmod 644 \(folder.path)/pgbouncer.ini",
        ])
        let user =
            try await TestProcess.run(["id", "-u"]).output == "0\n"
            ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] : []
        let bouncer = try TestProcess(user + ["pgbouncer", "\(folder.path)/pgbouncer.ini"])
        let url = "postgresql://postgres@127.0.0.1:\(port)/postgres?pgbouncer=true"
        let first = Self.session(url)
        let second = Self.session(url)
        try await eventually("PgBouncer answers") { await Self.failure(first) == nil }
        // One server connection for both: nothing of one session may stay with it.
        for _ in 0..<20 {
            #expect(
                try await first
                    .query(
                        "BEGIN READ ONLY; SET LOCAL statement_timeout = 1234; SELECT 1; COMMIT",
                        timeout: .seconds(20)
                    )
                    .count == 4
            )
            #expect(try await second.query("SHOW statement_timeout", timeout: .seconds(20))[0].rows == [["0"]])
        }
        #expect(await Self.failure(first, "BEGIN; SELECT 1/0; COMMIT")?.sqlstate == "22012")
        #expect(await Self.failure(second) == nil)
        await first.close()
        await second.close()
        bouncer.signal(15)
        _ = await bouncer.wait()
        await server.remove()
        await folder.remove()
    }
}
