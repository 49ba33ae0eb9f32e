import TargetReport
import PostgresClient
import TestProcess
import Testing

@testable import ExporterConfiguration

@Suite struct ConfigurationFileTests {
    private static let disk = [
        "/etc/x/shop-url": "postgresql://u:canary@db:5433/shop?schema=app\n", "/etc/x/migrations/1_a/migration.sql": "",
        "/etc/x/schema.prisma": "", "/w/other": "postgresql://u@other/other",
    ]

    private func settings(
        _ text: String,
        _ arguments: [String] = ["serve"],
        environment: [String: String] = ["SHOP_URL": "postgresql://u:canary@h/from-environment"]
    ) throws -> ExporterSettings {
        var texts = Self.disk
        texts["/etc/x/c.yml"] = text
        return try ExporterSettings(
            Invocation(arguments: arguments + ["--config.file=/etc/x/c.yml"]),
            environment: environment,
            workingDirectory: "/w",
            files: Files(texts: texts)
        )
    }

    @Test func `every key has its effect`() throws {
        let settings = try settings(
            """
            poll: {interval: 30s, timeout: 5s, stale_after: 1m30s}
            drift: {scope: full, ignore: [public.a, "public.b*"]}
            state: {directory: kept}
            limits: {max_connections: 7, max_connections_per_server: 3, migration_series: 9}
            web: {listen_addresses: ["127.0.0.1:1", "unix:/run/x"], telemetry_path: /m, max_connections: 5}
            log: {level: warn, format: json}
            targets:
              - name: shop
                url_file: shop-url
                migrations: migrations
                prisma_schema: schema.prisma
                labels: {team: checkout, Stage_2: "x y"}
              - name: second
                url_env: SHOP_URL
                schema: other
                poll: {interval: 1m}
                drift: {scope: prisma}
              - name: tenants
                url: postgresql://u:canary@h/postgres
                poll: {timeout: 1s, stale_after: 0}
                drift: {ignore: []}
                discover: {databases: "t_.*", exclude: .*_old}
            """
        )
        #expect(settings.poll == PollTimes(interval: .seconds(30), timeout: .seconds(5), staleAfter: .seconds(90)))
        #expect(settings.limits.connections == 7 && settings.limits.connectionsPerServer == 3)
        #expect(settings.limits.migrationSeries == 9)
        #expect(settings.targets.map(\.baseline) == Array(repeating: .init(directory: "/etc/x/kept"), count: 3))
        #expect(settings.web.listenAddresses == ["127.0.0.1:1", "unix:/run/x"] && settings.web.telemetryPath == "/m")
        #expect(settings.web.maxConnections == 5 && settings.logLevel == "warn" && settings.logFormat == "json")
        let targets = settings.targets
        #expect(targets.map(\.name) == ["shop", "second", "tenants"])
        #expect(targets.map(\.server) == ["db:5433", "h:5432", "h:5432"])
        #expect(targets.map(\.schema) == ["app", "other", nil])
        #expect(targets[0].url == .file(path: "/etc/x/shop-url") && targets[0].migrations == "/etc/x/migrations")
        #expect(targets[0].prismaSchema == "/etc/x/schema.prisma")
        #expect(targets[0].labels == ["team": "checkout", "Stage_2": "x y"])
        #expect(targets.map(\.driftScope) == [.full, .prisma, .full])
        #expect(targets.map(\.ignore) == [["public.a", "public.b*"], ["public.a", "public.b*"], []])
        #expect(targets[0].poll == settings.poll)
        #expect(targets[1].poll == PollTimes(interval: .seconds(60), timeout: .seconds(5), staleAfter: .seconds(300)))
        #expect(targets[2].poll == PollTimes(interval: .seconds(30), timeout: .seconds(1), staleAfter: .zero))
        #expect(targets[2].discovery?.selected(["t_1", "t_1_old", "xt_1", "t_"]) == ["t_1", "t_"])
    }

