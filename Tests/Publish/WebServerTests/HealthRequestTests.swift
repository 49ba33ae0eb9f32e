import Testing

@testable import WebServer

@Suite struct HealthRequestTests {
    private static func isAnswered(_ address: String, overTLS: Bool = false) throws -> Bool {
        try HealthRequest.isAnswered(at: ListenAddress(address), overTLS: overTLS, within: .seconds(20))
    }

    @Test(arguments: [(200, true), (401, true), (503, false)])
    func `a server that answers is healthy unless the answer is its own fault`(_ status: Int, _ isHealthy: Bool)
        async
        throws
    {
        let server = WebServer(limits: WebLimits()) { request in
            .text("", status: request.path == "/-/healthy" ? status : 500)
        }
        let port = try server.start([ListenAddress("127.0.0.1:0")])[0]
        #expect(try Self.isAnswered("127.0.0.1:\(port)") == isHealthy)
        // Over TLS the question is none that could be answered: that there is an answer is all.
        #expect(try Self.isAnswered("127.0.0.1:\(port)", overTLS: true))
        await server.stop(draining: .seconds(1))
        #expect(try !Self.isAnswered("127.0.0.1:\(port)"))
        #expect(try !Self.isAnswered("127.0.0.1:\(port)", overTLS: true))
    }

    @Test func `a server on every address is found on this machine`() async throws {
        let server = WebServer(limits: WebLimits()) { _ in .text("") }
        let port = try server.start([ListenAddress(":0")])[0]
        #expect(try Self.isAnswered(":\(port)"))
        await server.stop(draining: .seconds(1))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n", true), ("HTTP/1.0 204 No Content\r\n", true), ("HTTP/1.1 429 Too Many Requests", true),
        ("HTTP/1.1 500 Internal Server Error\r\n", false), ("HTTP/2 200\r\n", false),
        ("SSH-2.0-OpenSSH_9.2\r\n", false),
        ("HTTP/1.1 ", false), ("", false),
    ]) func `an answer is judged by its status`(_ text: String, _ isGood: Bool) {
        #expect(HealthRequest.isGood(Array(text.utf8)) == isGood)
    }
}
