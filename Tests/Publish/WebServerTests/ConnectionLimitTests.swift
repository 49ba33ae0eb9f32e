import TestProcess
import Testing

@testable import WebServer

@Suite(.enabled(if: TestProcess.isInstalled("python3"), "python3 is not installed")) struct ConnectionLimitTests {
    /// Holds as many silent connections as there may be, then asks over one more: before one of them goes, and after.
    private static let client = """
        import select, socket, sys
        place = ("127.0.0.1", int(sys.argv[1]))
        held = []
        for _ in range(4):
            one = socket.create_connection(place, 20)
            one.sendall(b"GET /held HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n"); one.recv(4096)
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
        let server = WebServer(limits: limits) { _ in .text("yes\n") }
        let port = try server.start([ListenAddress("127.0.0.1:0")])[0]
        let result = try await TestProcess.run(["python3", "-c", Self.client, "\(port)"])
        #expect(result.output == "waits\nHTTP/1.1 200 OK\n", "\(result.error)")
        await server.stop(draining: .seconds(1))
    }
}
