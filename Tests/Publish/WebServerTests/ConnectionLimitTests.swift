import TestProcess
import Testing

@testable import WebServer

@Suite(.enabled(if: TestProcess.isInstalled("python3"), "python3 is not installed")) struct ConnectionLimitTests {
    /// What a client in Python says that talks to a server with those limits.
    private func output(
        of client: String,
        _ limits: WebLimits,
        handler: @escaping WebServer.Handler = { _ in .text("yes\n") }
    ) async throws -> String {
        let server = WebServer(limits: limits, handler: handler)
        let port = try server.start([ListenAddress("127.0.0.1:0")])[0]
        let result = try await TestProcess.run(["python3", "-c", client, "\(port)"])
        await server.stop(draining: .seconds(1))
        #expect(result.status == 0, "\(result.error)")
        #expect(server.silentConnections == 0)
        return result.output
    }

    /// Holds as many connections as there may be, none of which reads its answer to the end, then asks over one more: before
    /// one of them goes, and after.
    private static let client = """
        import select, socket, sys
        place = ("127.0.0.1", int(sys.argv[1]))
        held = []
        for _ in range(4):
            one = socket.create_connection(place, 20)
            one.sendall(b"GET /held HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n"); one.recv(1)
            held.append(one)
        late = socket.create_connection(place, 20)
        late.sendall(b"GET /x HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n")
        print("early" if select.select([late], [], [], 0.5)[0] else "waits")
        held[0].close()
        late.settimeout(60)
        print(late.recv(4096).decode().split("\\r\\n")[0])
        """

    @Test func `beyond the most connections one more waits until another has gone`() async throws {
        var limits = WebLimits()
        limits.connections = 4
        let long = String(repeating: "a", count: 16 << 20)
        let output = try await output(of: Self.client, limits) { .text($0.path == "/held" ? long : "yes\n") }
        #expect(output == "waits\nHTTP/1.1 200 OK\n")
    }

    /// Takes every place for an answer that is hardly read, then asks over one more.
    private static let slowReaders = """
        import socket, sys, threading
        place = ("127.0.0.1", int(sys.argv[1]))
        held = []
        for _ in range(8):
            one = socket.create_connection(place, 60)
            one.sendall(b"GET /held HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n"); one.recv(1)
            held.append(one)
        def read():
            while not ended.wait(0.1):
                for one in held:
                    try: one.recv(1)
                    except OSError: pass
        ended = threading.Event()
        threading.Thread(target=read, daemon=True).start()
        late = socket.create_connection(place, 60)
        late.sendall(b"GET /x HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n")
        print(late.recv(4096).decode().split("\\r\\n")[0])
        ended.set()
        """

    /// Connects, lets twice as many connect as there may be, and asks only then.
    private static let newcomer = """
        import socket, sys
        place = ("127.0.0.1", int(sys.argv[1]))
        new = socket.create_connection(place, 60)
        crowd = [socket.create_connection(place, 60) for _ in range(64)]
        new.sendall(b"GET /x HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n")
        print(new.recv(4096).decode().split("\\r\\n")[0])
        """

    @Test func `who is new has time to ask, however many come after it`() async throws {
        var limits = WebLimits()
        limits.connections = 32
        limits.idleSeconds = 6000
        limits.askingMilliseconds = 6_000_000
        #expect(try await output(of: Self.newcomer, limits) == "HTTP/1.1 200 OK\n")
    }

    @Test func `who hardly reads an answer makes room in time for who asks`() async throws {
        var limits = WebLimits()
        limits.connections = 8
        limits.idleSeconds = 6000
        limits.readingSeconds = 2
        let long = String(repeating: "a", count: 16 << 20)
        let output = try await output(of: Self.slowReaders, limits) { .text($0.path == "/held" ? long : "yes\n") }
        #expect(output == "HTTP/1.1 200 OK\n")
    }

    /// Holds one connection that has asked once and twice as many silent ones as there may be, half of which have begun a
    /// request; then asks over a new one, and over the first again.
    private static let crowd = """
        import socket, sys
        place = ("127.0.0.1", int(sys.argv[1]))
        request = b"GET /x HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n"
        def ask(one):
            one.sendall(request)
            return one.recv(4096).decode().split("\\r\\n")[0]
        kept = socket.create_connection(place, 60)
        print(ask(kept))
        silent = []
        for number in range(64):
            silent.append(socket.create_connection(place, 60))
            if number % 2: silent[-1].sendall(request[:-2])
        print(ask(socket.create_connection(place, 60)))
        print(ask(kept))
        """

    /// Holds three times as many connections as there may be that were answered once: a third says no more, a third has begun
    /// a second request and goes on with it, a third a body; then asks over a new one.
    private static let dawdlers = """
        import socket, sys, threading
        place = ("127.0.0.1", int(sys.argv[1]))
        def ask(one):
            one.sendall(b"GET /x HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n")
            return one.recv(4096).decode().split("\\r\\n")[0]
        held = []
        def drip():
            while not ended.wait(0.1):
                for one in list(held):
                    try: one.send(b"a")
                    except OSError: pass
        ended = threading.Event()
        threading.Thread(target=drip, daemon=True).start()
        for number in range(96):
            one = socket.create_connection(place, 60)
            assert ask(one) == "HTTP/1.1 200 OK"
            if number % 3 == 1: one.sendall(b"GET /x HTTP/1.1\\r\\nX: ")
            if number % 3 == 2: one.sendall(b"POST /x HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 8000\\r\\n\\r\\n")
            if number % 3: held.append(one)
        print(ask(socket.create_connection(place, 60)))
        ended.set()
        """

    @Test func `who was answered makes room for who asks, whatever it sends meanwhile`() async throws {
        var limits = WebLimits()
        limits.connections = 32
        limits.idleSeconds = 6000
        #expect(try await output(of: Self.dawdlers, limits) == "HTTP/1.1 200 OK\n")
    }

    @Test func `who never asks makes room for who does, and who has asked stays`() async throws {
        var limits = WebLimits()
        limits.connections = 32
        // Nothing but a new connection ends a silent one here.
        limits.idleSeconds = 6000
        #expect(try await output(of: Self.crowd, limits) == String(repeating: "HTTP/1.1 200 OK\n", count: 3))
    }
}
