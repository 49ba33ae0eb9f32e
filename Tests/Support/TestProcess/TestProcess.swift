import Dispatch
import Glibc

/// A program run by a test.
package struct TestProcess: Sendable {
    /// How a program ended.
    package struct Result: Sendable {
        /// Its exit status; 128 plus the signal where one ended it.
        package var status: Int32
        /// What it wrote to standard output.
        package var output: String
        /// What it wrote to standard error.
        package var error: String
    }

    /// A program that could not be started.
    package struct Failure: Error, CustomStringConvertible {
        /// Which one, and why.
        package var description: String

        /// A failure said in these words.
        package init(description: String) { self.description = description }
    }

    /// The program's process id.
    package let pid: Int32
    /// The writing end of its standard input; -1 where it reads nothing.
    private let input: Int32
    private let folder: String

    /// Starts a program, found on the PATH.
    ///
    /// - Parameters:
    ///   - arguments: the program and its arguments.
    ///   - environment: variables set on top of the test's own; an empty value unsets.
    ///   - holdsInput: whether standard input stays open until `closeInput`; otherwise it is empty.
    /// - Throws: `Failure`.
    package init(_ arguments: [String], environment: [String: String] = [:], holdsInput: Bool = false) throws {
        var template = Array("/tmp/prisma-migrate-exporter-test.XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Failure(description: "no temporary folder") }
        folder = String(cString: made)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var ends: [Int32] = [-1, -1]
        if holdsInput {
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
            guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Failure(description: "no socket pair") }
            posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, "\(folder)/output", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "\(folder)/error", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var variables = Self.environment
        variables.merge(environment) { $1 }
        var words = arguments.map { strdup($0) } + [nil]
        var settings = variables.filter { !$0.value.isEmpty }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        // The threads of a test block signals that a shell needs to wait for its children.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        // A web server under test ignores a signal that ends the commands of a pipeline.
        var usual = sigset_t()
        sigemptyset(&usual)
        sigaddset(&usual, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var child: pid_t = 0
        let failure = posix_spawnp(&child, arguments[0], &actions, &attributes, &words, &settings)
        if ends[0] >= 0 { close(ends[0]) }
        guard failure == 0 else { throw Failure(description: "\(arguments[0]): \(String(cString: strerror(failure)))") }
        pid = child
        input = ends[1]
    }

    /// What the program has written to standard error so far.
    package var errorSoFar: String { Self.text(of: "\(folder)/error") }

    /// What the program has written to standard output so far.
    package var outputSoFar: String { Self.text(of: "\(folder)/output") }

    /// Writes to the program's standard input.
    package func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(input, bytes, bytes.count)
    }

    /// Ends the program's standard input.
    package func closeInput() { if input >= 0 { close(input) } }

    /// Sends a signal.
    package func signal(_ number: Int32) { kill(pid, number) }

    /// Waits for the program's end without holding up other tests.
    package func wait() async -> Result {
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 { await pause() }
        let result = Result(
            status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
            output: outputSoFar,
            error: errorSoFar
        )
        for name in ["output", "error"] { unlink("\(folder)/\(name)") }
        rmdir(folder)
        return result
    }

    /// Runs a program to its end.
    package static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Result {
        try await TestProcess(arguments, environment: environment).wait()
    }

    /// Whether a program is on the PATH.
    package static func isInstalled(_ name: String) -> Bool {
        (environment["PATH"] ?? "").split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }

    /// The test's own environment.
    package static let environment: [String: String] = {
        var result: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { result[String(pair[0])] = String(pair[1]) }
            entry += 1
        }
        return result
    }()

    /// The whole text of a file; empty where there is none.
    package static func text(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    /// Writes a file; false where it can't be written.
    @discardableResult
    package static func write(_ text: String, to path: String) -> Bool {
        guard let file = fopen(path, "w") else { return false }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        return fwrite(bytes, 1, bytes.count, file) == bytes.count
    }

    /// The names of what a folder holds, in no order; none where it can't be listed.
    package static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { field in
                    field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
            )
        }
        return names
    }
}

/// Waits until a condition holds, looking again every few milliseconds.
///
/// - Parameters:
///   - what: the condition in words, for the failure.
///   - condition: the condition.
/// - Throws: `TestProcess.Failure` when it does not hold after a minute: the test hangs otherwise.
package func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    for _ in 0..<6000 {
        if try await condition() { return }
        await pause()
    }
    throw TestProcess.Failure(description: "never happened: \(what)")
}

private func pause() async {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(10)) { continuation.resume() }
    }
}

/// A folder of a test's own.
package struct TemporaryFolder: Sendable {
    /// Where it is.
    package let path: String

    /// A new, empty folder that others may enter.
    package init() throws {
        var template = Array("/tmp/prisma-migrate-exporter-test.XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw TestProcess.Failure(description: "no temporary folder") }
        path = String(cString: made)
        chmod(path, 0o755)
    }

    /// Writes a file, with the folders above it.
    package func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    /// Writes a file, with the folders above it.
    package func write(_ bytes: [UInt8], to name: String) throws {
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/\(part)"
            mkdir(folder, 0o755)
        }
        guard let file = fopen("\(path)/\(name)", "w") else {
            throw TestProcess.Failure(description: "\(path)/\(name) can't be written")
        }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    /// Removes the folder with all that is in it.
    package func remove() async { _ = try? await TestProcess.run(["rm", "-rf", path]) }
}
