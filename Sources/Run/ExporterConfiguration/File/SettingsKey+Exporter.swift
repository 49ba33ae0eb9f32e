extension SettingsKey {
    /// Every key of `--config.file`, in the order of the example and the reference.
    package static let exporter: [SettingsKey] = [
        SettingsKey("poll", .section(poll), "When targets are polled; each target may differ."),
        SettingsKey("drift", .section(drift), "What counts as drift; each target may differ."),
        SettingsKey(
            "state",
            .section([
                SettingsKey(
                    "directory",
                    .path,
                    "Folder that keeps what the schema of each target was when its last migration finished.",
                    fallback: "systemd's $STATE_DIRECTORY, else none",
                    example: "/var/lib/prisma-migrate-exporter"
                )
            ]),
            "What is kept across restarts."
        ),
        SettingsKey(
            "limits",
            .section([
                SettingsKey(
                    "max_connections",
                    .integer(1...10000),
                    "Most database connections of all targets together. Where there are more targets, they take turns.",
                    fallback: "100",
                    example: "100"
                ),
                SettingsKey(
                    "max_connections_per_server",
                    .integer(1...10000),
                    "Most connections to one server, by host and port.",
                    fallback: "10",
                    example: "10"
                ),
                SettingsKey(
                    "migration_series",
                    .integer(0...10000),
                    "Most unfinished migrations of one history that get series of their own.",
                    fallback: "50",
                    example: "50"
                ),
            ]),
            "What the exporter may use."
        ),
        SettingsKey(
            "web",
            .section([
                SettingsKey(
                    "listen_addresses",
                    .list(.text),
                    "Addresses to listen on, HOST:PORT or unix:PATH; a change needs a restart.",
                    fallback: "[\":10727\"]",
                    example: "[\":10727\"]"
                ),
                SettingsKey(
                    "telemetry_path",
                    .text,
                    "Path of the metrics; a change needs a restart.",
                    fallback: "/metrics",
                    example: "/metrics"
                ),
                SettingsKey(
                    "max_connections",
                    .integer(1...65536),
                    "Most HTTP connections at a time; a change needs a restart.",
                    fallback: "256",
                    example: "256"
                ),
            ]),
            "The web server; TLS and authentication have a file of their own, --web.config.file."
        ),
        SettingsKey(
            "log",
            .section([
                SettingsKey(
                    "level",
                    .choice(["debug", "info", "warn", "error"]),
                    "The least that is logged; a change needs a restart.",
                    fallback: "info",
                    example: "info"
                ),
                SettingsKey(
                    "format",
                    .choice(["logfmt", "json"]),
                    "How a line is written; a change needs a restart.",
                    fallback: "logfmt",
                    example: "logfmt"
                ),
            ]),
            "The log on standard error."
        ),
        SettingsKey(
            "targets",
            .sections(target),
            "The databases to watch. Without any, the one that the flags and the environment name.",
            isShown: true
        ),
    ]

    private static let poll: [SettingsKey] = [
        SettingsKey(
            "interval",
            .duration(atLeast: .milliseconds(100)),
            "Time between two polls of a target.",
            fallback: "15s",
            example: "15s"
        ),
        SettingsKey(
            "timeout",
            .duration(atLeast: .milliseconds(50)),
            "Longest time for one poll, below the interval.",
            fallback: "two thirds of the interval, at most 10s",
            example: "10s"
        ),
        SettingsKey(
            "stale_after",
            .duration(atLeast: .zero),
            "How long the last good state is shown while a target is down.",
            fallback: "5 intervals",
            example: "75s"
        ),
    ]

    private static let drift: [SettingsKey] = [
        SettingsKey(
            "scope",
            .choice(["prisma", "full"]),
            "Which objects are compared: those that Prisma can describe, or everything in the schema.",
            fallback: "prisma",
            example: "prisma"
        ),
        SettingsKey(
            "ignore",
            .list(.text),
            "Objects that are no drift, by name; * stands for any letters.",
            fallback: "[]",
            example: "[\"public.tmp_*\"]"
        ),
    ]

    private static let target: [SettingsKey] = [
        SettingsKey(
            "name",
            .text,
            "The value of the label \"target\"; no two are the same. With discover, the discovered databases are "
                + "named NAME/DATABASE.",
            fallback: "the database's name",
            example: "shop",
            isShown: true
        ),
        SettingsKey(
            "url_file",
            .path,
            "File that holds the database URL alone; read again at each connect.",
            example: "/etc/prisma-migrate-exporter/shop-url",
            isShown: true
        ),
        SettingsKey(
            "url_env",
            .variable,
            "Environment variable that holds the database URL.",
            example: "SHOP_DATABASE_URL"
        ),
        SettingsKey(
            "url",
            .secret,
            "The database URL itself; who may read this file then knows the password.",
            example: "postgresql://prisma_migrate_exporter@127.0.0.1/shop?schema=public"
        ),
        SettingsKey(
            "schema",
            .text,
            "The namespace whose _prisma_migrations is watched.",
            fallback: "the URL's ?schema=, else every namespace that has one",
            example: "public"
        ),
        SettingsKey(
            "migrations",
            .path,
            "The project's migrations folder, or an archive of it: a .tar, .tar.gz, .tgz or .zip. While an archive is damaged "
                + "or half written, what it held before stays in force.",
            example: "/srv/shop/prisma/migrations"
        ),
        SettingsKey(
            "prisma_schema",
            .path,
            "The project's schema.prisma, the folder of a schema in several files, or an archive of either; it may be the "
                + "archive of the migrations.",
            example: "/srv/shop/prisma/schema.prisma"
        ),
        SettingsKey("labels", .map, "Labels of the target's series.", example: "{team: checkout}"),
        SettingsKey("poll", .section(overrides(poll)), "Overrides of poll for this target."),
        SettingsKey("drift", .section(overrides(drift)), "Overrides of drift for this target."),
        SettingsKey(
            "discover",
            .section([
                SettingsKey(
                    "databases",
                    .pattern,
                    "Databases of the URL's server to watch, by name; anchored at both ends as in Prometheus. Those "
                        + "that hold a _prisma_migrations are shown, and they come and go without a reload.",
                    example: "\"tenant_.*\""
                ),
                SettingsKey(
                    "exclude",
                    .pattern,
                    "Databases to leave out, by name; anchored likewise.",
                    example: "\".*_old\""
                ),
            ]),
            "Watches many databases of the URL's server instead of the URL's own."
        ),
    ]

    /// The same keys in a target, where they override those of the whole.
    private static func overrides(_ keys: [SettingsKey]) -> [SettingsKey] {
        keys.map { key in
            var key = key
            key.fallback = "as for all targets"
            return key
        }
    }
}
