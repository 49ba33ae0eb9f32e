import PostgresServer
import TestProcess
import Testing

/// Each row of the table of clients' faults, done to a running exporter.
@Suite(
    .serialized,
    .enabled(
        if: ["curl", "python3", "prlimit"].allSatisfy(TestProcess.isInstalled),
        "one of curl, python3, prlimit is not installed"
    )
) struct ClientFaultTests {
    /// Does it and prints the status codes of each answer until the server closes; or does it side by side, says so, and
    /// when the input has ended waits until the server has closed one of the first.
    private static let client = """
        import re, select, socket, sys
        port, clients, ends, sent = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "ends", eval(sys.argv[4])
        held = []
        for _ in range(clients):
            one = socket.socket()
            one.settimeout(120)
            if clients > 1: one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
            held.append(one)
        for one in held:
            try:
                one.sendall(sent)
                if ends: one.shutdown(socket.SHUT_WR)
            # Not yet let in, or no more.
            except OSError: pass
        if clients > 1:
            print("held", flush=True)
            sys.stdin.read()
            first = select.poll()
            for one in held[:200]: first.register(one, select.POLLIN)
            first.poll()
            sys.exit()
        answer = b""
        try:
            while part := held[0].recv(65536): answer += part
        except ConnectionError: pass
        print(*(code.decode() for code in re.findall(rb"^HTTP/1.1 (\\d+) ", answer, re.M)))
        """

    @Test(arguments: ClientFault.all)
    func `a client gets what the table says, and all others are served meanwhile`(_ fault: ClientFault) async throws {
        let daemon = try await DaemonTests.Daemon("postgresql://u:canary@127.0.0.1:\(PostgresServer.freePort())/d")
        let client = try TestProcess(
            [
                "prlimit", "--nofile=\(fault.clients + 100)", "python3", "-c", Self.client, "\(daemon.port)",
                "\(fault.clients)", fault.ends ? "ends" : "", fault.sent,
            ],
            holdsInput: true
        )
        let isCrowd = fault.clients > 1
        if isCrowd { try await eventually("they wait") { client.outputSoFar == "held\n" } }
        // Whoever is new is served while they wait, and so is who asks again.
        for _ in 0..<3 { #expect(try await daemon.status("/metrics") == "200") }
        client.closeInput()
        let end = await client.wait()
        let answers = fault.answers.map { "\($0)" }.joined(separator: " ") + "\n"
        #expect(end.output == (isCrowd ? "held\n" : answers) && end.status == 0, "\(end.output)\(end.error)")
        #expect(try await daemon.status("/metrics") == "200")
        #expect(await daemon.stop().status == 0)
    }
}
