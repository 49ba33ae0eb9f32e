import Diagnosis
import ExporterConfiguration
import Glibc
import TargetInspection

/// The file that keeps one target's baselines.
struct BaselineFile: Sendable {
    /// A call of the system that failed.
    struct Failure: Error {
        /// The path and the system's words.
        var text: String

        fileprivate init(_ path: String) { text = "\(path): \(String(cString: strerror(errno)))" }
    }

    /// Where it is.
    let path: String
    private let directory: String
    private let target: String

    /// A larger file is no baseline.
    private static let limit = 256 << 20

    /// The file of a target.
    init(directory: String, target: String) {
        self.directory = directory
        self.target = target
        path = "\(directory)/\(Self.name(of: target))"
    }

    /// The file's name for a target: what no file name holds is written as `%` and two digits, and a name too long for
    /// a file ends in a digest.
    static func name(of target: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in target.utf8 {
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            if isPlain || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") {
                text.append(Character(Unicode.Scalar(byte)))
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        if text.utf8.count > 180 { text = "\(text.prefix(140))-\(SHA256.hexadecimal(Array(target.utf8)).prefix(32))" }
        return "baseline-\(text).json"
    }

    /// What tells one state of the file from another; nil where there is none.
    var stamp: FileStamp? { FileSystem().stamp(of: path) }

    /// The baselines that it holds; nil where no file can be seen.
    ///
    /// - Throws: `BaselineDocument.Fault` where it holds something else, `Failure` where it can't be read.
    func read() throws -> [String: SchemaBaseline]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let failure = Failure(path)
            // Where the folder itself can't be entered there is nothing to lose by going on without it.
            guard stamp != nil else { return nil }
            throw failure
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw Failure(path) }
            if count == 0 { break }
            bytes += buffer[..<count]
            guard bytes.count <= Self.limit else { throw BaselineDocument.Fault.damaged }
        }
        return try BaselineDocument(bytes).baselines()
    }

    /// Replaces the file in one step: whoever reads it sees the old one or the new one, also after a crash.
    ///
    /// - Throws: `Failure`.
    func write(_ baselines: [String: SchemaBaseline]) throws {
        let bytes = try BaselineDocument(baselines, target: target).bytes()
        let draft = "\(path).\(getpid()).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(draft) }
        do {
            defer { close(descriptor) }
            try Self.fill(descriptor, bytes, draft)
            giveToOwner(descriptor)
            guard fsync(descriptor) == 0 else { throw Failure(draft) }
            guard rename(draft, path) == 0 else { throw Failure(path) }
        } catch {
            unlink(draft)
            throw error
        }
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func fill(_ descriptor: Int32, _ bytes: [UInt8], _ path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(path) }
            rest = rest.dropFirst(count)
        }
    }

    /// What root writes in the folder of the exporter's user is that user's.
    private func giveToOwner(_ descriptor: Int32) {
        var status = stat()
        guard geteuid() == 0, stat(directory, &status) == 0 else { return }
        _ = fchown(descriptor, status.st_uid, status.st_gid)
    }

    /// Moves a file that can't be used out of the way.
    ///
    /// - Returns: its new path; nil where it stays.
    func setAside() -> String? {
        let aside = "\(path).damaged"
        return rename(path, aside) == 0 ? aside : nil
    }
}
