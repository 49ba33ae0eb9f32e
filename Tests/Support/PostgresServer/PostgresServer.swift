import Glibc
import Synchronization
package import TestProcess

/// A throw-away PostgreSQL of a test.
package actor PostgresServer {
    /// The installed major versions, newest last.
    package static let versions: [Int] = {
        (13...20).filter { access("/usr/lib/postgresql/\($0)/bin/postgres", X_OK) == 0 }
    }()

    /// The oldest and the newest installed version, for suites that take long on each.
    package static let outermost = Array(Set([versions.first, versions.last].compactMap(\.self))).sorted()

    /// The newest installed version; 0 where there is none.
    package static var newest: Int { versions.last ?? 0 }

    /// The major version.
    package nonisolated let version: Int
    /// The TCP port on 127.0.0.1.
    package nonisolated let port: Int
    /// The folder of its unix socket, data and log.
    package nonisolated let folder: TemporaryFolder

    private var place: ServerPlace?
    private var process: TestProcess?
    /// Whether the data is on a disk of its own.
    private var hasDisk = false

    /// Makes a cluster and starts it, once few enough others live.
    ///
    /// - Parameters:
    ///   - version: the major version.
    ///   - settings: lines of postgresql.conf.
    ///   - access: lines of pg_hba.conf; everybody is trusted without them.
    /// - Throws: `TestProcess.Failure`.
    package init(version: Int = PostgresServer.newest, settings: [String] = [], access: [String] = []) async throws {
        self.version = version
        place = await ServerPlace.take()
        folder = try TemporaryFolder()
        port = Self.freePort()
        if getuid() == 0 { _ = try await TestProcess.run(["chown", "postgres", folder.path]) }
        try await run([
            "initdb", "-D", "\(folder.path)/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C",
        ])
        let lines =
            [
                "listen_addresses = '127.0.0.1'", "port = \(port)", "unix_socket_directories = '\(folder.path)'",
                "fsync = off", "log_line_prefix = '%a|%p|'", "lc_messages = 'C'",
            ] + settings
        try append(lines, to: "postgresql.conf")
        if !access.isEmpty { try replaceAccess(access) }
        try await start()
    }

    private init(standbyOf primary: PostgresServer) async throws {
        version = primary.version
        folder = try TemporaryFolder()
        port = Self.freePort()
        if getuid() == 0 { _ = try await TestProcess.run(["chown", "postgres", folder.path]) }
        try await run([
            "pg_basebackup", "-D", "\(folder.path)/data", "-R", "-h", primary.folder.path, "-p", "\(primary.port)",
            "-U",
            "postgres", "-c", "fast",
        ])
        try append(["port = \(port)", "unix_socket_directories = '\(folder.path)'"], to: "postgresql.conf")
        try await start()
    }

    /// A hot standby of this server.
    package func standby() async throws -> PostgresServer { try await PostgresServer(standbyOf: self) }

    /// Starts the server and waits until it answers.
    ///
    /// The server dies with the test: a shell waits for the end of its input and stops it then.
    ///
    /// - Parameters:
    ///   - refusing: whether it is to answer that it takes no connections yet.
    ///   - hoursAhead: how many hours its clock is to be ahead of the machine's; needs `canFakeClock`.
    /// - Throws: `TestProcess.Failure` where it does not.
    package func start(refusing: Bool = false, hoursAhead: Int = 0) async throws {
        let offset = "\(hoursAhead < 0 ? "" : "+")\(hoursAhead)h"
        let clock = hoursAhead == 0 ? "" : "env LD_PRELOAD=\(Self.fakedClock) FAKETIME=\(offset) "
        let server = "\(clock)\(binaries)/postgres"
        let user = getuid() == 0 ? "setpriv --reuid postgres --regid postgres --init-groups " : ""
        process = try TestProcess(
            [
                "sh", "-c",
                "\(user)\(server) -D \(folder.path)/data >>\(folder.path)/log 2>&1 </dev/null & pid=$!; read -r word; "
                    + "kill -s \"${word:-QUIT}\" $pid; wait $pid",
            ],
            holdsInput: true
        )
        // pg_isready's exit status: 0 accepting, 1 rejecting (PostgreSQL documentation, "pg_isready").
        try await eventually("PostgreSQL \(version) \(refusing ? "answers" : "accepts connections")") {
            try await TestProcess
                .run(["\(self.binaries)/pg_isready", "-q", "-h", self.folder.path, "-p", "\(self.port)"]).status
                == (refusing ? 1 : 0)
        }
    }

    /// The library that makes a program see another time.
    private static let fakedClock = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"

    /// Whether a server's clock can be another than the machine's.
    package static var canFakeClock: Bool { access(fakedClock, R_OK) == 0 }

    /// Stops the server.
    ///
    /// - Parameter signal: `INT` for a fast stop, `QUIT` for an immediate one, `KILL`.
    package func stop(_ signal: String = "INT") async {
        guard let process else { return }
        process.write("\(signal)\n")
        process.closeInput()
        _ = await process.wait()
        self.process = nil
    }

    /// Moves the data to a disk of its own in memory, which only root can make.
    ///
    /// - Parameter megabytes: the disk's size.
    /// - Throws: `TestProcess.Failure`.
    package func moveData(toDiskOf megabytes: Int) async throws {
        await stop()
        let options = "size=\(megabytes)m,mode=700,uid=$(id -u postgres),gid=$(id -g postgres)"
        let result = try await TestProcess.run([
            "sh", "-ec",
            """
            cd \(folder.path); mv data moved; mkdir data; mount -t tmpfs -o \(options) tmpfs data
            cp -a --sparse=never moved/. data; rm -r moved
            """,
        ])
        guard result.status == 0 else { throw TestProcess.Failure(description: result.error) }
        hasDisk = true
        try await start()
    }

    /// Stops the server and removes all of it.
    package func remove() async {
        await stop("QUIT")
        if hasDisk { _ = try? await TestProcess.run(["umount", "\(folder.path)/data"]) }
        await folder.remove()
        place = nil
    }

    /// Runs SQL through psql and returns what it printed, without alignment.
    ///
    /// - Throws: `TestProcess.Failure` with psql's words.
    @discardableResult
    package func execute(_ statements: String..., database: String = "postgres") async throws -> String {
        let result = try await TestProcess.run(psql(statements, database: database))
        guard result.status == 0 else { throw TestProcess.Failure(description: result.error) }
        return result.output.hasSuffix("\n") ? String(result.output.dropLast()) : result.output
    }

    /// The command line of a psql that sends each text as one message.
    package nonisolated func psql(_ statements: [String], database: String) -> [String] {
        [
            "\(binaries)/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", folder.path, "-p", "\(port)",
            "-U", "postgres", "-d", database,
        ]
            + statements.flatMap { ["-c", $0] }
    }

    /// A database URL over TCP.
    package nonisolated func url(
        _ database: String,
        user: String = "postgres",
        password: String = "",
        parameters: String = ""
    ) -> String {
        let credentials = password.isEmpty ? user : "\(user):\(password)"
        return "postgresql://\(credentials)@127.0.0.1:\(port)/\(database)\(parameters.isEmpty ? "" : "?\(parameters)")"
    }

    /// What the server has logged.
    package nonisolated var log: String { TestProcess.text(of: "\(folder.path)/log") }

    /// Makes these lines all of pg_hba.conf.
    package func replaceAccess(_ lines: [String]) throws {
        try folder.write(lines.joined(separator: "\n") + "\n", to: "data/pg_hba.conf")
    }

    private nonisolated var binaries: String { "/usr/lib/postgresql/\(version)/bin" }

    private nonisolated func append(_ lines: [String], to name: String) throws {
        let path = "data/\(name)"
        try folder.write(
            TestProcess.text(of: "\(folder.path)/\(path)") + lines.joined(separator: "\n") + "\n",
            to: path
        )
    }

    private nonisolated func run(_ arguments: [String]) async throws {
        let command = ["\(binaries)/\(arguments[0])"] + arguments.dropFirst()
        let result = try await TestProcess.run(getuid() == 0 ? ["runuser", "-u", "postgres", "--"] + command : command)
        guard result.status == 0 else { throw TestProcess.Failure(description: result.error) }
    }

    /// A TCP port of 127.0.0.1 that nobody uses: none is given twice, and none is one that the system takes for the near
    /// end of a connection.
    package static func freePort() -> Int {
        while true {
            let port = 10_000 + Int(ports.add(1, ordering: .relaxed).newValue % 20_000)
            if isFree(port) { return port }
        }
    }

    private static let ports = Atomic<UInt>(.random(in: 0..<20_000))

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
