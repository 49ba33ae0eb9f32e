import Glibc
import Synchronization
import TestProcess
import Testing

@testable import WebServer

@Suite(.enabled(if: TestProcess.isInstalled("curl"), "curl is not installed")) struct WebServerTests {
    private static func echo(_ request: HTTPRequest) -> HTTPResponse {
        var response = HTTPResponse.text("\(request.method) \(request.path) \(request.accept ?? "-")\n")
        response.headers.append(("X-Own", "yes"))
        return response
    }

    private static func serving(
        limits: WebLimits = WebLimits(),
        _ body: (WebServer, UInt16) async throws -> Void
    ) async throws {
        let server = WebServer(limits: limits, handler: echo)
        let port = try server.start([ListenAddress("127.0.0.1:0")])[0]
        try await body(server, port)
        await server.stop(draining: .seconds(1))
    }

    private static func curl(_ arguments: String...) async throws -> String {
        try await TestProcess.run(["curl", "-s", "--max-time", "20"] + arguments).output
    }

    /// Sends bytes as they are and returns all that comes back until the server closes.
    private static func raw(_ port: UInt16, _ request: String, closes: Bool = true) async throws -> String {
        let script = """
            import socket, sys
            s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20)
            s.sendall(sys.argv[2].encode("latin-1").decode("unicode_escape").encode("latin-1"))
            \(closes ? "s.shutdown(socket.SHUT_WR)" : "")
            data = b""
            try:
                while True:
                    part = s.recv(65536)
                    if not part: break
                    data += part
            except OSError: pass
            sys.stdout.write(data.decode("latin-1"))
            """
        return try await TestProcess.run(["python3", "-c", script, "\(port)", request]).output
    }

    @Test func `a request reaches the handler and its answer comes back`() async throws {
        try await Self.serving { _, port in
            #expect(
                try await Self.curl("-H", "Accept: a/b", "http://127.0.0.1:\(port)/some%20path?q=1")
                    == "GET /some path a/b\n"
            )
            let head = try await Self.curl("-I", "http://127.0.0.1:\(port)/x")
            #expect(
                head.contains("200 OK") && head.contains("X-Own: yes") && head.contains("Content-Length: 12")
                    && !head.contains("Server:")
            )
            #expect(try await Self.curl("-X", "POST", "-d", "small", "http://127.0.0.1:\(port)/x") == "POST /x */*\n")
        }
    }

    @Test func `keep-alive and pipelining answer in order`() async throws {
        try await Self.serving { _, port in
            let answer = try await Self.raw(
                port,
                "GET /1 HTTP/1.1\\r\\nHost: h\\r\\n\\r\\nGET /2 HTTP/1.1\\r\\nHost: h\\r\\n\\r\\nGET /3 HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n",
                closes: false
            )
            let bodies = answer.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("GET /") }
            #expect(bodies == ["GET /1 -", "GET /2 -", "GET /3 -"])
        }
    }

    @Test func `what is too large or no HTTP is refused, and the server goes on`() async throws {
        try await Self.serving { _, port in
            let url = "http://127.0.0.1:\(port)/x"
            let header = "X: " + String(repeating: "a", count: 40000)
            let large = try await Self.curl("-o", "/dev/null", "-w", "%{http_code}", "-H", header, url)
            #expect(large == "431")
            let upload = try await Self.curl(
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "-d",
                String(repeating: "b", count: 60000),
                url
            )
            #expect(upload == "413")
            let garbage = try await Self.raw(port, "\\x16\\x03\\x01garbage\\r\\n\\r\\n")
            #expect(!garbage.contains("200 OK"))
            let half = try await Self.raw(port, "GET / HT")
            #expect(!half.contains("200 OK"))
            let sound = try await Self.curl(url)
            #expect(sound == "GET /x */*\n")
        }
    }

    @Test func `connections that dawdle hold up nobody and are closed`() async throws {
        var limits = WebLimits()
        limits.idleSeconds = 1
        limits.connections = 20
        try await Self.serving(limits: limits) { _, port in
            let slow = try (0..<10)
                .map { _ in
                    try TestProcess([
                        "python3", "-c",
                        """
                        import socket
                        s = socket.create_connection(("127.0.0.1", \(port)), 20); s.sendall(b"GET / HTTP/1.1\\r\\nX: "); print("in", flush=True)
                        s.settimeout(30); print("closed" if not s.recv(9) else "answered", flush=True)
                        """,
                    ])
                }
            for process in slow { try await eventually("it is connected") { process.outputSoFar.contains("in") } }
            #expect(try await Self.curl("http://127.0.0.1:\(port)/x") == "GET /x */*\n")
            for process in slow { #expect(await process.wait().output == "in\nclosed\n") }
        }
    }

    @Test func `two hundred at a time are all answered`() async throws {
        try await Self.serving { _, port in
            let answers =
                try await TestProcess.run([
                    "curl", "-s", "--no-progress-meter", "--parallel", "--parallel-max", "200",
                    "http://127.0.0.1:\(port)/[1-200]",
                ])
                .output.split(separator: "\n")
            #expect(Set(answers).count == 200)
        }
    }

    @Test func `a stop lets a request under way end`() async throws {
        let entered = Atomic<Bool>(false)
        let release = Atomic<Bool>(false)
        let server = WebServer { _ in
            entered.store(true, ordering: .releasing)
            while !release.load(ordering: .acquiring) {}
            return .text("done\n")
        }
        let port = try server.start([ListenAddress("127.0.0.1:0")])[0]
        let client = try TestProcess(["curl", "-s", "http://127.0.0.1:\(port)/"])
        try await eventually("the request is in") { entered.load(ordering: .acquiring) }
        async let stopped: Void = server.stop(draining: .seconds(30))
        try await eventually("no new connection is taken") {
            try await TestProcess.run(["curl", "-s", "--max-time", "5", "http://127.0.0.1:\(port)/"]).status != 0
        }
        release.store(true, ordering: .releasing)
        #expect(await client.wait().output == "done\n")
        await stopped
    }

    @Test func `a port in use is told, and can be had again at once after a stop`() async throws {
        let first = WebServer(handler: Self.echo)
        let port = try first.start([ListenAddress("127.0.0.1:0")])[0]
        let second = WebServer(handler: Self.echo)
        let error = #expect(throws: WebServerError.self) { try second.start([try ListenAddress("127.0.0.1:\(port)")]) }
        #expect(
            error?.description
                .contains("can't listen on 127.0.0.1:\(port): Address already in use; another program listens there")
                == true
        )
        #expect(try await Self.curl("http://127.0.0.1:\(port)/x") == "GET /x */*\n")
        await first.stop(draining: .seconds(1))
        try second.start([try ListenAddress("127.0.0.1:\(port)")])
        #expect(try await Self.curl("http://127.0.0.1:\(port)/x") == "GET /x */*\n")
        await second.stop(draining: .seconds(1))
    }

    @Test func `without a host both families are served`() async throws {
        let server = WebServer(handler: Self.echo)
        let port = try server.start([ListenAddress(":0")])[0]
        #expect(try await Self.curl("http://127.0.0.1:\(port)/x") == "GET /x */*\n")
        if try await TestProcess.run(["sh", "-c", "test -s /proc/net/if_inet6"]).status == 0 {
            #expect(try await Self.curl("http://[::1]:\(port)/x") == "GET /x */*\n")
        }
        #expect(await server.isResponsive(within: .seconds(20)))
        await server.stop(draining: .seconds(1))
        #expect(await !server.isResponsive(within: .seconds(1)))
    }

    @Test func `a wedged server is not responsive`() async throws {
        let release = Atomic<Bool>(false)
        let server = WebServer { _ in
            while !release.load(ordering: .acquiring) {}
            return .text("late\n")
        }
        try server.start([ListenAddress("127.0.0.1:0")])
        #expect(await !server.isResponsive(within: .milliseconds(200)))
        release.store(true, ordering: .releasing)
        #expect(await server.isResponsive(within: .seconds(20)))
        await server.stop(draining: .seconds(1))
    }

    @Test func `a socket that was handed over is watched though nobody here could connect to it`() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/web"
        let handedOver = try Self.listeningDescriptor(path)
        unlink(path)
        let release = Atomic<Bool>(true)
        let server = WebServer { _ in
            while !release.load(ordering: .acquiring) {}
            return .text("late\n")
        }
        try server.start([], inherited: [handedOver])
        for _ in 0..<3 { #expect(await server.isResponsive(within: .seconds(20))) }
        release.store(false, ordering: .releasing)
        #expect(await !server.isResponsive(within: .milliseconds(200)))
        release.store(true, ordering: .releasing)
        #expect(await server.isResponsive(within: .seconds(20)))
        await server.stop(draining: .seconds(1))
        #expect(await !server.isResponsive(within: .seconds(1)))
        await folder.remove()
    }

    @Test func `who was let in before the stop is answered`() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/web"
        // However busy the machine, it is the stop that ends this silence.
        var limits = WebLimits()
        limits.idleSeconds = 6000
        let server = WebServer(limits: limits, handler: Self.echo)
        try server.start([try ListenAddress("unix:\(path)")])
        let client = try #require(Self.connectedDescriptor(path))
        try await eventually("it is let in") { server.silentConnections == 1 }
        async let stopped: Void = server.stop(draining: .seconds(6000))
        // The path goes last, but connecting ends with the stop's first step.
        try await eventually("the stop has begun") {
            Self.connectedDescriptor(path).map { close($0) } == nil
        }
        let request = Array("GET /x HTTP/1.0\r\n\r\n".utf8)
        #expect(write(client, request, request.count) == request.count)
        var answer = [UInt8](repeating: 0, count: 15)
        #expect(recv(client, &answer, answer.count, Int32(MSG_WAITALL)) == answer.count)
        #expect(String(decoding: answer, as: UTF8.self) == "HTTP/1.1 200 OK")
        close(client)
        await stopped
        #expect(server.silentConnections == 0)
        await folder.remove()
    }

    /// A connection to the unix socket at the path; nil where nobody accepts it.
    private static func connectedDescriptor(_ path: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard withAddress(path, { connect(descriptor, $0, $1) }) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// A unix socket that listens at the path.
    private static func listeningDescriptor(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let bound = withAddress(path) { bind(descriptor, $0, $1) }
        try #require(bound == 0 && listen(descriptor, 16) == 0)
        return descriptor
    }

    @Test(arguments: ["", "10727", "host", "host:port", "::1:99", ":99999", "[::1]"])
    func `an address that is none is refused with an example`(_ text: String) {
        #expect(throws: WebServerError.self) { try ListenAddress(text) }
    }

    @Test(arguments: [":10727", "127.0.0.1:1", "[::1]:2", "localhost:3"])
    func `an address is written as it was read`(_ text: String) throws {
        #expect(try ListenAddress(text).description == text)
    }

    @Test(arguments: [0, 1, 5000, 1_000_000]) func `gzip is what gunzip reads`(_ size: Int) async throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        try folder.write(bytes, to: "plain")
        // In parts of every size, stored and compressed.
        var pieces: [Gzip.Piece] = []
        var rest = bytes[...]
        for part in [size, 0, 1, 511, 512, 100_000, size] {
            pieces.append(try #require(Gzip.piece(Array(rest.prefix(pieces.isEmpty ? size / 3 : part)))))
            rest = rest.dropFirst(pieces.count == 1 ? size / 3 : part)
        }
        try folder.write(Gzip.member(pieces), to: "packed.gz")
        let result = try await TestProcess.run([
            "sh", "-c", "cd \(folder.path) && gunzip -t packed.gz && gunzip -c packed.gz | cmp - plain",
        ])
        #expect(result.status == 0, "\(result.error)")
        await folder.remove()
    }
}