    @Test func `flags override the file, the file overrides defaults`() throws {
        let file =
            "poll: {interval: 30s}\nlog: {level: warn}\nweb: {telemetry_path: /m}\ntargets: [{url_file: shop-url}]"
        let plain = try settings(file)
        #expect(plain.poll.interval == .seconds(30) && plain.poll.timeout == .seconds(10) && plain.logLevel == "warn")
        #expect(plain.targets.map(\.name) == ["shop"])
        let flags = try settings(
            file,
            ["serve", "--poll.interval=6s", "--log.level=error", "--web.telemetry-path=/n", "--target.name=t"]
        )
        #expect(flags.poll.interval == .seconds(6) && flags.targets[0].poll.timeout == .seconds(4))
        #expect(flags.logLevel == "error" && flags.web.telemetryPath == "/n" && flags.targets[0].name == "t")
    }

    @Test func `a file without targets leaves them to the flags and the environment`() throws {
        let environment = ["DATABASE_URL": "postgresql://u@h/env"]
        for text in ["", "# nothing\n", "poll: {interval: 20s}", "targets: []"] {
            #expect(try settings(text, environment: environment).targets.map(\.name) == ["env"])
        }
        let one = "targets: [{name: t, labels: {a: b}}]"
        #expect(try settings(one, environment: environment).targets[0].labels == ["a": "b"])
        #expect(try settings(one, ["serve", "--database-url-file=/w/other"]).targets[0].server == "other:5432")
        #expect(throws: UsageError.self) { try settings(one, environment: [:]) }
    }

    @Test func `a flag about one target does not go with several`() {
        let two = "targets: [{url_file: shop-url}, {name: b, url_file: shop-url}]"
        let error = #expect(throws: UsageError.self) { try settings(two, ["serve", "--target.name=x"]) }
        #expect(error?.description == "--target.name is about one target, but /etc/x/c.yml has 2")
    }

