import TestProcess

/// A relay of TCP connections that can be told to lose what it carries.
struct FaultRelay: Sendable {
    /// Words: `pass`, `hole` (what arrives is lost, and nobody is told), `cut` (connections are reset), `slow` (what
    /// arrives goes on 200 ms later).
    private static let program = """
        import asyncio, socket, struct, sys
        mode = "pass"
        writers = set()
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
            try: other = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
            except OSError: writer.transport.abort(); return
            writers.update((writer, other[1]))
            await asyncio.gather(copy(reader, other[1]), copy(other[0], writer))
            writers.difference_update((writer, other[1]))
        async def main():
            global mode
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1], flush=True)
            loop = asyncio.get_running_loop()
            while word := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
                mode = word
                if word == "cut":
                    for writer in writers:
                        writer.get_extra_info("socket").setsockopt(
                            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        writer.transport.abort()
                print(word, flush=True)
            import os; os._exit(0)
        asyncio.run(main())
        """

    /// Its TCP port on 127.0.0.1.
    let port: Int
    private let process: TestProcess

    /// A relay to a port of 127.0.0.1 that passes everything on.
    init(to port: Int) async throws {
        let process = try TestProcess(["python3", "-c", Self.program, "\(port)"], holdsInput: true)
        try await eventually("the relay listens") { process.outputSoFar.hasSuffix("\n") }
        self.port = Int(process.outputSoFar.dropLast()) ?? 0
        self.process = process
    }

    /// Tells it what to do from now on.
    func tell(_ word: String) async throws {
        let told = process.outputSoFar.count
        process.write("\(word)\n")
        try await eventually("the relay does \(word)") { process.outputSoFar.count > told }
    }

    /// Ends it.
    func stop() async {
        process.closeInput()
        _ = await process.wait()
    }
}
