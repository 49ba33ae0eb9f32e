import PostgresClient
import Testing

@testable import ExporterConfiguration

/// Files that are there in a test.
struct Files: FileReading {
    var texts: [String: String] = [:]

    func isFile(_ path: String) -> Bool { texts[path] != nil }
    func isDirectory(_ path: String) -> Bool { texts.keys.contains { $0.hasPrefix(path + "/") } }
    func entries(of path: String) -> [String] {
        texts.keys.filter { $0.hasPrefix(path + "/") }.map { String($0.dropFirst(path.count + 1).prefix { $0 != "/" }) }
    }
    func text(of path: String) throws(FileFailure) -> String {
        guard let text = texts[path] else { throw FileFailure(path: path, reason: "No such file or directory") }
        return text
    }
}

@Suite struct SettingsTests {
    private static let url = "postgresql://u:canary@db:5433/shop?schema=app&connection_limit=5"

    private func settings(
        _ arguments: [String] = [],
        environment: [String: String] = ["DATABASE_URL": url],
        files: Files = Files()
    ) throws -> ExporterSettings {
        try ExporterSettings(
            Invocation(arguments: arguments),
            environment: environment,
            workingDirectory: "/w",
            files: files
        )
    }

    @Test func `a URL alone is enough`() throws {
        let settings = try settings()
        #expect(settings.targets.map(\.name) == ["shop"])
        #expect(settings.targets[0].schema == "app")
        #expect(settings.targets[0].migrations == nil)
        #expect(settings.poll.interval == .seconds(15) && settings.poll.timeout == .seconds(10))
        #expect(settings.poll.staleAfter == .seconds(75) && settings.web.listenAddresses == [":10727"])
    }

    @Test func `health is asked for without a URL, where the daemon listens`() throws {
        let settings = try settings(["health", "--web.listen-address=:1"], environment: [:])
        #expect(settings.targets.isEmpty && settings.web.listenAddresses == [":1"])
        #expect(throws: (any Error).self) { try self.settings(["serve"], environment: [:]) }
    }

    @Test func `intervals follow one another`() throws {
        let settings = try settings([
            "serve", "--poll.interval=6s", "--web.listen-address=:1", "--web.listen-address", "[::1]:2",
        ])
        #expect(settings.poll.timeout == .seconds(4) && settings.poll.staleAfter == .seconds(30))
        #expect(settings.web.listenAddresses == [":1", "[::1]:2"])
    }

