import PostgresServer
import TestCertificates
import TestProcess
import Testing

/// Many targets in one daemon, against a real server.
@Suite(.enabled(if: PostgresServer.newest > 0, "no PostgreSQL server is installed")) struct FleetTests {
    private static let poll = "poll: {interval: 1s, timeout: 900ms}\n"

    private static func up(_ target: String, _ labels: String = "", _ value: Int = 1) -> String {
        "prisma_migrate_up{target=\"\(target)\"\(labels)} \(value)"
    }

    /// A database with Prisma's table and one migration.
    private static func make(_ name: String, on server: PostgresServer) async throws {
        try await server.execute("CREATE DATABASE \(name)")
        try await server.execute(
            PrismaClient.table,
            "INSERT INTO _prisma_migrations VALUES ('1', '', now(), '1_init', NULL, NULL, now(), 1)",
            database: name
        )
    }

    @Test func `a reload takes in what changed and leaves the rest alone`() async throws {
        let server = try await PostgresServer()
        for name in ["a", "b", "c"] { try await Self.make(name, on: server) }
        func target(_ name: String, _ more: String = "") -> String {
            "  - {name: \(name), url: \"\(server.url(name))\"\(more)}\n"
        }
        let daemon = try await FleetDaemon(
            Self.poll + "targets:\n" + target("a", ", labels: {team: x}") + target("b"),
            ["--web.enable-lifecycle"]
        )
        try await daemon.shows(Self.up("a", ",team=\"x\""))
        try await daemon.shows(Self.up("b"))
        try await daemon.shows(
            "prisma_migrate_migrations{target=\"a\",team=\"x\",schema=\"public\",state=\"applied\"} 1"
        )
        let backend =
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter' AND datname = 'a'"
        let before = try await server.execute(backend)
        let polls = try await daemon.value("prisma_migrate_polls_total{target=\"a\",team=\"x\"}") ?? 0

        try daemon.folder.write(
            Self.poll + "targets:\n" + target("a", ", labels: {team: y}") + target("c"),
            to: "exporter.yml"
        )
        #expect(try await daemon.status("/-/reload") == "405")
        #expect(try await daemon.get("/-/reload", "-X", "POST") == "Reloaded.\n")
        try await daemon.shows(Self.up("c"))
        try await daemon.shows(Self.up("a", ",team=\"y\""))
        try await daemon.hides("target=\"b\"")
        #expect(try await server.execute(backend) == before && !before.isEmpty)
        #expect(try await daemon.value("prisma_migrate_polls_total{target=\"a\",team=\"y\"}") ?? 0 >= polls)
        try await eventually("b's connection is closed") {
            try await server.execute(backend.replacing("'a'", with: "'b'")).isEmpty
        }

        try daemon.folder.write("polll: {}\ntargets: [{name: a, url: \"\(server.url("a"))\"}]\n", to: "exporter.yml")
        let answer = try await daemon.get("/-/reload", "-X", "PUT")
        #expect(answer.contains("exporter.yml:1:1: unknown key \"polll\"; did you mean poll?"))
        #expect(try await daemon.status("/-/reload", "-X", "PUT") == "500")
        try await daemon.shows("prisma_migrate_exporter_config_last_reload_successful 0")
        try await daemon.shows(Self.up("c"))
        var told: [String] = []
        try await eventually("the manager is told of the failed reload") {
            told += daemon.messages()
            return told.contains { $0.contains("Reload failed: ") && $0.contains("did you mean poll?") }
        }

        try daemon.folder.write(Self.poll + "targets:\n" + target("b"), to: "exporter.yml")
        daemon.process.signal(1)
        try await daemon.shows(Self.up("b"))
        try await daemon.shows("prisma_migrate_exporter_config_last_reload_successful 1")
        try await daemon.hides("target=\"a\"")
        #expect(await daemon.stop().status == 0)
        await server.remove()
    }

    @Test func `a thousand reloads leave nothing behind`() async throws {
        let server = try await PostgresServer()
        try await Self.make("a", on: server)
        try await Self.make("b", on: server)
        let text =
            Self.poll + "targets: [{name: a, url: \"\(server.url("a"))\"}, {name: b, url: \"\(server.url("b"))\"}]\n"
        let daemon = try await FleetDaemon(text, ["--web.enable-lifecycle"])
        try await daemon.shows(Self.up("b"))
        func reload(_ count: Int) async throws -> Int {
            try await TestProcess.run([
                "curl", "-s", "-X", "POST", "http://127.0.0.1:\(daemon.port)/-/reload?[1-\(count)]",
            ])
            .output.split(separator: "\n").count { $0 == "Reloaded." }
        }
        #expect(try await reload(10) == 10)
        let descriptors = try await daemon.value("process_open_fds") ?? 0
        let memory = try await daemon.value("process_resident_memory_bytes") ?? 0
        // Half of them change a target each time.
        let changing = try TestProcess([
            "sh", "-c",
            "for i in $(seq 500); do sed \"s/name: b/name: b$i/\" '\(daemon.folder.path)/exporter.yml' >'\(daemon.folder.path)/next' && curl -s -X POST http://127.0.0.1:\(daemon.port)/-/reload; done",
        ])
        #expect(try await reload(500) == 500)
        #expect(await changing.wait().output.split(separator: "\n").count == 500)
        try await daemon.shows(Self.up("a"))
        try await daemon.shows(Self.up("b"))
        try await eventually("as many descriptors as before") {
            try await daemon.value("process_open_fds") ?? .infinity <= descriptors + 2
        }
        #expect(try await daemon.value("process_resident_memory_bytes") ?? .infinity < memory + 20_000_000)
        let backends = try await server.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
        )
        #expect(backends == "2")
        #expect(await daemon.stop().status == 0)
        await server.remove()
    }

    @Test func `reloading over HTTP is off unless it is switched on`() async throws {
        let daemon = try await FleetDaemon("targets: [{name: a, url: \"postgresql://u:canary@127.0.0.1:1/a\"}]")
        #expect(try await daemon.status("/-/reload", "-X", "POST") == "403")
        let result = await daemon.stop()
        #expect(result.status == 0 && !result.error.contains("canary"))
    }

    @Test func `a watched file is read again when it changes`() async throws {
        let text = "targets: [{name: a, url: \"postgresql://u@127.0.0.1:1/a\"}]\n"
        let daemon = try await FleetDaemon(
            text,
            ["--config.enable-auto-reload", "--config.auto-reload-interval=100ms"]
        )
        try await daemon.shows(Self.up("a", "", 0))
        try daemon.folder.write("nonsense", to: "exporter.yml")
        try await daemon.shows("prisma_migrate_exporter_config_last_reload_successful 0")
        try daemon.folder.write(text.replacing("name: a", with: "name: b"), to: "exporter.yml")
        try await daemon.shows(Self.up("b", "", 0))
        try await daemon.hides("target=\"a\"")
        #expect(await daemon.stop().status == 0)
    }

    @Test func `sockets are taken from systemd, several and of every kind`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("targets: [{name: a, url: \"postgresql://u@127.0.0.1:1/a\"}]\n", to: "exporter.yml")
        let port = PostgresServer.freePort()
        // Hands over two listening sockets as systemd does (sd_listen_fds(3)).
        let script = """
            import os, socket, sys
            tcp = socket.socket(); tcp.bind(("127.0.0.1", \(port))); tcp.listen(9)
            unix = socket.socket(socket.AF_UNIX); unix.bind("\(folder.path)/web"); unix.listen(9)
            os.dup2(tcp.fileno(), 13); os.dup2(unix.fileno(), 14)
            os.dup2(13, 3); os.dup2(14, 4)
            os.environ.update(LISTEN_FDS="2", LISTEN_PID=str(os.getpid()))
            os.execv(sys.argv[1], sys.argv[1:])
            """
        let process = try TestProcess([
            "python3", "-c", script, FleetDaemon.binary, "serve", "--config.file=\(folder.path)/exporter.yml",
        ])
        try await eventually("it serves") {
            try await TestProcess.run(["curl", "-sf", "http://127.0.0.1:\(port)/-/healthy"]).status == 0
        }
        let answer = try await TestProcess.run([
            "curl", "-s", "--unix-socket", "\(folder.path)/web", "http://x/-/healthy",
        ])
        #expect(answer.output == "Healthy.\n")
        process.signal(15)
        #expect(await process.wait().status == 0)
        let without = try await TestProcess.run([
            FleetDaemon.binary, "serve", "--config.file=\(folder.path)/exporter.yml", "--web.systemd-socket",
        ])
        #expect(without.status == 2 && without.error.contains("systemd hands over no socket"))
        await folder.remove()
    }

    @Test func `databases are found, and those that vanish are forgotten`() async throws {
        let server = try await PostgresServer()
        for name in ["t_one", "t_two", "t_old", "other"] { try await Self.make(name, on: server) }
        try await server.execute("CREATE DATABASE t_empty")
        let daemon = try await FleetDaemon(
            Self.poll
                + "targets: [{name: s, url: \"\(server.url("postgres"))\", discover: {databases: t_.*, exclude: .*_old}}]"
        )
        try await daemon.shows(Self.up("s/t_one"))
        try await daemon.shows(Self.up("s/t_two"))
        try await daemon.shows("prisma_migrate_exporter_discovery_up{server=\"s\"} 1")
        try await daemon.shows("prisma_migrate_exporter_discovered_databases{server=\"s\"} 3")
        let page = try await daemon.get("/metrics")
        #expect(!page.contains("t_old") && !page.contains("s/other") && !page.contains("t_empty"))
        try await Self.make("t_three", on: server)
        try await daemon.shows(Self.up("s/t_three"))
        try await server.execute(PrismaClient.table, database: "t_empty")
        try await daemon.shows(Self.up("s/t_empty"))
        try await server.execute("DROP DATABASE t_two WITH (FORCE)")
        try await daemon.hides("t_two")
        await server.stop()
        try await daemon.shows("prisma_migrate_exporter_discovery_up{server=\"s\"} 0")
        try await daemon.shows(Self.up("s/t_one", "", 0))
        try await server.start()
        try await daemon.shows(Self.up("s/t_one"))
        let diagnosed = try await TestProcess.run([
            FleetDaemon.binary, "diagnose", "--config.file=\(daemon.folder.path)/exporter.yml",
        ])
        #expect(diagnosed.status == 0)
        #expect(
            ["s/t_empty", "s/t_one", "s/t_three"].allSatisfy { diagnosed.output.contains("\($0) (schema public)") }
        )
        #expect(await daemon.stop().status == 0)
        await server.remove()
    }

    @Test func `many targets take turns within the limit, and dead ones cost the others nothing`() async throws {
        let server = try await PostgresServer(access: [
            "local all all trust", "host all wrong all scram-sha-256", "host all all all trust",
        ])
        try await server.execute("CREATE ROLE wrong LOGIN PASSWORD 'right'")
        try await Self.make("template", on: server)
        for number in 0..<30 { try await server.execute("CREATE DATABASE d\(number) TEMPLATE template") }
        let script =
            "import socket,sys; s=socket.socket(); s.bind(('127.0.0.1',0)); s.listen(99); print(s.getsockname()[1],flush=True); sys.stdin.read()"
        let hole = try TestProcess(["python3", "-c", script], holdsInput: true)
        try await eventually("it listens") { hole.outputSoFar.hasSuffix("\n") }
        var text =
            "poll: {interval: 4s, timeout: 3s}\nlimits: {max_connections: 6, max_connections_per_server: 4}\ntargets:\n"
        for number in 0..<30 { text += "  - {name: d\(number), url: \"\(server.url("d\(number)"))\"}\n" }
        for number in 0..<3 {
            text +=
                "  - {name: hole\(number), url: \"postgresql://u:canary@127.0.0.1:\(hole.outputSoFar.dropLast())/d\"}\n"
            text +=
                "  - {name: gone\(number), url: \"postgresql://u:canary@127.0.0.1:\(PostgresServer.freePort())/d\"}\n"
            text +=
                "  - {name: wrong\(number), url: \"\(server.url("d\(number)", user: "wrong", password: "canary"))\"}\n"
        }
        let daemon = try await FleetDaemon(text)
        for (name, reason) in [("hole", "timeout"), ("gone", "refused"), ("wrong", "auth")] {
            for number in 0..<3 {
                try await daemon.shows("prisma_migrate_down_reason{target=\"\(name)\(number)\",reason=\"\(reason)\"} 1")
            }
        }
        for number in 0..<30 { try await daemon.shows(Self.up("d\(number)")) }
        func polls() async throws -> [Double] {
            var counts: [Double] = []
            let page = try await daemon.get("/metrics")
            for line in page.split(separator: "\n") where line.hasPrefix("prisma_migrate_polls_total{target=\"d") {
                counts.append(line.split(separator: " ").last.flatMap { Double($0) } ?? 0)
            }
            return counts
        }
        let first = try await polls()
        var most = 0
        try await eventually("each of them is polled three times more") {
            let count = try await server.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'prisma-migrate-exporter'"
            )
            most = max(most, Int(count) ?? .max)
            return zip(try await polls(), first).allSatisfy { $0 >= $1 + 3 }
        }
        #expect(most <= 4)
        for number in 0..<30 { try await daemon.shows(Self.up("d\(number)")) }
        let result = await daemon.stop()
        #expect(result.status == 0 && !result.error.contains("canary"))
        hole.closeInput()
        _ = await hole.wait()
        await server.remove()
    }

    @Test func `one target's page, the list of targets and the settings are served without secrets`() async throws {
        let server = try await PostgresServer()
        for name in ["a", "b"] { try await Self.make(name, on: server) }
        let daemon = try await FleetDaemon(
            Self.poll
                + "targets: [{name: a/b c, url: \"\(server.url("a", password: "canary"))\", labels: {team: x}}, {name: b, url_file: b-url}]",
            files: ["b-url": server.url("b", password: "canary")]
        )
        try await daemon.shows(Self.up("a/b c", ",team=\"x\""))
        let page = try await daemon.get("/probe?target=a/b%20c")
        #expect(page.contains(Self.up("a/b c", ",team=\"x\"") + "\n"))
        #expect(!page.contains("target=\"b\"") && !page.contains("process_") && !page.contains("exporter_build_info"))
        #expect(try await daemon.get("/probe?target=b").contains(Self.up("b")))
        #expect(try await daemon.status("/probe?target=nobody") == "404")
        #expect(try await daemon.status("/probe?target=postgresql://h/d") == "404")
        #expect(try await daemon.status("/probe") == "400")
        let list = try await daemon.get("/targets")
        #expect(list.contains("\"__param_target\" : \"a/b c\"") && list.contains("\"127.0.0.1:\(daemon.port)\""))
        #expect(try await daemon.status("/targets", "-H", "Host: a<script>") == "400")
        let settings = try await daemon.get("/config")
        #expect(settings.contains("url: <secret>") && settings.contains("url_file: \"\(daemon.folder.path)/b-url\""))
        for path in ["/config", "/metrics", "/targets", "/", "/api/v1/diagnosis"] {
            #expect(try await daemon.get(path).contains("canary") == false)
        }
        #expect(await daemon.stop().status == 0)
        await server.remove()
    }

    @Test(
        .enabled(if: TestProcess.isInstalled("prometheus"), "prometheus is not installed"),
        .enabled(if: TestCertificates.areAvailable, "openssl is not installed")
    ) func `Prometheus finds the targets and scrapes each, over TLS and with a password`() async throws {
        let server = try await PostgresServer()
        for name in ["a", "b"] { try await Self.make(name, on: server) }
        let certificates = try await TestCertificates()
        try await certificates.sign("server")
        let web = """
            tls_server_config: {cert_file: \(certificates.path("server.pem")), key_file: \(certificates.path("server.key"))}
            basic_auth_users: {ann: $2b$04$abcdefghijklmnopqrstuuFmEfrkTQnczNzw475xE2VhDrK1uwJiC}
            """
        let daemon = try await FleetDaemon(
            Self.poll + "targets: [{name: a, url: \"\(server.url("a"))\"}, {name: b, url: \"\(server.url("b"))\"}]",
            ["--web.config.file=FOLDER/web.yml"],
            files: ["web.yml": web],
            client: ["--cacert", certificates.path("ca.pem"), "-u", "ann:right"],
            scheme: "https"
        )
        try await daemon.shows(Self.up("b"))
        let credentials = """
            basic_auth: {username: ann, password: right}
            tls_config: {ca_file: \(certificates.path("ca.pem"))}
            """
        func indented(_ count: Int) -> String {
            credentials.split(separator: "\n").map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
        }
        try daemon.folder.write(
            """
            global: {scrape_interval: 1s, scrape_timeout: 900ms}
            scrape_configs:
              - job_name: fleet
            \(indented(4))
                http_sd_configs:
                  - url: https://127.0.0.1:\(daemon.port)/targets
                    refresh_interval: 1s
            \(indented(8))
                relabel_configs:
                  - {source_labels: [__param_target], target_label: instance}

            """,
            to: "prometheus.yml"
        )
        let port = PostgresServer.freePort()
        let prometheus = try TestProcess([
            "prometheus", "--config.file=\(daemon.folder.path)/prometheus.yml",
            "--storage.tsdb.path=\(daemon.folder.path)/data", "--web.listen-address=127.0.0.1:\(port)",
        ])
        for name in ["a", "b"] {
            let query = "prisma_migrate_up{target=\"\(name)\",instance=\"\(name)\"}==1"
            try await eventually("Prometheus holds \(name)") {
                try await TestProcess.run([
                    "curl", "-s", "-G", "--data-urlencode", "query=\(query)", "http://127.0.0.1:\(port)/api/v1/query",
                ])
                .output.contains("\"value\"")
            }
        }
        prometheus.signal(15)
        _ = await prometheus.wait()
        #expect(await daemon.stop().status == 0)
        await certificates.folder.remove()
        await server.remove()
    }

    @Test(.enabled(if: TestCertificates.areAvailable, "openssl is not installed"))
    func `passwords, certificates and settings that change all the time lose no scrape`() async throws {
        let server = try await PostgresServer(access: ["local all all trust", "host all all all scram-sha-256"])
        try await Self.make("a", on: server)
        try await server.execute("CREATE ROLE reader LOGIN PASSWORD 'canary-0'")
        try await server.execute("GRANT SELECT ON _prisma_migrations TO reader", database: "a")
        let certificates = try await TestCertificates()
        for name in ["one", "two"] { try await certificates.sign(name) }
        // The pair is replaced as a whole, by its folder's name, as Kubernetes does it.
        let folder = certificates.folder.path
        let prepare = """
            cd '\(folder)' && for name in one two; do mkdir d$name && cp $name.pem d$name/server.pem && cp $name.key d$name/server.key; done
            ln -sfn done live
            """
        #expect(try await TestProcess.run(["sh", "-c", prepare]).status == 0)
        let daemon = try await FleetDaemon(
            "poll: {interval: 500ms, timeout: 400ms}\ntargets: [{name: a, url_file: url}]\n",
            ["--web.config.file=FOLDER/web.yml", "--web.enable-lifecycle"],
            files: [
                "url": server.url("a", user: "reader", password: "canary-0"),
                "web.yml":
                    "tls_server_config: {cert_file: \(folder)/live/server.pem, key_file: \(folder)/live/server.key}\n",
            ],
            client: ["--cacert", certificates.path("ca.pem")],
            scheme: "https"
        )
        try await daemon.shows(Self.up("a"))
        let scrapes = try TestProcess([
            "sh", "-c",
            "while [ ! -e '\(daemon.folder.path)/stop' ]; do curl -s -o /dev/null -w '%{http_code}\\n' --cacert '\(folder)/ca.pem' https://127.0.0.1:\(daemon.port)/metrics || echo lost; done",
        ])
        // Rounds in one psql, so that they follow one another as fast as can be.
        let rounds = 1000
        let address = "https://127.0.0.1:\(daemon.port)/-/reload"
        let script = (1...rounds)
            .map { round in
                let url = server.url("a", user: "reader", password: "canary-\(round)")
                return """
                    ALTER ROLE reader PASSWORD 'canary-\(round)';
                    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'reader' \\g /dev/null
                    \\! cd '\(folder)'; ln -sfn \(round % 2 == 0 ? "done" : "dtwo") next; mv -T next live; cd '\(daemon.folder.path)'; echo '\(url)' >next; mv next url; curl -s -o /dev/null -w '%{http_code}\\n' --cacert '\(folder)/ca.pem' -X POST \(address)

                    """
            }
        try daemon.folder.write(script.joined(), to: "rounds.sql")
        let psql = server.psql([], database: "postgres") + ["-f", "\(daemon.folder.path)/rounds.sql"]
        let reloads = try await TestProcess.run(psql)
        #expect(reloads.output.split(separator: "\n").count { $0 == "200" } == rounds, "\(reloads.error)")
        try daemon.folder.write("", to: "stop")
        let lines = await scrapes.wait().output.split(separator: "\n")
        #expect(lines.count > 10 && lines.count { $0 != "200" } <= 1)
        try await daemon.shows(Self.up("a"))
        let result = await daemon.stop()
        #expect(result.status == 0 && !result.error.contains("canary"))
        await certificates.folder.remove()
        await server.remove()
    }

    @Test(.enabled(if: TestProcess.isInstalled("script"), "script is not installed"))
    func `diagnose over many targets shows how far it is, and what is down`() async throws {
        let folder = try TemporaryFolder()
        let url = "postgresql://u:canary@127.0.0.1:1/d"
        try folder.write(
            "targets: [{name: a, url: \"\(url)\"}, {name: b, url: \"\(url)\"}, {name: s, url: \"\(url)\", discover: {databases: .*}}]\n",
            to: "exporter.yml"
        )
        let command = "\(FleetDaemon.binary) diagnose --config.file=\(folder.path)/exporter.yml"
        let shown = try await TestProcess.run(["script", "-qec", "\(command) >\(folder.path)/report", "/dev/null"])
        #expect(shown.status == 2 && shown.output.contains("1 of 3 targets") && shown.output.contains("2 of 3 targets"))
        let report = TestProcess.text(of: "\(folder.path)/report")
        for name in ["a", "b", "s"] { #expect(report.contains("\(name)  down (refused)")) }
        let piped = try await TestProcess.run(["sh", "-c", command])
        #expect(piped.output == report && piped.error.isEmpty && !piped.output.contains("canary"))
        await folder.remove()
    }

    @Test func `check-config prints every mistake and ends with 0 or 1`() async throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "poll: {interval: 1}\nlog: {level: loud}\ntargets: [{url: \"postgresql://u:canary@h/d\"}]\n",
            to: "bad.yml"
        )
        try folder.write("targets: [{url: \"postgresql://u:canary@h/d\"}]\n", to: "good.yml")
        try folder.write("basic_auth_users: {ann: canary}\n", to: "web.yml")
        func check(_ arguments: String...) async throws -> TestProcess.Result {
            try await TestProcess.run([FleetDaemon.binary, "check-config"] + arguments)
        }
        let good = try await check("--config.file=\(folder.path)/good.yml")
        #expect(good.status == 0 && good.output == "1 target: the configuration can be used\n")
        let bad = try await check("--config.file=\(folder.path)/bad.yml", "--web.config.file=\(folder.path)/web.yml")
        #expect(bad.status == 1)
        #expect(
            bad.output == """
                \(folder.path)/bad.yml:1:18: poll.interval: "1" is not a duration of at least 100ms, such as 15s or 1m30s
                \(folder.path)/bad.yml:2:14: log.level: "loud" is not one of debug, info, warn, error
                \(folder.path)/web.yml:1:25: basic_auth_users.ann: expected a bcrypt hash such as htpasswd -nBC 10 prints, $2y$10$…

                """
        )
        await folder.remove()
    }
}