    @Test(arguments: [
        ("pol: {}", "1:1: unknown key \"pol\"; did you mean poll?"),
        ("poll:\n  intervall: 1s", "2:3: unknown key \"intervall\" in poll; did you mean interval?"),
        ("xyzzy: 1", "1:1: unknown key \"xyzzy\"; expected one of poll, drift, state, limits, web, log, targets"),
        ("poll: 5s", "1:7: poll: found a single value, expected a section with interval, timeout, stale_after"),
        ("poll:\n", "1:6: poll: found nothing, expected a section with interval, timeout, stale_after"),
        ("- a", "1:1: found a list, expected a section with poll, drift, state, limits, web, log, targets"),
        (
            "poll: {interval: 15}",
            "1:18: poll.interval: \"15\" is not a duration of at least 100ms, such as 15s or 1m30s"
        ),
        (
            "poll: {interval: 1ms}",
            "1:18: poll.interval: \"1ms\" is not a duration of at least 100ms, such as 15s or 1m30s"
        ),
        (
            "poll: {interval: [1s]}",
            "1:18: poll.interval: found a list, expected a duration of at least 100ms, such as 15s or 1m30s"
        ),
        ("poll: {timeout: 15s}", "1:17: poll.timeout: 15s is not below the interval of 15s"),
        ("poll: {interval: 1s, interval: 2s}", "1:22: key \"interval\" is already set in line 1"),
        ("drift: {scope: all}", "1:16: drift.scope: \"all\" is not one of prisma, full"),
        ("drift: {ignore: a}", "1:17: drift.ignore: found a single value, expected a list, each a text"),
        ("drift: {ignore: [{}]}", "1:18: drift.ignore[0]: found a section, expected a text"),
        ("limits: {max_connections: 0}", "1:27: limits.max_connections: \"0\" is not a whole number from 1 to 10000"),
        (
            "limits: {max_connections: 1.5}",
            "1:27: limits.max_connections: \"1.5\" is not a whole number from 1 to 10000"
        ),
        ("web: {telemetry_path: m}", "1:23: web.telemetry_path: \"m\" is not a path such as /metrics"),
        ("log: {level: loud}", "1:14: log.level: \"loud\" is not one of debug, info, warn, error"),
        ("targets: {}", "1:10: targets: found a section, expected a list of sections"),
        (
            "targets: [a]",
            "1:11: targets[0]: found a single value, expected a section with name, url_file, url_env, url, schema, migrations, prisma_schema, labels, poll, drift, discover"
        ),
        ("targets: [{name: '', url_file: shop-url}]", "1:18: targets[0].name: a name is not empty"),
        (
            "targets: [{name: a, url_file: shop-url, url_env: SHOP_URL}]",
            "1:50: targets[0]: url_file and url_env exclude one another"
        ),
        ("targets: [{url_file: gone}]", "1:22: targets[0]: database URL: /etc/x/gone: No such file or directory"),
        ("targets: [{url_env: GONE}]", "1:21: targets[0].url_env: the environment has no GONE"),
        (
            "targets: [{url_env: a-b}]",
            "1:21: targets[0].url_env: \"a-b\" is not the name of an environment variable, such as DATABASE_URL"
        ),
        (
            "targets: [{url: 'mysql://u:canary@h/d'}]",
            "1:17: targets[0]: database URL in the configuration file: mysql:// is not PostgreSQL: postgresql:// is wanted"
        ),
        ("targets: [{url: {postgresql: canary}}]", "1:17: targets[0].url: found a section, expected a text"),
        ("targets: [{url_file: 'postgresql://u:canary@h/d'}]", "1:22: targets[0].url_file: this text is not a path"),
        (
            "targets: [{url_file: 'host=h user=u password=canary'}]",
            "1:22: targets[0].url_file: this text is not a path"
        ),
        ("targets: [{url_file: \"two\\nlines\"}]", "1:22: targets[0].url_file: this text is not a path"),
        (
            "targets: [{url_file: shop-url, migrations: nowhere}]",
            "1:44: targets[0].migrations: /etc/x/nowhere is neither a directory nor a .tar, .tar.gz, .tgz, .zip"
        ),
        (
            "targets: [{url_file: shop-url, prisma_schema: nowhere}]",
            "1:47: targets[0].prisma_schema: /etc/x/nowhere is neither a file nor a directory"
        ),
        (
            "targets: [{url_file: shop-url, labels: {a-b: c}}]",
            "1:41: targets[0].labels: \"a-b\" is no name of a label: letters, digits and _, not a digit first, not __ first"
        ),
        (
            "targets: [{url_file: shop-url, labels: {schema: c}}]",
            "1:41: targets[0].labels: \"schema\" is a label of the exporter's own"
        ),
        (
            "targets: [{url_file: shop-url, poll: {timeout: 20s}}]",
            "1:48: targets[0].poll.timeout: 20s is not below the interval of 15s"
        ),
        (
            "targets: [{url_file: shop-url, discover: {databases: '('}}]",
            "1:54: targets[0].discover.databases: \"(\" is not a regular expression"
        ),
        (
            "targets: [{url_file: shop-url, discover: {}}]",
            "1:42: targets[0].discover: expected databases, a regular expression such as \".*\""
        ),
        (
            "targets:\n  - {name: a, url_file: shop-url}\n  - {name: a, url_file: shop-url}",
            "3:12: targets[1].name: \"a\" is already the name of the target in line 2"
        ),
        (
            "targets: [{name: a}, {name: b, url_file: shop-url}]",
            "1:11: targets[0]: expected one of url_file, url_env, url"
        ),
        ("a: b: c", "1:5: this is not YAML: mapping values are not allowed in this context"),
        ("a: [1", "2:1: this is not YAML: did not find expected ',' or ']'"),
        ("poll: *nothing", "1:7: this alias has no anchor before it; a text that begins with * needs quotes"),
        ("poll: {}\n---\npoll: {}", "3:1: only one YAML document is read"),
        ("? [a]\n: b", "1:3: a key is a single word, found a list"),
    ]) func `a mistake is said with its place and what would be right`(_ text: String, _ message: String) {
        let error = #expect(throws: UnusableConfiguration.self) {
            try settings(text, environment: ["SHOP_URL": "postgresql://u@h/d", "DATABASE_URL": "postgresql://u@h/d"])
        }
        #expect(error?.description == "/etc/x/c.yml:\(message)")
    }

    @Test func `all mistakes are told in one go, in the order of the file`() {
        let error = #expect(throws: UnusableConfiguration.self) {
            try settings(
                """
                limits: {max_connections: none}
                targets:
                  - {name: a, url_file: gone, colour: red}
                  - {name: a, url_file: shop-url, poll: {interval: often}}
                  - {name: a, url_file: shop-url}
                  - {url: [], url_file: {}, labels: {le: x}, migrations: nowhere, poll: {timeout: 1h}, discover: {}}
                """
            )
        }
        let places = error?.faults.map { "\($0.mark.line):\($0.mark.column)" }
        #expect(
            places == [
                "1:27", "3:25", "3:31", "4:12", "4:52", "5:12", "6:11", "6:25", "6:38", "6:58", "6:83", "6:98",
            ]
        )
    }

    @Test func `a file that is not there is said`() throws {
        let error = #expect(throws: UnusableConfiguration.self) {
            try ExporterSettings(
                Invocation(arguments: ["serve", "--config.file=/gone.yml"]),
                environment: [:],
                workingDirectory: "/w",
                files: Files()
            )
        }
        #expect(error?.description == "/gone.yml: No such file or directory")
    }

    @Test func `anchors and aliases stand for what they name, within bounds`() throws {
        let settings = try settings(
            "poll: &p {interval: 30s}\ntargets: [{url_file: shop-url, poll: *p}]"
        )
        #expect(settings.targets[0].poll.interval == .seconds(30))
        let bomb = (1...9)
            .reduce("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n") { text, level in
                let uses = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                return text + "a\(level): &a\(level) [\(uses)]\n"
            }
        let error = #expect(throws: UnusableConfiguration.self) { try self.settings(bomb) }
        #expect(error?.description.contains("aliases stand for too much") == true)
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: UnusableConfiguration.self) { try self.settings(deep) }
    }

    @Test func `what the settings show of themselves is a good file without its secrets`() throws {
        let text = """
            targets:
              - {name: "a \\"b\\"", url: "postgresql://u:canary@h/d", labels: {x: "1\\n2"}, discover: {databases: ".*"}}
              - {name: b, url_file: shop-url, migrations: migrations, prisma_schema: schema.prisma}
            """
        let first = try settings(text)
        #expect(!first.yaml.contains("canary") && first.yaml.contains("url: <secret>"))
        let again = try settings(first.yaml.replacing("<secret>", with: "postgresql://u:canary@h/d"))
        #expect(again == first)
    }

    @Test func `the example and the reference are written from the list of keys`() throws {
        var root = #filePath[...]
        for _ in 0..<4 { root = root[..<(root.lastIndex(of: "/") ?? root.startIndex)] }
        let folder = "\(root)/deploy/configuration"
        // deploy/configuration: written by check-config --example and --reference.
        #expect(TestProcess.text(of: "\(folder)/prisma-migrate-exporter.yml") == SettingsDocument.example)
        #expect(TestProcess.text(of: "\(folder)/reference.md") == SettingsDocument.reference)
    }

    @Test func `the example fits its keys, with its comments and without`() throws {
        for text in [SettingsDocument.example, SettingsDocument.example.replacing(/#([a-z])/) { "\($0.output.1)" }] {
            var check = SettingsCheck()
            let root = check.section(try #require(try YAMLReader.document(text)), SettingsKey.exporter)
            #expect(check.faults.isEmpty && root["targets"]?.list?.count == 1)
        }
        var check = SettingsCheck()
        let all = SettingsDocument.example.replacing(/#([a-z])/) { "\($0.output.1)" }
        let root = check.section(try #require(try YAMLReader.document(all)), SettingsKey.exporter)
        for key in SettingsKey.exporter { #expect(root[key.name] != nil, "\(key.name)") }
    }
}
