import ExporterConfiguration
import MetricsExposition
import MigrationHistory
import PostgresClient
import TargetReport
import WebServer

@testable import ExporterDaemon
@testable import TargetInspection

/// A disk with those files, and no folder.
private struct Files: FileReading {
    var texts: [String: String]

    func isFile(_ path: String) -> Bool { texts[path] != nil }
    func isDirectory(_ path: String) -> Bool { false }
    func entries(of path: String) -> [String] { [] }
    func text(of path: String) throws(FileFailure) -> String {
        guard let text = texts[path] else { throw FileFailure(path: path, reason: "No such file or directory") }
        return text
    }
}

func fuzzConfiguration(_ text: String) {
    let files = Files(texts: ["/c.yml": text, "/url": "postgresql://u:p@h/d"])
    let settings = try? ExporterSettings(
        Invocation(arguments: ["serve", "--config.file=/c.yml"]),
        environment: ["DATABASE_URL": "postgresql://u:p@h/d"],
        workingDirectory: "/",
        files: files
    )
    guard let settings else { return }
    precondition(!settings.yaml.isEmpty)
}

func fuzzWebConfiguration(_ text: String) {
    _ = try? WebConfiguration(path: "/w.yml", files: Files(texts: ["/w.yml": text, "/cert": "c", "/key": "k"]))
}

func fuzzURL(_ text: String) {
    do {
        let url = try DatabaseURL(text)
        _ = "\(url) \(url.database)"
        precondition(url.replacing(database: "other").database == "other")
    } catch {
        precondition(!error.description.isEmpty)
    }
}

/// The first line is `Accept`, the second `Accept-Encoding`.
func fuzzAccept(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    _ = ExpositionFormat.negotiate(accept: lines.first)
    _ = ContentCoding.negotiate(acceptEncoding: lines.dropFirst().first)
}

func fuzzDotEnv(_ text: String) {
    let environment = ["HOME": "/root", "LOOP": "${LOOP}"]
    _ = DotEnv.value(of: "DATABASE_URL", in: text, environment: environment)
}

/// What can be read is written again, and is the same when it is read once more.
func fuzzBaseline(_ bytes: [UInt8]) {
    guard let baselines = try? BaselineDocument(bytes).baselines() else { return }
    guard let again = try? BaselineDocument(BaselineDocument(baselines, target: "t").bytes()).baselines() else {
        preconditionFailure("what was written can't be read")
    }
    precondition(again == baselines)
}

func fuzzArchive(_ bytes: [UInt8], _ name: String) {
    var limits = ArchiveLimits()
    limits.unpacked = 1 << 20
    limits.kept = 1 << 18
    limits.entries = 1000
    guard let archive = try? ArchivedTree(unpacking: bytes, name: name, limits: limits) else { return }
    let trees = [archive, try? archive.migrationsFolder()].compactMap(\.self)
    for tree in trees {
        for entry in (try? tree.entries(of: "")) ?? [] {
            let path = "\(entry.name)/migration.sql"
            guard tree.version(of: path) != nil, let script = try? tree.bytes(of: path, limit: 1 << 18) else {
                continue
            }
            _ = ScriptChecksums(script: script)
        }
    }
}

private let latest = LatestReports([TargetReport(name: "shop"), TargetReport(name: "ö\"\\")])
private let routes: Routes = {
    let facts = ReloadableFacts(.current(startSeconds: 1))
    return Routes(
        Routes.Sources(
            latest: latest,
            pages: MetricsPages(latest: latest, facts: facts, startSeconds: 1),
            telemetryPath: "/metrics",
            configuration: { "poll: {}\n" },
            reload: { nil },
            isTLS: { true },
            pollInterval: { .seconds(15) }
        )
    )
}()

/// A line each: method, path, host, the two headers; then names and values of the query.
func fuzzRoutes(_ input: Input) {
    var input = input
    var request = HTTPRequest(method: input.line(), path: input.line())
    request.host = input.line()
    request.accept = input.line()
    request.acceptEncoding = input.line()
    for _ in 0..<8 where !input.isEmpty { request.query[input.line()] = input.line() }
    let response = routes.answer(request)
    precondition((200..<600).contains(response.status))
    for header in response.headers {
        precondition(!header.value.utf8.contains { $0 < 0x20 }, "a header of more than one line")
    }
}
