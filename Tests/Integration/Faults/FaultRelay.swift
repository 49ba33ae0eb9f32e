import TestProcess

/// A relay of TCP connections that can be told to lose what it carries.
struct FaultRelay: Sendable {
    /// Words: `pass`, `hole` (what arrives is lost, and nobody is told), `cut` (connections are reset), `slow` (what
    /// arrives goes on 200 ms later), `lose` (of a link, packets arrive 100 ms later, and each tenth never does).
    ///
    /// A link is a network of the kernel's own between two devices, whose packets this program carries from one to the
    /// other (the kernel's documentation, "Universal TUN/TAP device driver"); its far side is in another namespace.
    private static let program = """
        import asyncio, fcntl, os, random, socket, struct, sys, threading
        port, is_linked = int(sys.argv[1]), sys.argv[2] == "link"
        mode = "pass"
        writers = set()
        carried = lost = 0
        async def copy(reader, writer):
            try:
                while data := await reader.read(65536):
                    if mode == "slow": await asyncio.sleep(0.2)
                    while mode == "hole": await asyncio.sleep(0.01)
                    writer.write(data)
                    await writer.drain()
            except OSError: pass
            writer.close()
        async def serve(reader, writer):
            while mode == "hole": await asyncio.sleep(0.01)
            try: other = await asyncio.open_connection("127.0.0.1", port)
            except OSError: writer.transport.abort(); return
            writers.update((writer, other[1]))
            await asyncio.gather(copy(reader, other[1]), copy(other[0], writer))
            writers.difference_update((writer, other[1]))
        # Addresses for tests of networks (RFC 2544).
        network = f"198.18.{random.randrange(256)}."
        def device(host):
            opened = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            name = fcntl.ioctl(opened, 0x400454CA, struct.pack("16sH22x", b"fault%d", 0x1001))[:16]
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
                for request, address in ((0x8916, network + host), (0x891C, "255.255.255.0")):
                    address = socket.inet_aton(address)
                    fcntl.ioctl(control, request, struct.pack("16sHH4s16x", name, socket.AF_INET, 0, address))
                fcntl.ioctl(control, 0x8914, struct.pack("16sH22x", name, 0x41))
            return opened
        def carry(loop, source, target):
            global carried, lost
            packet = os.read(source, 65536)
            carried += 1
            if mode != "lose": os.write(target, packet)
            elif carried % 10 == 0: lost += 1
            else: loop.call_later(0.1, os.write, target, packet)
        async def listen(loop):
            if not is_linked: return await asyncio.start_server(serve, "127.0.0.1", 0)
            near, far = device("1"), []
            def enter():
                os.unshare(os.CLONE_NEWNET)
                far.extend((device("2"), socket.create_server((network + "2", 0))))
            thread = threading.Thread(target=enter); thread.start(); thread.join()
            for ends in ((near, far[0]), (far[0], near)): loop.add_reader(ends[0], carry, loop, *ends)
            return await asyncio.start_server(serve, sock=far[1])
        async def main():
            global mode
            loop = asyncio.get_running_loop()
            server = await listen(loop)
            print(*server.sockets[0].getsockname(), flush=True)
            while word := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
                mode = word
                if word == "cut":
                    for writer in writers:
                        writer.get_extra_info("socket").setsockopt(
                            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        writer.transport.abort()
                print(lost, "lost", flush=True)
            os._exit(0)
        asyncio.run(main())
        """

    /// Its IPv4 address.
    let host: String
    /// Its TCP port there.
    let port: Int
    private let process: TestProcess

    /// A relay to a port of 127.0.0.1 that passes everything on; by a link of packets, which only root can make.
    init(to port: Int, isLinked: Bool = false) async throws {
        let process = try TestProcess(
            ["python3", "-c", Self.program, "\(port)", isLinked ? "link" : ""],
            holdsInput: true
        )
        try await eventually("the relay listens") { process.outputSoFar.hasSuffix("\n") }
        let place = process.outputSoFar.dropLast().split(separator: " ")
        host = String(place[0])
        self.port = Int(place[1]) ?? 0
        self.process = process
    }

    /// Tells it what to do from now on.
    ///
    /// - Returns: how many packets it has lost.
    @discardableResult
    func tell(_ word: String) async throws -> String {
        let told = process.outputSoFar.count
        process.write("\(word)\n")
        try await eventually("the relay does \(word)") { process.outputSoFar.dropFirst(told).hasSuffix("\n") }
        return String(process.outputSoFar.dropFirst(told).dropLast())
    }

    /// Ends it.
    func stop() async {
        process.closeInput()
        _ = await process.wait()
    }
}