    @Test func `the URL's places are tried in the order that the help gives`() throws {
        let files = Files(texts: [
            "/f": "postgresql://a/flag", "/c/database-url": "postgresql://a/credential\n",
            "/w/prisma/schema.prisma": "",
            "/w/.env": "DATABASE_URL=postgresql://a/dotenv",
        ])
        let all = ["DATABASE_URL": "postgresql://a/environment", "CREDENTIALS_DIRECTORY": "/c"]
        #expect(try settings(["--database-url-file=/f"], environment: all, files: files).targets[0].name == "flag")
        #expect(try settings(environment: all, files: files).targets[0].name == "credential")
        #expect(
            try settings(environment: ["DATABASE_URL": "postgresql://a/environment"], files: files).targets[0].name
                == "environment"
        )
        #expect(try settings(environment: [:], files: files).targets[0].name == "dotenv")
    }

    @Test func `a project gives schema and migrations`() throws {
        let files = Files(texts: [
            "/p/prisma/schema.prisma": "", "/p/prisma/migrations/1_a/migration.sql": "",
            "/p/.env": "DATABASE_URL=\"postgresql://a/b\"",
        ])
        let target = try settings(["diagnose", "--project", "/p"], environment: [:], files: files).targets[0]
        #expect(target.migrations == "/p/prisma/migrations" && target.prismaSchema == "/p/prisma/schema.prisma")
    }

    @Test func `a schema in a folder has its migrations beside or within`() {
        let within = PrismaProject(
            folder: "/p/",
            files: Files(texts: ["/p/prisma/schema/a.prisma": "", "/p/prisma/schema/migrations/1/migration.sql": ""])
        )
        #expect(within?.schema == "/p/prisma/schema" && within?.migrations == "/p/prisma/schema/migrations")
        let root = PrismaProject(
            folder: "/p",
            files: Files(texts: ["/p/schema.prisma": "", "/p/migrations/1/migration.sql": ""])
        )
        #expect(root?.schema == "/p/schema.prisma" && root?.migrations == "/p/migrations")
        #expect(PrismaProject(folder: "/p", files: Files(texts: ["/p/readme": ""])) == nil)
    }

    @Test(arguments: [
        (["--poll.interval=5"], "--poll.interval: \"5\" is not a duration such as 15s or 1m30s"),
        (["--poll.interval=1ms"], "--poll.interval: \"1ms\" is not at least 100ms"),
        (["--poll.timeout=20s"], "--poll.timeout: 20s is not below the interval of 15s"),
        (["--web.telemetry-path=metrics"], "--web.telemetry-path: \"metrics\" is not a path such as /metrics"),
        (["--web.max-connections=0"], "--web.max-connections: \"0\" is not a number from 1 to 65536"),
        (["--log.level=loud"], "--log.level: \"loud\" is not one of debug, info, warn, error"),
        (["--migrations=/nowhere"], "--migrations: /nowhere is neither a directory nor a .tar, .tar.gz, .tgz, .zip"),
        (["--project=/nowhere"], "--project: /nowhere holds neither a prisma/ folder nor a schema.prisma"),
        (["--database-url-file=/nowhere"], "database URL: /nowhere: No such file or directory"),
        (
            ["--databse-url-file=/x"],
            "unknown flag --databse-url-file; did you mean --database-url-file?; --help lists them"
        ),
        (["--format=json"], "--format is no flag of serve; serve --help lists those"),
        (["--poll.interval"], "--poll.interval needs a value: --poll.interval=DURATION"),
        (["--poll.interval=1s", "--poll.interval=2s"], "--poll.interval is given twice"),
        (["--help=yes"], "--help takes no value"),
        (
            ["diagnos"],
            "unknown command \"diagnos\"; did you mean diagnose?; commands: serve, diagnose, check-config, health"
        ),
        (["serve", "extra"], "unexpected \"extra\"; flags begin with --"),
    ]) func `a mistake is said with what would be right`(_ arguments: [String], _ message: String) {
        #expect(throws: UsageError(message)) { try settings(arguments) }
    }

    @Test(
        arguments: [
            "serve", "--database-url-file", "--project", "--migrations", "--schema", "--config.file",
            "--state.directory",
            "--log.level", "--poll.interval", "--target.name", "--web.listen-address", "--no-flag",
        ],
        ["postgresql://reader:canary@h/d", "host=h PASSWORD=canary", "canary://x"]
    ) func `a URL that stands anywhere on the command line is not repeated`(_ word: String, _ url: String) {
        let error = #expect(throws: UsageError.self) {
            try settings(word == "serve" ? [word, url] : ["\(word)=\(url)"])
        }
        #expect(error?.description.hasPrefix("a database URL does not belong on the command line") == true)
    }

    @Test func `no URL at all says where to put one`() {
        let error = #expect(throws: UsageError.self) { try settings(environment: [:]) }
        #expect(error?.description.hasPrefix("no database URL: give --database-url-file") == true)
    }

    @Test func `a URL on the command line is refused without being repeated`() {
        let error = #expect(throws: UsageError.self) { try settings(["diagnose", "postgresql://u:canary@h/d"]) }
        #expect(error?.description.contains("canary") == false && error?.description.contains("DATABASE_URL") == true)
    }

    @Test func `an unusable URL names its place and not its secret`() {
        let files = Files(texts: ["/f": "postgresql://u:can/ary@h/d"])
        let error = #expect(throws: UsageError.self) { try settings(["--database-url-file=/f"], files: files) }
        #expect(error?.description.contains("/f") == true && error?.description.contains("ary") == false)
    }

    @Test(arguments: [
        ("15s", Duration.seconds(15)), ("1m30s", .seconds(90)), ("500ms", .milliseconds(500)),
        ("1d2h", .seconds(93600)), ("0", .zero),
        ("1y", .seconds(31_536_000)),
    ]) func `durations are Prometheus' own`(_ text: String, _ duration: Duration) {
        #expect(DurationText.duration(text) == duration)
    }

    @Test(arguments: [
        "", "15", "s", "1s1m", "1s1s", "-1s", "1.5s", "1 s", "99999999999999999999s", "1h99999999999y", "५s",
    ])
    func `what is no duration is none`(_ text: String) {
        #expect(DurationText.duration(text) == nil)
    }

    @Test(arguments: [("90s", "1m30s"), ("0", "0s"), ("1500ms", "1s500ms"), ("7d", "1w")])
    func `durations are written shortest`(_ text: String, _ short: String) {
        #expect(DurationText.duration(text).map(DurationText.text) == short)
    }

    @Test(
        arguments: [
            ("DATABASE_URL=a", "a"), ("DATABASE_URL=\"a b\" # note", "a b"), ("DATABASE_URL='${X}'", "${X}"),
            ("export DATABASE_URL = a", "a"),
            ("# DATABASE_URL=no\nDATABASE_URL=yes", "yes"), ("P=s3\nDATABASE_URL=\"x:${P}@h\"", "x:s3@h"),
            ("DATABASE_URL=a # note", "a"),
            ("DATABASE_URL=a#b", "a#b"), ("DATABASE_URL=1\nDATABASE_URL=2", "2"),
            ("DATABASE_URL=\"${HOME_DB}/x\"", "from-env/x"),
            ("X=1", nil), ("DATABASE_URL=", ""),
        ] as [(String, String?)]
    ) func `a dotenv file is read as Prisma reads it`(_ text: String, _ value: String?) {
        #expect(DotEnv.value(of: "DATABASE_URL", in: text, environment: ["HOME_DB": "from-env"]) == value)
    }

    @Test(arguments: Command.allCases) func `the help lists every flag of its command`(_ command: Command) {
        let text = HelpText.text(for: command)
        for flag in Flag.all { #expect(text.contains("--\(flag.name)") == flag.commands.contains(command)) }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }
}
