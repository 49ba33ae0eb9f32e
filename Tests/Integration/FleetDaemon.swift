import NotifySocket
import PostgresServer
import TestProcess
import Testing

/// The real binary with a configuration file.
final class FleetDaemon: Sendable {
    /// Where the configuration and whatever a test puts beside it are.
    let folder: TemporaryFolder
    let process: TestProcess
    let port: Int
    private let socket: NotifySocket
    /// What curl needs besides the URL, such as a user or an authority.
    private let client: [String]
    private let scheme: String

    /// Starts a daemon.
    ///
    /// - Parameters:
    ///   - configuration: the text of the configuration file.
    ///   - arguments: flags besides.
    ///   - files: files beside the configuration, by name.
    ///   - client: what curl needs besides the URL.
    ///   - scheme: `http` or `https`.
    /// - Throws: `TestProcess.Failure` where it does not come up.
    init(
        _ configuration: String,
        _ arguments: [String] = [],
        files: [String: String] = [:],
        client: [String] = [],
        scheme: String = "http"
    ) async throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        port = PostgresServer.freePort()
        socket = try NotifySocket(in: folder)
        self.client = client
        self.scheme = scheme
        try folder.write(configuration, to: "exporter.yml")
        for (name, text) in files { try folder.write(text, to: name) }
        process = try TestProcess(
            [
                Self.binary, "serve", "--config.file=\(folder.path)/exporter.yml",
                "--web.listen-address=127.0.0.1:\(port)",
            ] + arguments.map { $0.replacing("FOLDER", with: folder.path) },
            environment: ["NOTIFY_SOCKET": socket.path]
        )
        try await eventually("the daemon serves") { try await self.get("/-/healthy") == "Healthy.\n" }
    }

    /// The built program.
    static let binary =
        "/" + CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
        + "/prisma-migrate-exporter"

    func get(_ path: String, _ arguments: String...) async throws -> String {
        try await TestProcess.run(
            ["curl", "-s", "--max-time", "5"] + client + arguments + ["\(scheme)://127.0.0.1:\(port)\(path)"]
        )
        .output
    }

    /// The status code of an answer.
    func status(_ path: String, _ arguments: String...) async throws -> String {
        try await TestProcess.run(
            ["curl", "-s", "--max-time", "20", "-o", "/dev/null", "-w", "%{http_code}"] + client + arguments
                + ["\(scheme)://127.0.0.1:\(port)\(path)"]
        )
        .output
    }

    /// Waits for a line of the metrics page.
    func shows(_ line: String) async throws {
        try await eventually(line) { try await self.get("/metrics").contains(line + "\n") }
    }

    /// Waits until no line of the metrics page holds the text.
    func hides(_ text: String) async throws {
        try await eventually("no \(text)") {
            let page = try await self.get("/metrics")
            return !page.isEmpty && !page.contains(text)
        }
    }

    /// The value of a series.
    func value(_ series: String) async throws -> Double? {
        try await get("/metrics").split(separator: "\n").first { $0.hasPrefix(series + " ") }
            .flatMap { Double($0.dropFirst(series.count + 1)) }
    }

    func messages() -> [String] { socket.messages() }

    @discardableResult
    func stop() async -> TestProcess.Result {
        process.signal(15)
        let result = await process.wait()
        await folder.remove()
        return result
    }
}
